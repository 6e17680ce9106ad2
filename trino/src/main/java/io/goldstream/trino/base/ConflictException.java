package io.goldstream.trino.base;

import java.sql.SQLException;

/** Another run committed first, so nothing of this one's statement is there. */
public final class ConflictException extends Exception {

    private static final long serialVersionUID = 1L;

    ConflictException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    ConflictException(String message) {
        super(message);
    }
}
