package io.goldstream.trino.register;

/** The files do not tell which commit of a table was the last. The message says what to do. */
public final class UnknownHistoryException extends Exception {

    private static final long serialVersionUID = 1L;

    UnknownHistoryException(String message) {
        super(message);
    }
}
