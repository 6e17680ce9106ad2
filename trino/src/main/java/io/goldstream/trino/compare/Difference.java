package io.goldstream.trino.compare;

/**
 * What two generations of a table do not agree in.
 *
 * @param table such as {@code bronze.listen_events}
 * @param what the columns that differ, or in which generation alone the row stands, with the reason where it is in quarantine
 * @param rows how many rows differ so
 * @param example the raw coordinate of one of them, such as {@code raw.listen_events-0-42}
 */
public record Difference(String table, String what, long rows, String example) {

    Difference plus(Difference other) {
        return new Difference(table, what, rows + other.rows, example);
    }
}
