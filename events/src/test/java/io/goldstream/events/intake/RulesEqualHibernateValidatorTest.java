package io.goldstream.events.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.Event;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.rules.Violation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The annotations are the source of the rules: the compiled checks refuse what Hibernate Validator does, and only that. */
class RulesEqualHibernateValidatorTest {

    private static final long RECEIVED_AT = 1_738_200_000_000L;
    private static final String[] TEXTS = {
        "free",
        "paid",
        "gold",
        "Logged In",
        "Logged Out",
        "Guest",
        "Cancelled",
        "x",
        " ",
        "\u0001",
        "\"\"",
        "x".repeat(101),
        "x".repeat(257),
        "\uD83C\uDFB5".repeat(100),
        "\uD83C\uDFB5".repeat(1_025),
        "x".repeat(2_049)
    };
    private static final double[] REALS = {0, -0.0, -1, 1, 0.001, 90, 90.1, -90, 180, -180.5, 86_400, 86_400.1};
    private static final long[] INTEGERS = {0, -1, 1, 99, 100, 200, 599, 600};
    private static final long[] INSTANTS = {
        1_577_836_799_999L, 1_577_836_800_000L, RECEIVED_AT, RECEIVED_AT + 300_000, RECEIVED_AT + 300_001
    };

    @ParameterizedTest
    @EnumSource
    void onRandomEvents(EventType type) {
        Random random = new Random(type.ordinal());
        Rules rules = Rules.of(type);
        try (ValidatorFactory factory = Validation.byDefaultProvider()
                .configure()
                .clockProvider(() -> Clock.fixed(Instant.ofEpochMilli(RECEIVED_AT), ZoneOffset.UTC))
                .buildValidatorFactory()) {
            Validator validator = factory.getValidator();
            Set<String> broken = new HashSet<>();
            for (int run = 0; run < 20_000; run++) {
                ParsedEvent event = random(type, random);
                Set<Violation> ours = new HashSet<>(rules.check(event));
                for (Field field : type.fields()) {
                    if (event.has(field) && field.kind().isText()) {
                        Optional.ofNullable(rules.tooLong(field, event.text(field)))
                                .ifPresent(ours::add);
                    }
                }
                Set<Violation> theirs = new HashSet<>();
                for (ConstraintViolation<Event> violation : validator.validate(record(event))) {
                    theirs.add(violation(type, violation));
                }
                assertThat(withoutNames(ours)).isEqualTo(withoutNames(theirs));
                ours.forEach(violation -> broken.add(violation.rule()));
            }
            assertThat(broken).containsExactlyInAnyOrderElementsOf(rules.names());
        }
    }

    private static ParsedEvent random(EventType type, Random random) {
        ParsedEvent event = new ParsedEvent(type, RECEIVED_AT);
        for (Field field : type.fields()) {
            if (random.nextInt(5) == 0) {
                continue;
            }
            switch (field.kind()) {
                case TEXT, ID -> event.put(field, TEXTS[random.nextInt(TEXTS.length)]);
                case INT -> event.put(field, INTEGERS[random.nextInt(INTEGERS.length)]);
                case INSTANT -> event.put(field, INSTANTS[random.nextInt(INSTANTS.length)]);
                case REAL, DURATION -> event.put(field, REALS[random.nextInt(REALS.length)]);
                case BOOL -> event.put(field, random.nextInt(2));
            }
        }
        return event;
    }

    private static Set<List<String>> withoutNames(Set<Violation> violations) {
        Set<List<String>> set = new HashSet<>();
        violations.forEach(violation -> set.add(List.of(violation.pointer(), violation.message())));
        return set;
    }

    private static Violation violation(EventType type, ConstraintViolation<Event> violation) {
        String property = "";
        for (Path.Node node : violation.getPropertyPath()) {
            property = node.getName();
        }
        return Rules.violation(type, Field.byJsonName(property), "", violation.getMessage());
    }

    private static Event record(ParsedEvent event) {
        Map<Field, Object> values = new EnumMap<>(Field.class);
        for (Field field : event.type().fields()) {
            if (event.has(field)) {
                values.put(
                        field,
                        switch (field.kind()) {
                            case TEXT, ID -> event.text(field);
                            case INT, INSTANT -> event.integer(field);
                            case REAL, DURATION -> event.real(field);
                            case BOOL -> event.bool(field);
                        });
            }
        }
        return new PlantedEvent(event.type(), RECEIVED_AT, values).record();
    }
}
