package io.goldstream.connect.sink.layout;

import org.apache.kafka.connect.sink.SinkRecord;

/** A piece of a path template: a literal or a variable. */
interface PathPart {
    void append(SinkRecord record, StringBuilder path);

    /** For messages: the record by its coordinates. */
    static String at(SinkRecord record) {
        return record.originalTopic() + "-" + record.originalKafkaPartition() + "@" + record.originalKafkaOffset();
    }
}
