package io.goldstream.gateway.refinery;

import io.goldstream.events.rules.Violation;
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
    private static final Violation TOO_LARGE = new Violation(
            "event.size", "", "an event's row, after repairs, is at most " + Rows.MAX_BYTES + " bytes long");
    private static final Violation BEYOND_QUARANTINE = new Violation(
            "event.size",
            "",
            "an event and its key fit a row of " + Rows.MAX_BYTES
                    + " bytes; this one's bytes stand only in the raw topic, at source_partition and source_offset");
    private static final Violation UNREFINED =
            new Violation("event.refinable", "", "an event can be refined; this one met a fault of the platform's own");

    /** What goes to one topic. */
    record Row(String topic, byte[] value) {}

    static Refinement of(RawRecord raw, Refiner refiner, DedupeWindow window, Rows rows, Outputs outputs) {
        try {
            Refinement refinement = write(raw, refiner.refine(raw, window), rows, outputs);
            return refinement.fits()
                    ? refinement
                    : quarantine(raw, refinement.outcome().eventId(), TOO_LARGE, rows, outputs);
        } catch (RuntimeException | StackOverflowError e) {
            // A fault of ours must not stop the partition: the bytes are kept, and can be replayed once it is mended.
            LOG.errorf(e, "%s could not be refined", raw.coordinates());
            return quarantine(raw, raw.coordinates(), UNREFINED, rows, outputs);
        }
    }

    private boolean fits() {
        for (Row row : rows) {
            if (row.value().length > Rows.MAX_BYTES) {
                return false;
            }
        }
        return true;
    }

    private static Refinement write(RawRecord raw, Outcome outcome, Rows rows, Outputs outputs) {
        return switch (outcome) {
            case Outcome.Refined refined ->
                new Refinement(
                        outcome,
                        refined.event().key(),
                        List.of(
                                new Row(outputs.bronze().get(raw.type()), rows.bronze(raw, refined)),
                                new Row(outputs.silver().get(raw.type()), rows.silver(raw, refined))));
            case Outcome.Quarantined quarantined -> quarantine(outcome, rows.quarantine(raw, quarantined), outputs);
            case Outcome.Duplicate duplicate -> quarantine(outcome, rows.quarantine(raw, duplicate), outputs);
        };
    }

    private static Refinement quarantine(
            RawRecord raw, String eventId, Violation violation, Rows rows, Outputs outputs) {
        Outcome.Quarantined outcome =
                new Outcome.Quarantined(eventId, Outcome.Quarantined.Kind.MALFORMED, List.of(violation));
        byte[] row = rows.quarantine(raw, outcome);
        return row.length <= Rows.MAX_BYTES ? quarantine(outcome, row, outputs) : withoutBytes(raw, rows, outputs);
    }

    /** Others write to raw topics compressed, so that what is larger than any row can stand there. */
    private static Refinement withoutBytes(RawRecord raw, Rows rows, Outputs outputs) {
        Outcome.Quarantined outcome = new Outcome.Quarantined(
                raw.coordinates(), Outcome.Quarantined.Kind.MALFORMED, List.of(BEYOND_QUARANTINE));
        return quarantine(outcome, rows.quarantine(raw.withoutBytes(), outcome), outputs);
    }

    /** Without a key: the row holds the raw record's, and both of them may not fit. */
    private static Refinement quarantine(Outcome outcome, byte[] row, Outputs outputs) {
        return new Refinement(outcome, null, List.of(new Row(outputs.quarantine(), row)));
    }
}
