package io.goldstream.gateway.problem;

/** Ends a request with a problem. Carries no stack trace: it is the client's mistake, not ours. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;

    ProblemException(ProblemType type, String detail) {
        super(detail, null, false, false);
        this.type = type;
    }

    public ProblemType type() {
        return type;
    }

    /** The answer's body. */
    public Problem problem() {
        return type.problem(getMessage());
    }
}
