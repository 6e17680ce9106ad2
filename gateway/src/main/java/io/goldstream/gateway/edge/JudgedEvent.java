package io.goldstream.gateway.edge;

import io.goldstream.events.EventType;
import io.goldstream.events.protocol.Verdict;
import io.goldstream.events.rules.Violation;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One event of a request with its verdict.
 *
 * @param type null where none could be told
 * @param id the event's id; null where none could be told
 * @param violations the rules that it breaks
 * @param record what goes to Kafka if the event is kept; null where nothing is to be kept
 */
record JudgedEvent(
        EventType type, String id, Verdict verdict, List<Violation> violations, ProducerRecord<byte[], byte[]> record) {

    /** An event of which nothing is to be kept. */
    static JudgedEvent rejected(EventType type, String id, Violation violation) {
        return new JudgedEvent(type, id, Verdict.REJECTED, List.of(violation), null);
    }

    /** The same event with another verdict: what Kafka, or another event of the request, made of it. */
    JudgedEvent as(Verdict other) {
        return new JudgedEvent(type, id, other, violations, record);
    }
}
