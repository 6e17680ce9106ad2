package io.goldstream.events.intake;

import io.goldstream.events.Common;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.rules.NotAfterReceipt;
import io.goldstream.events.rules.NotBefore;
import io.goldstream.events.rules.OneOf;
import io.goldstream.events.rules.RequiresUser;
import io.goldstream.events.rules.Violation;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of one type, compiled from the constraints on its record: the annotations say what holds, this says it
 * fast, without an object per event. A test holds both equal, with Hibernate Validator as the reference.
 */
public final class Rules {

    /** Changes whenever a rule or a repair does; every verdict is recorded with it. */
    public static final String VERSION = "1";

    private record Rule(Violation violation, Check check) {}

    private interface Check {
        boolean holds(ParsedEvent event);
    }

    private final List<Rule> rules;
    private final Set<Field> required;

    private Rules(List<Rule> rules, Set<Field> required) {
        this.rules = rules;
        this.required = required;
    }

    /** The rules as the annotations state them. */
    public static Rules of(EventType type) {
        return of(type, null);
    }

    /**
     * @param firstDate the first UTC date that an event may have; null for the one that the annotations state
     */
    public static Rules of(EventType type, LocalDate firstDate) {
        return new Compiler(type, firstDate).compile();
    }

    /** Whether an event without the field is never valid. */
    public boolean isRequired(Field field) {
        return required.contains(field);
    }

    /** The names of all rules. */
    public List<String> names() {
        return rules.stream().map(rule -> rule.violation().rule()).distinct().toList();
    }

    /** The rules that the event breaks; none is an empty list. */
    public List<Violation> check(ParsedEvent event) {
        List<Violation> violations = List.of();
        for (Rule rule : rules) {
            if (!rule.check().holds(event)) {
                if (violations.isEmpty()) {
                    violations = new ArrayList<>();
                }
                violations.add(rule.violation());
            }
        }
        return violations;
    }

    private static final class Compiler {
        private final EventType type;
        private final LocalDate firstDate;
        private final List<Rule> rules = new ArrayList<>();
        private final Set<Field> required = EnumSet.noneOf(Field.class);

        Compiler(EventType type, LocalDate firstDate) {
            this.type = type;
            this.firstDate = firstDate;
        }

        Rules compile() {
            components(Common.class);
            components(type.record());
            RequiresUser requiresUser = type.record().getAnnotation(RequiresUser.class);
            if (requiresUser != null) {
                RequiresUser.When when = requiresUser.when();
                if (when == RequiresUser.When.ALWAYS) {
                    required.add(Field.USER_ID);
                }
                add(
                        Field.USER_ID,
                        "required",
                        requiresUser.message(),
                        event -> when.isKept(
                                event.text(Field.USER_ID), event.text(Field.AUTH), event.bool(Field.SUCCESS)));
            }
            return new Rules(List.copyOf(rules), required);
        }

        private void components(Class<? extends Record> record) {
            for (RecordComponent component : record.getRecordComponents()) {
                Field field = Field.byJsonName(component.getName());
                if (field == null) {
                    continue; // the Common part, which is compiled by itself
                }
                for (Annotation annotation : component.getAccessor().getAnnotations()) {
                    compile(field, annotation);
                }
            }
        }

        private void compile(Field field, Annotation annotation) {
            if (annotation instanceof NotNull it) {
                required.add(field);
                add(field, "required", it.message(), event -> event.has(field));
            } else if (annotation instanceof NotBlank it) {
                required.add(field);
                add(
                        field,
                        "required",
                        it.message(),
                        event -> event.has(field) && !event.text(field).isBlank());
            } else if (annotation instanceof Positive it) {
                add(field, "positive", it.message(), event -> !event.has(field) || number(event, field) > 0);
            } else if (annotation instanceof PositiveOrZero it) {
                add(field, "not_negative", it.message(), event -> !event.has(field) || number(event, field) >= 0);
            } else if (annotation instanceof Min it) {
                atLeast(field, it.value(), it.message());
            } else if (annotation instanceof Max it) {
                atMost(field, it.value(), it.message());
            } else if (annotation instanceof DecimalMin it) {
                atLeast(field, Double.parseDouble(it.value()), it.message());
            } else if (annotation instanceof DecimalMax it) {
                atMost(field, Double.parseDouble(it.value()), it.message());
            } else if (annotation instanceof Size it) {
                add(
                        field,
                        "length",
                        it.message(),
                        event -> !event.has(field)
                                || (event.text(field).length() >= it.min()
                                        && event.text(field).length() <= it.max()));
            } else if (annotation instanceof OneOf it) {
                Set<String> allowed = Set.of(it.value());
                add(field, "allowed", it.message(), event -> !event.has(field) || allowed.contains(event.text(field)));
            } else if (annotation instanceof NotBefore it) {
                LocalDate first = firstDate != null ? firstDate : LocalDate.parse(it.value());
                long firstMillis =
                        first.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
                add(field, "too_old", it.message(), event -> !event.has(field) || event.integer(field) >= firstMillis);
            } else if (annotation instanceof NotAfterReceipt it) {
                long toleranceMillis = it.minutes() * 60_000L;
                add(
                        field,
                        "in_future",
                        it.message(),
                        event -> !event.has(field)
                                || event.integer(field) <= event.receivedAtMillis() + toleranceMillis);
            } else {
                throw new IllegalStateException("no check is known for " + annotation + " on " + field.jsonName());
            }
        }

        private void atLeast(Field field, double minimum, String message) {
            add(field, "range", message, event -> !event.has(field) || number(event, field) >= minimum);
        }

        private void atMost(Field field, double maximum, String message) {
            add(field, "range", message, event -> !event.has(field) || number(event, field) <= maximum);
        }

        private void add(Field field, String suffix, String message, Check check) {
            rules.add(new Rule(violation(type, field, suffix, message), check));
        }

        private static double number(ParsedEvent event, Field field) {
            return switch (field.kind()) {
                case REAL, DURATION -> event.real(field);
                case INT, INSTANT -> event.integer(field);
                case TEXT, ID, BOOL -> throw new IllegalStateException(field + " is not a number");
            };
        }
    }

    /** A violation on a field, by the naming that all rules share. */
    static Violation violation(EventType type, Field field, String suffix, String message) {
        return new Violation(type.id() + "." + field.jsonName() + "." + suffix, field.pointer(), message);
    }
}
