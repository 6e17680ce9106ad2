package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.events.EventHeaders;
import io.goldstream.events.EventType;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record of a raw topic, and what its headers say of it where the edge wrote it. Others write to raw topics too, so
 * every header may be missing or wrong.
 *
 * @param timestampMillis the record's timestamp, in milliseconds since the epoch
 * @param key as it came, or null
 * @param value as it came, or null
 */
record RawRecord(
        EventType type,
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        byte[] key,
        byte[] value,
        Headers headers) {

    private static final int MAX_ID_LENGTH = 200;

    /** What of its headers goes on with the rows that are made of it: its envelope, and the trace that it is part of. */
    private static final List<String> FORWARDED = List.of(
            EventHeaders.SPEC_VERSION,
            EventHeaders.ID,
            EventHeaders.TYPE,
            EventHeaders.SOURCE,
            EventHeaders.TIME,
            EventHeaders.TRACE_PARENT,
            EventHeaders.TRACE_STATE);

    /** Longer ones stay behind, so that they cannot make a row too large for its topic. */
    private static final int MAX_FORWARDED_BYTES = 1024;

    /** 9999-12-31T23:59:59.999Z: what SQL engines can show as a timestamp. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    static RawRecord of(EventType type, ConsumerRecord<byte[], byte[]> record) {
        return new RawRecord(
                type,
                record.topic(),
                record.partition(),
                record.offset(),
                Math.max(0, record.timestamp()), // some producers write none, which is -1
                record.key(),
                record.value(),
                record.headers());
    }

    /** The same record, without key and value. */
    RawRecord withoutBytes() {
        return new RawRecord(type, topic, partition, offset, timestampMillis, null, null, headers);
    }

    /** The id that the edge gave; else null, as for one that the contract does not allow. */
    String givenId() {
        String id = header(EventHeaders.ID);
        return id == null || id.isBlank() || id.length() > MAX_ID_LENGTH ? null : id;
    }

    /** The id of a record that has none: where it came from. */
    String coordinates() {
        return topic + "-" + partition + "-" + offset;
    }

    /** When the edge received it; for a record written straight to the topic, its timestamp. */
    long receivedAtMillis() {
        return number(EventHeaders.RECEIVED_AT, LAST_MILLIS, timestampMillis);
    }

    /** Who sent it, where that is said; else empty. */
    String source() {
        String source = header(EventHeaders.SOURCE);
        return source == null ? "" : source;
    }

    /** 0 for the first try. */
    int attempt() {
        return (int) number(EventHeaders.ATTEMPT, Integer.MAX_VALUE, 0);
    }

    /** The headers of the rows that are made of it. */
    Headers forwarded() {
        Headers forwarded = new RecordHeaders();
        for (String name : FORWARDED) {
            Header header = headers.lastHeader(name);
            if (header != null && header.value() != null && header.value().length <= MAX_FORWARDED_BYTES) {
                forwarded.add(header);
            }
        }
        return forwarded;
    }

    private long number(String header, long maximum, long otherwise) {
        String text = header(header);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            return number >= 0 && number <= maximum ? number : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private String header(String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
