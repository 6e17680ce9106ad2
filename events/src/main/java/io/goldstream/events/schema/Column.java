package io.goldstream.events.schema;

/**
 * One column of a table, and the JSON property of the same name in the topic that feeds it.
 *
 * @param name snake_case
 * @param type how it is stored
 * @param required whether every row has a value
 * @param comment one sentence for whoever queries it, with the unit where there is one
 */
public record Column(String name, ColumnType type, boolean required, String comment) {

    static Column required(String name, ColumnType type, String comment) {
        return new Column(name, type, true, comment);
    }

    static Column optional(String name, ColumnType type, String comment) {
        return new Column(name, type, false, comment);
    }
}
