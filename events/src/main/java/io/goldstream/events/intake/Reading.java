package io.goldstream.events.intake;

import io.goldstream.events.rules.Violation;
import java.util.List;

/** What {@link EventReader} makes of some bytes. */
public sealed interface Reading {

    /** An event that keeps every rule. */
    record Valid(ParsedEvent event) implements Reading {}

    /**
     * An event that breaks rules.
     *
     * @param event what could be read of it
     * @param violations at least one
     */
    record Invalid(ParsedEvent event, List<Violation> violations) implements Reading {
        public Invalid {
            violations = List.copyOf(violations);
        }
    }

    /**
     * Bytes that are not an event at all.
     *
     * @param violation why
     */
    record Malformed(Violation violation) implements Reading {}
}
