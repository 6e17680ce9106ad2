package io.goldstream.trino.base;

import java.sql.SQLException;

/** Another run committed first, so nothing of this one's statement is there. */
public final class ConflictException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Trino's ICEBERG_COMMIT_ERROR. */
    private static final int COMMIT_ERROR = 84_148_236;

    private ConflictException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    ConflictException(String message) {
        super(message);
    }

    /**
     * The conflict that failed a statement.
     *
     * @throws SQLException the same, if it failed for another reason
     */
    public static ConflictException of(SQLException failed) throws SQLException {
        if (failed.getErrorCode() != COMMIT_ERROR) {
            throw failed;
        }
        return new ConflictException(failed);
    }
}
