package io.goldstream.gateway.refinery;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.goldstream.events.EventType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A landed raw record on standard input: one JSON object on one line, bytes as base64.
 *
 * @param topicId Kafka's id of the topic; null where it is not known
 * @param timestamp in milliseconds since the epoch
 * @param missing whether neither bronze nor quarantine has it
 */
@RegisterForReflection(targets = {RawLine.class, RawLine.HeaderLine.class})
record RawLine(
        String topic,
        String topicId,
        int partition,
        long offset,
        long timestamp,
        byte[] key,
        byte[] value,
        List<HeaderLine> headers,
        boolean missing) {

    private static final ObjectReader JSON = new JsonMapper().readerFor(RawLine.class);

    /** A Kafka record's header. */
    record HeaderLine(String key, byte[] value) {}

    static RawLine of(String json) {
        try {
            return JSON.readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a line is not a raw record: " + e.getMessage(), e);
        }
    }

    TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    /** @param types the raw topics, and the type of each one's events */
    RawRecord record(Map<String, EventType> types) {
        EventType type = types.get(topic);
        if (type == null) {
            throw new IllegalArgumentException(topic + " is no raw topic here; those are " + types.keySet());
        }
        Headers all = new RecordHeaders();
        headers.forEach(header -> all.add(header.key(), header.value()));
        return new RawRecord(type, topic, topicId, partition, offset, timestamp, key, value, all);
    }
}
