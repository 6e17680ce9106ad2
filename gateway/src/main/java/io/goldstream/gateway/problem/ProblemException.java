package io.goldstream.gateway.problem;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Ends a request with a problem. Carries no stack trace: it is the client's mistake, not ours. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final Duration retryAfter;
    private final transient Map<String, String> headers;

    ProblemException(ProblemType type, String detail, Duration retryAfter, Map<String, String> headers) {
        super(detail, null, false, false);
        this.type = type;
        this.retryAfter = retryAfter;
        this.headers = headers;
    }

    public ProblemType type() {
        return type;
    }

    /** When the client is to come back, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What the answer has beside its body. */
    Map<String, String> headers() {
        return headers;
    }

    /** The answer's body. */
    public Problem problem() {
        return type.problem(getMessage());
    }
}
