package io.goldstream.gateway.refinery;

import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.rules.Violation;
import io.goldstream.events.schema.QuarantineKind;
import java.util.List;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.jboss.logging.Logger;

/**
 * An outcome and the rows that tell of it. Whatever the record, there is an outcome whose rows Kafka takes: one that
 * cannot be refined is quarantined as {@code unread}, and one whose rows are too large, without its bytes.
 *
 * @param key the rows' key, or null
 */
record Refinement(Outcome outcome, byte[] key, List<Row> rows) {

    private static final Logger LOG = Logger.getLogger(Refinement.class);
    private static final Violation TOO_LARGE = new Violation(
            "event.size",
            "",
            "an event's row, after repairs and with its key, is at most " + RecordSizes.ROW + " bytes long");

    /** What goes to one topic. */
    record Row(String topic, byte[] value) {}

    /** Returns for every record, unless the virtual machine itself fails or the record takes for ever. */
    static Refinement of(RawRecord raw, Refiner refiner, DedupeWindow window, Rows rows, Outputs outputs) {
        String id = raw.envelope().givenId();
        try {
            Outcome outcome = refiner.refine(raw, window);
            id = outcome.eventId();
            Refinement refinement = write(raw, outcome, rows, outputs);
            return refinement.fits(raw)
                    ? refinement
                    : quarantine(raw, id, QuarantineKind.MALFORMED, TOO_LARGE, rows, outputs);
        } catch (RuntimeException | StackOverflowError e) {
            // It would fail again and again. The bytes are kept, and can be replayed once the fault is mended.
            LOG.errorf(e, "%s could not be refined", raw.coordinates());
            return quarantine(
                    raw, id == null ? raw.coordinates() : id, QuarantineKind.UNREAD, Refiner.UNREAD, rows, outputs);
        }
    }

    /** What becomes of a record that is not to be read. */
    static Refinement setAside(RawRecord raw, Refiner refiner, DedupeWindow window, Rows rows, Outputs outputs) {
        return switch (refiner.setAside(raw, window)) {
            case Outcome.Quarantined(String id, var kind, var violations) ->
                quarantine(raw, id, kind, violations.getFirst(), rows, outputs);
            case Outcome other -> write(raw, other, rows, outputs);
        };
    }

    private boolean fits(RawRecord raw) {
        for (Row row : rows) {
            if (size(raw, key, row.value()) > RecordSizes.ROW) {
                return false;
            }
        }
        return true;
    }

    /** As Kafka's client estimates it, before compression, on which nothing must depend. */
    private static int size(RawRecord raw, byte[] key, byte[] value) {
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                key,
                value,
                raw.envelope().forwarded().toArray());
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
            case Outcome.Quarantined quarantined ->
                quarantine(outcome, rows.quarantine(fitting(raw), quarantined), outputs);
            case Outcome.Duplicate duplicate -> quarantine(outcome, rows.quarantine(fitting(raw), duplicate), outputs);
        };
    }

    private static Refinement quarantine(
            RawRecord raw, String eventId, QuarantineKind kind, Violation violation, Rows rows, Outputs outputs) {
        Outcome.Quarantined outcome = new Outcome.Quarantined(eventId, kind, List.of(violation));
        Refinement whole = quarantine(outcome, rows.quarantine(fitting(raw), outcome), outputs);
        return whole.fits(raw) ? whole : withoutBytes(raw, rows, outputs);
    }

    /** Without bytes that no row takes: not even to be looked at are they made longer. */
    private static RawRecord fitting(RawRecord raw) {
        return raw.fitsARow() ? raw : raw.withoutBytes();
    }

    /** Others write to raw topics compressed, so that what is larger than any row can stand there. */
    private static Refinement withoutBytes(RawRecord raw, Rows rows, Outputs outputs) {
        Outcome.Quarantined outcome = new Outcome.Quarantined(
                raw.coordinates(), QuarantineKind.MALFORMED, List.of(Refiner.BEYOND_QUARANTINE));
        return quarantine(outcome, rows.quarantine(raw.withoutBytes(), outcome), outputs);
    }

    /** Without a key: the row holds the raw record's, and both of them may not fit. */
    private static Refinement quarantine(Outcome outcome, byte[] row, Outputs outputs) {
        return new Refinement(outcome, null, List.of(new Row(outputs.quarantine(), row)));
    }
}
