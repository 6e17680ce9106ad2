package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.ParsedEvent;
import io.goldstream.events.intake.Reading;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.rules.Violation;
import io.goldstream.events.schema.QuarantineKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells the outcome of a raw record, by the record and by what stands before it in its partition, and by nothing else.
 */
class Classifier {

    private static final Violation EMPTY =
            new Violation("event.value", "", "the record has no value; the event is the value of a raw topic's record");

    static final Violation BEYOND_QUARANTINE = new Violation(
            "event.size",
            "",
            "the record's key and value are larger than a row of " + RecordSizes.ROW
                    + " bytes; they are only in the raw topic, at source_partition and source_offset");
    static final Violation UNREAD = new Violation(
            "event.refinable",
            "",
            "the refinery failed at the record, whose bytes are kept; replay it after the fault is fixed");
    /** Why a record is malformed, beside {@link EventReader#faults()}. */
    private static final List<String> FAULTS = List.of(EMPTY.rule(), BEYOND_QUARANTINE.rule());

    private final EventReader reader;
    private final Predicate<RawRecord> wasReplayed;

    Classifier(EventReader reader) {
        this(reader, raw -> false);
    }

    /**
     * @param wasReplayed which records of the log were sent again from quarantine: their later attempt is the one that
     *     counts. Only a later generation meets them, because a record is refined before it can be replayed
     */
    Classifier(EventReader reader, Predicate<RawRecord> wasReplayed) {
        this.reader = reader;
        this.wasReplayed = wasReplayed;
    }

    /** Whether a record of this type can be quarantined as this kind by a rule of this name. */
    boolean hasRule(QuarantineKind kind, EventType type, String rule) {
        boolean isFault = EventReader.faults().contains(rule);
        return switch (kind) {
            case INVALID -> !isFault && reader.rules(type).contains(rule);
            case MALFORMED -> isFault || FAULTS.contains(rule);
            case UNREAD -> rule.equals(UNREAD.rule());
            case DUPLICATE -> false;
        };
    }

    /**
     * Where the headers have the id, a duplicate is told before anything is read.
     *
     * @param window what stood before it in its partition
     */
    Outcome classify(RawRecord raw, DedupeWindow window) {
        String given = raw.metadata().givenId();
        Reading reading = given == null ? read(raw) : null;
        String id = given == null ? idOf(reading) : given;
        if (id == null) {
            return judge(raw.coordinates(), raw, reading);
        }
        return pass(id, raw, window)
                .<Outcome>map(earlier -> Outcome.Duplicate.of(id, earlier))
                .orElseGet(() -> judge(id, raw, reading));
    }

    /** What becomes of a record that cannot be refined: nothing but its headers is looked at. */
    Outcome classifyUnread(RawRecord raw, DedupeWindow window) {
        String given = raw.metadata().givenId();
        if (given == null) {
            return unread(raw.coordinates(), raw);
        }
        return pass(given, raw, window)
                .<Outcome>map(earlier -> Outcome.Duplicate.of(given, earlier))
                .orElseGet(() -> unread(given, raw));
    }

    /** Remembers a record that was refined before. Only one whose headers have no id is read again. */
    void remember(RawRecord raw, DedupeWindow window) {
        String given = raw.metadata().givenId();
        String id = given == null ? idOf(read(raw)) : given;
        if (id != null) {
            pass(id, raw, window);
        }
    }

    private static Optional<Long> pass(String id, RawRecord raw, DedupeWindow window) {
        return window.pass(
                new DedupeWindow.Identity(
                        raw.metadata().source(), id, raw.metadata().attempt()),
                raw.offset(),
                raw.timestampMillis());
    }

    private Outcome unread(String id, RawRecord raw) {
        return wasReplayed.test(raw)
                ? Outcome.Duplicate.replayed(id, raw.metadata().attempt() + 1)
                : new Outcome.Quarantined(id, QuarantineKind.UNREAD, List.of(UNREAD));
    }

    /** Reads its value, which is where a record can fail. */
    Reading read(RawRecord raw) {
        if (!raw.fitsARow()) {
            return new Reading.Malformed(BEYOND_QUARANTINE);
        }
        return raw.value() == null
                ? new Reading.Malformed(EMPTY)
                : reader.read(raw.type(), raw.value(), raw.receivedAtMillis());
    }

    /** @param reading null where nobody has read it yet */
    private Outcome judge(String id, RawRecord raw, Reading reading) {
        if (wasReplayed.test(raw)) {
            return Outcome.Duplicate.replayed(id, raw.metadata().attempt() + 1);
        }
        return switch (reading == null ? read(raw) : reading) {
            case Reading.Valid(ParsedEvent event) -> new Outcome.Refined(id, event);
            case Reading.Invalid(ParsedEvent event, List<Violation> violations) ->
                new Outcome.Quarantined(id, QuarantineKind.INVALID, violations);
            case Reading.Malformed(Violation violation) ->
                new Outcome.Quarantined(id, QuarantineKind.MALFORMED, List.of(violation));
        };
    }

    /** The id that the client gave within the event; null where only its coordinates tell it apart. */
    private static String idOf(Reading reading) {
        return switch (reading) {
            case Reading.Valid(ParsedEvent event) -> event.text(Field.EVENT_ID);
            // What is wrong with it may be the id.
            case Reading.Invalid(ParsedEvent event, List<Violation> violations) ->
                violations.stream().anyMatch(violation -> violation.pointer().equals(Field.EVENT_ID.pointer()))
                        ? null
                        : event.text(Field.EVENT_ID);
            case Reading.Malformed malformed -> null;
        };
    }
}
