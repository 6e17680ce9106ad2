package io.goldstream.events.rules;

import java.util.Optional;
import java.util.Set;

/** What one annotation asks of one field: the form in which checks and JSON Schema share it. */
public sealed interface Constraint {

    /** The last part of the rule's name. */
    String suffix();

    /** There is a value; a text is more than blanks. */
    record Required() implements Constraint {
        @Override
        public String suffix() {
            return "required";
        }
    }

    /** There is a user, under a condition on other fields. */
    record UserRequired(RequiresUser.When when) implements Constraint {
        @Override
        public String suffix() {
            return "required";
        }
    }

    /** A number above 0. */
    record Positive() implements Constraint {
        @Override
        public String suffix() {
            return "positive";
        }
    }

    /** A number of 0 or more. */
    record NotNegative() implements Constraint {
        @Override
        public String suffix() {
            return "not_negative";
        }
    }

    /** A number within bounds, both inclusive. */
    record Range(Optional<Double> minimum, Optional<Double> maximum) implements Constraint {
        @Override
        public String suffix() {
            return "range";
        }
    }

    /** A text of at most so many characters (Unicode code points), as it was sent. */
    record Length(int maximum) implements Constraint {
        @Override
        public String suffix() {
            return "length";
        }
    }

    /** One of these texts. */
    record Allowed(Set<String> values) implements Constraint {
        public Allowed {
            values = Set.copyOf(values);
        }

        @Override
        public String suffix() {
            return "allowed";
        }
    }

    /** An instant not before this one, in milliseconds since the epoch. */
    record NotBeforeMillis(long first) implements Constraint {
        @Override
        public String suffix() {
            return "too_old";
        }
    }

    /** An instant at most so many milliseconds after the platform received the event. */
    record NotAfterReceiptMillis(long tolerance) implements Constraint {
        @Override
        public String suffix() {
            return "in_future";
        }
    }
}
