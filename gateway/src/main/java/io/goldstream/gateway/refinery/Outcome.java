package io.goldstream.gateway.refinery;

import io.goldstream.events.intake.ParsedEvent;
import io.goldstream.events.rules.Violation;
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
            return new Duplicate(
                    eventId, "the same event stands at offset " + earlierOffset + " of the same partition");
        }

        static Duplicate replayed(String eventId, int attempt) {
            return new Duplicate(eventId, "the same event was replayed from quarantine as attempt " + attempt);
        }
    }

    /** To quarantine. */
    record Quarantined(String eventId, Kind kind, List<Violation> violations) implements Outcome {

        /** Why a record is in quarantine. */
        enum Kind {
            /** An event that breaks rules. */
            INVALID,
            /** Not an event at all. */
            MALFORMED,
            /** A record at which the refinery failed: nobody knows yet what it is. */
            UNREAD
        }
    }
}
