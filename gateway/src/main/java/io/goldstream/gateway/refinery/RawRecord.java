package io.goldstream.gateway.refinery;

import io.goldstream.events.Coordinate;
import io.goldstream.events.EventType;
import io.goldstream.events.kafka.RecordSizes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A record of a raw topic.
 *
 * @param topicId Kafka's id of the topic; null where it is not known
 * @param timestampMillis the record's timestamp, in milliseconds since the epoch
 * @param key as it came, or null
 * @param value as it came, or null
 * @param metadata what its headers say
 */
record RawRecord(
        EventType type,
        String topic,
        String topicId,
        int partition,
        long offset,
        long timestampMillis,
        byte[] key,
        byte[] value,
        Headers headers,
        EventMetadata metadata) {

    RawRecord(
            EventType type,
            String topic,
            String topicId,
            int partition,
            long offset,
            long timestampMillis,
            byte[] key,
            byte[] value,
            Headers headers) {
        this(type, topic, topicId, partition, offset, timestampMillis, key, value, headers, EventMetadata.of(headers));
    }

    static RawRecord of(EventType type, String topicId, ConsumerRecord<byte[], byte[]> record) {
        return new RawRecord(
                type,
                record.topic(),
                topicId,
                record.partition(),
                record.offset(),
                Math.max(0, record.timestamp()), // some producers write none, which is -1
                record.key(),
                record.value(),
                record.headers());
    }

    /** The same record, without key and value. */
    RawRecord withoutBytes() {
        return new RawRecord(type, topic, topicId, partition, offset, timestampMillis, null, null, headers, metadata);
    }

    /** Whether key and value could stand in a row. What is larger is not read, so that it takes no memory but its own. */
    boolean fitsARow() {
        return (key == null ? 0L : key.length) + (value == null ? 0L : value.length) <= RecordSizes.ROW;
    }

    /** The id of a record that has none: where it came from. */
    String coordinates() {
        return new Coordinate(topic, partition, offset).toString();
    }

    /** When the edge received it; for a record written straight to the topic, its timestamp. */
    long receivedAtMillis() {
        return metadata.receivedAtMillis() == EventMetadata.UNKNOWN ? timestampMillis : metadata.receivedAtMillis();
    }
}
