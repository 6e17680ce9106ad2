package io.goldstream.gateway.problem;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** The kinds of error that the gateway answers with: one place for name, status and title. */
public enum ProblemType {
    UNREADABLE_BODY(400, "The body cannot be read"),
    UNREADABLE_OPTION(400, "An option cannot be read"),
    UNAUTHENTICATED(401, "It is not known who sends this"),
    FORBIDDEN(403, "The sender may not do this"),
    UNKNOWN_EVENT_TYPE(404, "There is no such event type"),
    BODY_TOO_SLOW(408, "The body did not come in time"),
    REPLAY_OVERTAKEN(409, "Another replay has begun"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's format is not supported"),
    TOO_MANY_EVENTS(429, "More events than the client may send"),
    UNAVAILABLE(503, "Events cannot be kept right now"),
    QUARANTINE_UNAVAILABLE(503, "The quarantine cannot be read or replayed right now");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** The stable relative reference that names it in answers. */
    public String uri() {
        return "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it means. */
    public String title() {
        return title;
    }

    /** The answer's body. */
    public Problem problem(String detail) {
        return new Problem(uri(), title, status, detail);
    }

    /** To be thrown where the request ends. */
    public ProblemException with(String detail) {
        return new ProblemException(this, detail, null, Map.of());
    }

    /** The same, with headers that the answer has, too. */
    public ProblemException with(String detail, Map<String, String> headers) {
        return new ProblemException(this, detail, null, headers);
    }

    /** The same, for a client that is to come back after some time. */
    public ProblemException with(String detail, Duration retryAfter) {
        return new ProblemException(this, detail, retryAfter, Map.of());
    }
}
