package io.goldstream.events.intake;

import io.goldstream.events.Field;
import io.goldstream.events.rules.Violation;
import java.util.List;

/**
 * What has to be known of an event in order to keep it.
 *
 * @param violations the rules that it breaks; none where it is valid
 * @param key the Kafka key in UTF-8, or null for none
 * @param id the id that its producer gave it; null where there is none, or where it breaks a rule
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
        return new Outline(violations, event.key(), id(event, violations));
    }

    /** An id that breaks a rule names nothing: it may be as long as the event. */
    private static String id(ParsedEvent event, List<Violation> violations) {
        String pointer = Field.EVENT_ID.pointer();
        boolean isWrong =
                violations.stream().anyMatch(violation -> violation.pointer().equals(pointer));
        return isWrong ? null : event.text(Field.EVENT_ID);
    }
}
