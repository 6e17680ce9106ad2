package io.goldstream.gateway.refinery;

import io.goldstream.events.rules.Violation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * An outcome and the rows that tell of it. Making one is total: whatever the record, and whatever faults ours has, there is
 * an outcome whose rows Kafka takes; so nothing can poison the loop.
 *
 * @param key the rows' key, or null
 */
record Refinement(Outcome outcome, byte[] key, List<Row> rows) {

    private static final Logger LOG = Logger.getLogger(Refinement.class);
    private static final String QUARANTINE =
            Tables.of(Layer.QUARANTINE).getFirst().topic();
    private static final Violation TOO_LARGE = new Violation(
            "event.size", "", "an event's row, after repairs, is at most " + Rows.MAX_BYTES + " bytes long");
    private static final Violation UNREFINED =
            new Violation("event.refinable", "", "an event can be refined; this one met a fault of the platform's own");

    /** What goes to one topic. */
    record Row(String topic, byte[] value) {}

    static Refinement of(RawRecord raw, Refiner refiner, DedupeWindow window, Rows rows) {
        try {
            Refinement refinement = write(raw, refiner.refine(raw, window), rows);
            boolean fits = refinement.rows().stream().allMatch(row -> row.value().length <= Rows.MAX_BYTES);
            return fits ? refinement : quarantine(raw, refinement.outcome().eventId(), TOO_LARGE, rows);
        } catch (RuntimeException e) {
            // A fault of ours must not stop the partition: the bytes are kept, and can be replayed once it is mended.
            LOG.errorf(e, "%s could not be refined", raw.coordinates());
            return quarantine(raw, raw.coordinates(), UNREFINED, rows);
        }
    }

    private static Refinement write(RawRecord raw, Outcome outcome, Rows rows) {
        return switch (outcome) {
            case Outcome.Refined refined ->
                new Refinement(
                        outcome,
                        Rows.key(refined.event()),
                        List.of(
                                new Row(Tables.of(Layer.BRONZE, raw.type()).topic(), rows.bronze(raw, refined)),
                                new Row(Tables.of(Layer.SILVER, raw.type()).topic(), rows.silver(raw, refined))));
            case Outcome.Quarantined quarantined -> quarantine(raw, quarantined, rows.quarantine(raw, quarantined));
            case Outcome.Duplicate duplicate -> quarantine(raw, duplicate, rows.quarantine(raw, duplicate));
        };
    }

    private static Refinement quarantine(RawRecord raw, String eventId, Violation violation, Rows rows) {
        Outcome.Quarantined outcome =
                new Outcome.Quarantined(eventId, Outcome.Quarantined.Kind.MALFORMED, List.of(violation));
        return quarantine(raw, outcome, rows.quarantine(raw, outcome));
    }

    /** Without a key: the row holds the raw record's, and both of them may not fit. */
    private static Refinement quarantine(RawRecord raw, Outcome outcome, byte[] row) {
        return new Refinement(outcome, null, List.of(new Row(QUARANTINE, row)));
    }
}
