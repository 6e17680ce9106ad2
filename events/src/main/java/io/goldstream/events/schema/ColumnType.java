package io.goldstream.events.schema;

import java.util.List;

/** The type of a column: a {@link Scalar}, or a {@link Rows list of rows}. Every layer maps these, and only these. */
public sealed interface ColumnType {

    /** Types without parts. */
    enum Scalar implements ColumnType {
        /** UTF-8 text. */
        STRING,
        /** 32-bit signed. */
        INTEGER,
        /** 64-bit signed. */
        LONG,
        /** 64-bit IEEE 754. */
        DOUBLE,
        BOOLEAN,
        /** An instant as milliseconds since 1970-01-01T00:00:00Z; in JSON, a number. */
        TIMESTAMP_MILLIS,
        /** Bytes as they came; in JSON, base64 (RFC 4648, padded). */
        BYTES
    }

    /**
     * A list of rows, in order. Never null in a table: no rows is an empty list.
     *
     * @param columns the parts of each row
     */
    record Rows(List<Column> columns) implements ColumnType {
        public Rows {
            columns = List.copyOf(columns);
        }
    }
}
