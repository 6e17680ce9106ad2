package io.goldstream.events.intake;

import io.goldstream.events.Common;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.repair.Repairs;
import io.goldstream.events.rules.AtMost;
import io.goldstream.events.rules.Constraint;
import io.goldstream.events.rules.HasText;
import io.goldstream.events.rules.NotAfterReceipt;
import io.goldstream.events.rules.NotBefore;
import io.goldstream.events.rules.OneOf;
import io.goldstream.events.rules.RequiresUser;
import io.goldstream.events.rules.Violation;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of one type, compiled from the constraints on its record: the annotations say what holds, this says it
 * fast, without an object per event. A test holds both equal, with Hibernate Validator as the reference, and so does the
 * gateway when it starts ({@link RulesComparison}).
 */
public final class Rules {

    /** Changes whenever a rule or a repair does; every verdict is recorded with it. */
    public static final String VERSION = "3";

    /**
     * One rule.
     *
     * @param violation what is reported where it is broken
     */
    public record Rule(Field field, Constraint constraint, Violation violation) {}

    private interface Check {
        boolean holds(ParsedEvent event);
    }

    private final List<Rule> rules;
    /** The rules that are checked when an event was read, and how; those of a text's length are checked while it is read. */
    private final List<Rule> checked;

    private final List<Check> checks;
    private final Map<Field, Rule> lengths = new EnumMap<>(Field.class);
    private final Set<Field> required = EnumSet.noneOf(Field.class);
    private final Set<Field> listed = EnumSet.noneOf(Field.class);

    /** @throws IllegalStateException if there is none: a type without rules would accept everything in silence */
    Rules(EventType type, List<Rule> rules) {
        if (rules.isEmpty()) {
            throw new IllegalStateException(
                    "no rules are known for events of type " + type.id() + ": the annotations of "
                            + type.record().getName()
                            + " were not found. In a native executable, the class has to be registered for"
                            + " reflection");
        }
        this.rules = List.copyOf(rules);
        this.checked = rules.stream()
                .filter(rule -> !(rule.constraint() instanceof Constraint.Length))
                .toList();
        this.checks = checked.stream()
                .map(rule -> check(rule.field(), rule.constraint()))
                .toList();
        for (Rule rule : rules) {
            if (rule.constraint() instanceof Constraint.Length) {
                lengths.put(rule.field(), rule);
            } else if (rule.constraint() instanceof Constraint.Allowed) {
                listed.add(rule.field());
            }
            if (rule.constraint() instanceof Constraint.Required
                    || rule.constraint() instanceof Constraint.UserRequired user
                            && user.when() == RequiresUser.When.ALWAYS) {
                required.add(rule.field());
            }
        }
    }

    /** The rules as the annotations state them. */
    public static Rules of(EventType type) {
        return of(type, null);
    }

    /**
     * @param firstDate the first UTC date that an event may have; null for the one that the annotations state
     */
    public static Rules of(EventType type, LocalDate firstDate) {
        return new Rules(type, compile(type, firstDate));
    }

    /**
     * The rule that one annotation states.
     *
     * @param field the annotation's, or where it stands at the type, the violation's
     * @param firstDate the first UTC date that an event may have; null for the one that the annotation states
     * @throws IllegalStateException if there is no such constraint
     */
    static Rule rule(EventType type, Field field, Annotation annotation, LocalDate firstDate) {
        if (annotation instanceof NotNull it) {
            return rule(type, field, new Constraint.Required(), it.message());
        } else if (annotation instanceof HasText it) {
            return rule(type, field, new Constraint.Required(), it.message());
        } else if (annotation instanceof RequiresUser it) {
            return rule(type, field, new Constraint.UserRequired(it.when()), it.message());
        } else if (annotation instanceof Positive it) {
            return rule(type, field, new Constraint.Positive(), it.message());
        } else if (annotation instanceof PositiveOrZero it) {
            return rule(type, field, new Constraint.NotNegative(), it.message());
        } else if (annotation instanceof Min it) {
            return rule(type, field, atLeast(it.value()), it.message());
        } else if (annotation instanceof Max it) {
            return rule(type, field, atMost(it.value()), it.message());
        } else if (annotation instanceof DecimalMin it) {
            return rule(type, field, atLeast(Double.parseDouble(it.value())), it.message());
        } else if (annotation instanceof DecimalMax it) {
            return rule(type, field, atMost(Double.parseDouble(it.value())), it.message());
        } else if (annotation instanceof AtMost it) {
            return rule(type, field, new Constraint.Length(it.characters()), it.message());
        } else if (annotation instanceof OneOf it) {
            return rule(type, field, new Constraint.Allowed(Set.of(it.value())), it.message());
        } else if (annotation instanceof NotBefore it) {
            LocalDate first = firstDate != null ? firstDate : LocalDate.parse(it.value());
            long firstMillis = first.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            return rule(type, field, new Constraint.NotBeforeMillis(firstMillis), it.message());
        } else if (annotation instanceof NotAfterReceipt it) {
            return rule(type, field, new Constraint.NotAfterReceiptMillis(it.minutes() * 60_000L), it.message());
        }
        throw new IllegalStateException("no constraint is known for " + annotation + " on " + field.jsonName());
    }

    private static Rule rule(EventType type, Field field, Constraint constraint, String message) {
        return new Rule(field, constraint, violation(type, field, constraint.suffix(), message));
    }

    private static Constraint atLeast(double minimum) {
        return new Constraint.Range(Optional.of(minimum), Optional.empty());
    }

    private static Constraint atMost(double maximum) {
        return new Constraint.Range(Optional.empty(), Optional.of(maximum));
    }

    /** Every rule, in the order in which they are checked. */
    public List<Rule> all() {
        return rules;
    }

    /** Whether an event without the field is never valid. */
    public boolean isRequired(Field field) {
        return required.contains(field);
    }

    /** Whether a field holds one of a few words, to the letter. */
    boolean isListed(Field field) {
        return listed.contains(field);
    }

    /** What a text breaks by its length alone, as it was sent; null where that is nothing. */
    Violation tooLong(Field field, String sent) {
        Rule rule = lengths.get(field);
        return rule == null || AtMost.Validator.isKept(sent, ((Constraint.Length) rule.constraint()).maximum())
                ? null
                : rule.violation();
    }

    /** The names of all rules. */
    public List<String> names() {
        return rules.stream().map(rule -> rule.violation().rule()).distinct().toList();
    }

    /** The rules that the event breaks, beside {@link #tooLong}; none is an empty list. */
    public List<Violation> check(ParsedEvent event) {
        List<Violation> violations = List.of();
        for (int i = 0; i < checks.size(); i++) {
            if (!checks.get(i).holds(event)) {
                if (violations.isEmpty()) {
                    violations = new ArrayList<>();
                }
                violations.add(checked.get(i).violation());
            }
        }
        return violations;
    }

    /** A violation on a field, by the naming that all rules share. */
    static Violation violation(EventType type, Field field, String suffix, String message) {
        return new Violation(name(type, field, suffix), field.pointer(), message);
    }

    /** The name of the rule that a field's value is of the field's JSON type. */
    static String ofType(EventType type, Field field) {
        return name(type, field, "type");
    }

    private static String name(EventType type, Field field, String suffix) {
        return type.id() + "." + field.jsonName() + "." + suffix;
    }

    private static Check check(Field field, Constraint constraint) {
        if (constraint instanceof Constraint.Required) {
            return field.kind().isText()
                    ? event -> event.has(field) && !Repairs.isBlank(event.text(field))
                    : event -> event.has(field);
        }
        if (constraint instanceof Constraint.UserRequired user) {
            return event ->
                    user.when().isKept(event.text(Field.USER_ID), event.text(Field.AUTH), event.bool(Field.SUCCESS));
        }
        Check ofPresent = checkOfPresent(field, constraint);
        return event -> !event.has(field) || ofPresent.holds(event);
    }

    private static Check checkOfPresent(Field field, Constraint constraint) {
        if (constraint instanceof Constraint.Positive) {
            return event -> number(event, field) > 0;
        } else if (constraint instanceof Constraint.NotNegative) {
            return event -> number(event, field) >= 0;
        } else if (constraint instanceof Constraint.Range range) {
            double minimum = range.minimum().orElse(Double.NEGATIVE_INFINITY);
            double maximum = range.maximum().orElse(Double.POSITIVE_INFINITY);
            return event -> number(event, field) >= minimum && number(event, field) <= maximum;
        } else if (constraint instanceof Constraint.Allowed allowed) {
            return event -> allowed.values().contains(event.text(field));
        } else if (constraint instanceof Constraint.NotBeforeMillis notBefore) {
            return event -> event.integer(field) >= notBefore.first();
        } else if (constraint instanceof Constraint.NotAfterReceiptMillis notAfter) {
            return event -> event.integer(field) <= event.receivedAtMillis() + notAfter.tolerance();
        }
        throw new IllegalStateException("no check is known for " + constraint);
    }

    private static double number(ParsedEvent event, Field field) {
        return switch (field.kind()) {
            case REAL, DURATION -> event.real(field);
            case INT, INSTANT -> event.integer(field);
            case TEXT, ID, BOOL -> throw new IllegalStateException(field + " is not a number");
        };
    }

    /** Reads the annotations. */
    private static List<Rule> compile(EventType type, LocalDate firstDate) {
        List<Rule> rules = new ArrayList<>();
        for (Class<? extends Record> record : List.of(Common.class, type.record())) {
            for (RecordComponent component : record.getRecordComponents()) {
                Field field = Field.byJsonName(component.getName());
                if (field == null) {
                    continue; // the Common part, which is compiled by itself
                }
                for (Annotation annotation : component.getAccessor().getAnnotations()) {
                    rules.add(rule(type, field, annotation, firstDate));
                }
            }
        }
        RequiresUser requiresUser = type.record().getAnnotation(RequiresUser.class);
        if (requiresUser != null) {
            rules.add(rule(type, Field.USER_ID, requiresUser, firstDate));
        }
        return rules;
    }
}
