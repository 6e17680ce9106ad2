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
     * The same event stands earlier in the log.
     *
     * @param earlierOffset where, in the same raw partition
     */
    record Duplicate(String eventId, long earlierOffset) implements Outcome {}

    /** To quarantine. */
    record Quarantined(String eventId, Kind kind, List<Violation> violations) implements Outcome {

        /** Why a record is in quarantine. */
        enum Kind {
            /** An event that breaks rules. */
            INVALID,
            /** Not an event at all. */
            MALFORMED
        }
    }
}
