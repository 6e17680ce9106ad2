package io.goldstream.events.intake;

import io.goldstream.events.Field;
import io.goldstream.events.rules.Violation;
import java.util.List;

/**
 * What has to be known of an event in order to keep it.
 *
 * @param violations the rules that it breaks; none where it is valid
 * @param key the Kafka key in UTF-8, or null for none
 * @param id the id that its producer gave it, or null
 */
public record Outline(List<Violation> violations, byte[] key, String id) {

    /** Whether the event keeps every rule. */
    public boolean isValid() {
        return violations.isEmpty();
    }

    static Outline of(Reading reading) {
        if (reading instanceof Reading.Valid valid) {
            return of(valid.event(), List.of());
        } else if (reading instanceof Reading.Invalid invalid) {
            return of(invalid.event(), invalid.violations());
        }
        return new Outline(List.of(((Reading.Malformed) reading).violation()), null, null);
    }

    private static Outline of(ParsedEvent event, List<Violation> violations) {
        return new Outline(violations, event.key(), event.text(Field.EVENT_ID));
    }
}
