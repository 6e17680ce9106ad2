package io.goldstream.events.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A table of the lake, the topic that feeds it, and the schema that both share.
 *
 * @param layer where it belongs
 * @param name its name within the layer, such as {@code listen_events}
 * @param columns what a row of the topic holds, in order; without the partition column, which stands in the files' path
 * @param partitioning how its files are spread over dates
 * @param comment one sentence: what one row is
 */
public record Table(Layer layer, String name, List<Column> columns, Partitioning partitioning, String comment) {

    /** By which UTC date a row's file is filed: the name of the partition column, {@code name=YYYY-MM-DD} in the path. */
    public enum Partitioning {
        /** By the event's own time, the column {@code event_time}. */
        EVENT_DATE("event_date", "The UTC date of event_time."),
        /** By the Kafka record's timestamp. */
        INGEST_DATE("ingest_date", "The UTC date of the raw record's timestamp.");

        private final String column;
        private final String comment;

        Partitioning(String column, String comment) {
            this.column = column;
            this.comment = comment;
        }

        public String column() {
            return column;
        }

        public String comment() {
            return comment;
        }
    }

    public Table {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name()) || column.name().equals(partitioning.column())) {
                throw new IllegalArgumentException(name + " has two columns named " + column.name());
            }
        }
    }

    /** What a landed row holds, in order: the topic's columns, and where the sink read them. */
    public List<Column> landedColumns() {
        return Stream.concat(columns.stream(), LandedCoordinate.COLUMNS.stream())
                .toList();
    }

    /** The topic's name, {@code <layer>.<name>}; Trino's too, as {@code schema.table}. */
    public String topic() {
        return layer.id() + "." + name;
    }
}
