package io.goldstream.gateway.refinery;

import io.goldstream.events.Field;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.ParsedEvent;
import io.goldstream.events.intake.Reading;
import io.goldstream.events.rules.Violation;
import java.util.List;
import java.util.function.Predicate;

/**
 * Decides what becomes of a raw record. It depends on the record and on
 * what stands before it in its partition, and on nothing else.
 */
final class Refiner {

    private static final Violation EMPTY =
            new Violation("event.value", "", "a record of a raw topic has a value: the event");

    private final EventReader reader;
    private final Predicate<RawRecord> wasReplayed;

    Refiner(EventReader reader) {
        this(reader, raw -> false);
    }

    /**
     * @param wasReplayed which records of the log were sent again from quarantine: their later attempt is the one that
     *     counts. Only a later generation meets them, because a record is refined before it can be replayed
     */
    Refiner(EventReader reader, Predicate<RawRecord> wasReplayed) {
        this.reader = reader;
        this.wasReplayed = wasReplayed;
    }

    /**
     * @param window what stood before it in its partition
     */
    Outcome refine(RawRecord raw, DedupeWindow window) {
        Reading reading = read(raw);
        String id = givenId(raw, reading);
        if (id == null) {
            return judge(raw.coordinates(), raw, reading);
        }
        return window.pass(
                        new DedupeWindow.Identity(
                                raw.envelope().source(), id, raw.envelope().attempt()),
                        raw.offset(),
                        raw.timestampMillis())
                .<Outcome>map(earlier -> Outcome.Duplicate.of(id, earlier))
                .orElseGet(() -> judge(id, raw, reading));
    }

    private Reading read(RawRecord raw) {
        return raw.value() == null
                ? new Reading.Malformed(EMPTY)
                : reader.read(raw.type(), raw.value(), raw.receivedAtMillis());
    }

    private Outcome judge(String id, RawRecord raw, Reading reading) {
        if (wasReplayed.test(raw)) {
            return Outcome.Duplicate.replayed(id, raw.envelope().attempt() + 1);
        }
        return switch (reading) {
            case Reading.Valid(ParsedEvent event) -> new Outcome.Refined(id, event);
            case Reading.Invalid(ParsedEvent event, List<Violation> violations) ->
                new Outcome.Quarantined(id, Outcome.Quarantined.Kind.INVALID, violations);
            case Reading.Malformed(Violation violation) ->
                new Outcome.Quarantined(id, Outcome.Quarantined.Kind.MALFORMED, List.of(violation));
        };
    }

    /** The id that the edge or the client gave; null where only its coordinates tell it apart. */
    private static String givenId(RawRecord raw, Reading reading) {
        if (raw.envelope().givenId() != null) {
            return raw.envelope().givenId();
        }
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
