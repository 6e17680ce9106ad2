package io.goldstream.events.schema;

import static io.goldstream.events.schema.Column.optional;

import io.goldstream.events.schema.ColumnType.Scalar;
import java.util.List;

/**
 * Where in Kafka a row was read as it was landed: columns that the sink adds to the topic's own. With the topic's id, since
 * a topic that is made anew has the old one's name and offsets.
 */
public final class LandedCoordinate {

    /** Kafka's own id of the topic, as its tools write it. */
    public static final String TOPIC_ID = "landed_topic_id";

    public static final String PARTITION = "landed_partition";
    public static final String OFFSET = "landed_offset";

    /** In order, last of a landed row. Null in files of before there were these columns. */
    public static final List<Column> COLUMNS = List.of(
            optional(TOPIC_ID, Scalar.STRING, "Kafka's id of the topic that the sink read the row from."),
            optional(PARTITION, Scalar.INTEGER, "The partition of that topic."),
            optional(OFFSET, Scalar.LONG, "The offset in that partition."));

    private LandedCoordinate() {}
}
