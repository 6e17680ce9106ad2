package io.goldstream.gateway.refinery;

import io.goldstream.events.Field;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.ParsedEvent;
import io.goldstream.events.intake.Reading;
import io.goldstream.events.rules.Violation;
import java.util.List;
import org.jboss.logging.Logger;

/** Decides what becomes of a raw record. Pure and total: the same record always meets the same outcome. */
final class Refiner {

    private static final Violation EMPTY =
            new Violation("event.value", "", "a record of a raw topic has a value: the event");

    private static final Violation UNREFINED =
            new Violation("event.refinable", "", "an event can be refined; this one met a fault of the platform's own");

    private static final Logger LOG = Logger.getLogger(Refiner.class);

    private final EventReader reader;

    Refiner(EventReader reader) {
        this.reader = reader;
    }

    Outcome refine(RawRecord raw) {
        try {
            return judge(raw);
        } catch (RuntimeException e) {
            // A fault of ours must not stop the partition: the bytes are kept, and can be replayed once it is mended.
            LOG.errorf(e, "%s could not be refined", raw.coordinates());
            return new Outcome.Quarantined(id(raw, null), Outcome.Quarantined.Kind.MALFORMED, List.of(UNREFINED));
        }
    }

    private Outcome judge(RawRecord raw) {
        if (raw.value() == null) {
            return new Outcome.Quarantined(id(raw, null), Outcome.Quarantined.Kind.MALFORMED, List.of(EMPTY));
        }
        return switch (reader.read(raw.type(), raw.value(), raw.receivedAtMillis())) {
            case Reading.Valid(ParsedEvent event) -> new Outcome.Refined(id(raw, event), event);
            case Reading.Invalid(ParsedEvent event, List<Violation> violations) ->
                new Outcome.Quarantined(id(raw, event), Outcome.Quarantined.Kind.INVALID, violations);
            case Reading.Malformed(Violation violation) ->
                new Outcome.Quarantined(id(raw, null), Outcome.Quarantined.Kind.MALFORMED, List.of(violation));
        };
    }

    private static String id(RawRecord raw, ParsedEvent event) {
        if (raw.givenId() != null) {
            return raw.givenId();
        }
        String own = event == null ? null : event.text(Field.EVENT_ID);
        return own != null ? own : raw.coordinates();
    }
}
