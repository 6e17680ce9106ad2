package io.goldstream.gateway.quarantine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.goldstream.events.Coordinate;
import io.goldstream.events.EventHeaders;
import io.goldstream.events.rules.Violation;
import io.goldstream.events.schema.QuarantineKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A row of quarantine.events, as the refinery wrote it: what {@link #again} needs of it, and what it is counted by. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
@RegisterForReflection(targets = {QuarantineRow.class, QuarantineRow.HeaderRow.class, Violation.class})
record QuarantineRow(
        String eventId,
        String kind,
        String type,
        String reason,
        List<Violation> violations,
        byte[] key,
        byte[] value,
        List<HeaderRow> headers,
        int attempt,
        long receivedAt,
        String sourceTopic,
        int sourcePartition,
        long sourceOffset) {

    /** A Kafka record's header. */
    record HeaderRow(String key, byte[] value) {}

    /** The raw record that it tells of. */
    String coordinate() {
        return new Coordinate(sourceTopic, sourcePartition, sourceOffset).toString();
    }

    /** The first rule that it breaks; empty for a duplicate, which breaks none. */
    String rule() {
        return violations.isEmpty() ? "" : violations.getFirst().rule();
    }

    /** Whether it has the bytes that could be sent again; a duplicate's event is elsewhere already. */
    boolean isReplayable() {
        return !kind.equals(QuarantineKind.DUPLICATE.id());
    }

    /** Whether the refinery failed at it, and may again. */
    boolean isUnread() {
        return kind.equals(QuarantineKind.UNREAD.id());
    }

    /**
     * The raw record once more: the same bytes, key, id, source and receipt, one attempt later. To the same partition, where
     * a second copy of the event would be told as a duplicate.
     */
    ProducerRecord<byte[], byte[]> again() {
        Headers again = new RecordHeaders();
        headers.forEach(header -> again.add(header.key(), header.value()));
        set(again, EventHeaders.ID, eventId);
        set(again, EventHeaders.TYPE, type);
        set(again, EventHeaders.RECEIVED_AT, Long.toString(receivedAt));
        set(again, EventHeaders.ATTEMPT, Integer.toString(attempt + 1));
        return new ProducerRecord<>(sourceTopic, sourcePartition, null, key, value, again);
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(UTF_8));
    }
}
