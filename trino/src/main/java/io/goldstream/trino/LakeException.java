package io.goldstream.trino;

import java.sql.SQLException;

/** A statement of one of the lake's objects failed; the message names the file, the reason and the statement. */
public final class LakeException extends Exception {

    private static final long serialVersionUID = 1L;

    LakeException(String file, String statement, SQLException cause) {
        super("sql/" + file + ": " + cause.getMessage() + "\n" + statement, cause);
    }
}
