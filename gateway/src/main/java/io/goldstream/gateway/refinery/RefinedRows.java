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
record RefinedRows(Outcome outcome, byte[] key, List<Row> rows) {

    private static final Logger LOG = Logger.getLogger(RefinedRows.class);
    private static final Violation TOO_LARGE = new Violation(
            "event.size",
            "",
            "after repairs and with its key, the event's row is larger than " + RecordSizes.ROW
                    + " bytes; send a smaller event");

    /** What goes to one topic. */
    record Row(String topic, byte[] value) {}

    /** Returns for every record, unless the virtual machine itself fails or the record takes for ever. */
    static RefinedRows of(
            RawRecord raw, Classifier classifier, DedupeWindow window, RowEncoder encoder, OutputTopics topics) {
        String id = raw.metadata().givenId();
        try {
            Outcome outcome = classifier.classify(raw, window);
            id = outcome.eventId();
            RefinedRows rows = write(raw, outcome, encoder, topics);
            return rows.fits(raw) ? rows : quarantine(raw, id, QuarantineKind.MALFORMED, TOO_LARGE, encoder, topics);
        } catch (RuntimeException | StackOverflowError e) {
            // It would fail again and again. The bytes are kept, and can be replayed once the fault is mended.
            LOG.errorf(e, "%s could not be refined; it goes into the quarantine as unread", raw.coordinates());
            return quarantine(
                    raw,
                    id == null ? raw.coordinates() : id,
                    QuarantineKind.UNREAD,
                    Classifier.UNREAD,
                    encoder,
                    topics);
        }
    }

    /** What becomes of a record that is not to be read. */
    static RefinedRows setAside(
            RawRecord raw, Classifier classifier, DedupeWindow window, RowEncoder encoder, OutputTopics topics) {
        return switch (classifier.classifyUnread(raw, window)) {
            case Outcome.Quarantined(String id, var kind, var violations) ->
                quarantine(raw, id, kind, violations.getFirst(), encoder, topics);
            case Outcome other -> write(raw, other, encoder, topics);
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
                raw.metadata().forwarded().toArray());
    }

    private static RefinedRows write(RawRecord raw, Outcome outcome, RowEncoder encoder, OutputTopics topics) {
        return switch (outcome) {
            case Outcome.Refined refined ->
                new RefinedRows(
                        outcome,
                        refined.event().key(),
                        List.of(
                                new Row(topics.bronze().get(raw.type()), encoder.bronze(raw, refined)),
                                new Row(topics.silver().get(raw.type()), encoder.silver(raw, refined))));
            case Outcome.Quarantined quarantined ->
                quarantine(outcome, encoder.quarantine(fitting(raw), quarantined), topics);
            case Outcome.Duplicate duplicate ->
                quarantine(outcome, encoder.quarantine(fitting(raw), duplicate), topics);
        };
    }

    private static RefinedRows quarantine(
            RawRecord raw,
            String eventId,
            QuarantineKind kind,
            Violation violation,
            RowEncoder encoder,
            OutputTopics topics) {
        Outcome.Quarantined outcome = new Outcome.Quarantined(eventId, kind, List.of(violation));
        RefinedRows whole = quarantine(outcome, encoder.quarantine(fitting(raw), outcome), topics);
        return whole.fits(raw) ? whole : withoutBytes(raw, encoder, topics);
    }

    /** Without bytes that no row takes: not even to be looked at are they made longer. */
    private static RawRecord fitting(RawRecord raw) {
        return raw.fitsARow() ? raw : raw.withoutBytes();
    }

    /** Others write to raw topics compressed, so that what is larger than any row can stand there. */
    private static RefinedRows withoutBytes(RawRecord raw, RowEncoder encoder, OutputTopics topics) {
        Outcome.Quarantined outcome = new Outcome.Quarantined(
                raw.coordinates(), QuarantineKind.MALFORMED, List.of(Classifier.BEYOND_QUARANTINE));
        return quarantine(outcome, encoder.quarantine(raw.withoutBytes(), outcome), topics);
    }

    /** Without a key: the row holds the raw record's, and both of them may not fit. */
    private static RefinedRows quarantine(Outcome outcome, byte[] row, OutputTopics topics) {
        return new RefinedRows(outcome, null, List.of(new Row(topics.quarantine(), row)));
    }
}
