package io.goldstream.connect.sink.store;

import java.io.IOException;
import java.time.Duration;

/** The storage refused a call for now, and said when to try it again. */
public final class RetryAfterException extends IOException {

    private static final long serialVersionUID = 1;

    private final Duration wait;

    RetryAfterException(String message, Throwable cause, Duration wait) {
        super(message, cause);
        this.wait = wait;
    }

    /** How long to wait, and no longer than a bound. */
    public Duration wait(Duration most) {
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
