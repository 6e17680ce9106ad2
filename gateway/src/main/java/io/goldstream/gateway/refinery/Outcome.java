package io.goldstream.gateway.refinery;

import io.goldstream.events.intake.ParsedEvent;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.events.rules.Violation;
import io.goldstream.events.schema.QuarantineKind;
import java.util.List;

/** What becomes of a raw record: exactly one of these, always. */
sealed interface Outcome {

    /** The event's id. */
    String eventId();

    /** To bronze and silver. */
    record Refined(String eventId, ParsedEvent event) implements Outcome {}

    /**
     * The same event stands elsewhere in the log, and counts there.
     *
     * @param reason where, as a sentence
     */
    record Duplicate(String eventId, String reason) implements Outcome {

        static Duplicate of(String eventId, long earlierOffset) {
            return new Duplicate(eventId, "the same event is at offset " + earlierOffset + " of the same partition");
        }

        static Duplicate replayed(String eventId, int attempt) {
            return new Duplicate(eventId, RefineryProtocol.REPLAYED_AS + attempt);
        }
    }

    /** To quarantine. */
    record Quarantined(String eventId, QuarantineKind kind, List<Violation> violations) implements Outcome {}
}
