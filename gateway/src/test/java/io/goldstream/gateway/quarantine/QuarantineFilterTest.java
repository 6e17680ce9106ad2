package io.goldstream.gateway.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.events.EventType;
import io.goldstream.events.schema.QuarantineKind;
import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import io.vertx.core.MultiMap;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineFilterTest {

    private static final QuarantineFilter.KnownRules RULES = (kind, type, rule) -> switch (kind) {
        case INVALID -> rule.equals(type.id() + ".ts.too_old");
        case MALFORMED -> rule.equals("event.syntax");
        case UNREAD -> rule.equals("event.refinable");
        case DUPLICATE -> false;
    };

    private static final ValidatorFactory VALIDATORS = Validation.buildDefaultValidatorFactory();

    @AfterAll
    static void close() {
        VALIDATORS.close();
    }

    @Test
    void aLimitIsANumberFromOne() {
        assertThat(parameters(MultiMap.caseInsensitiveMultiMap()).limitOrDefault())
                .isEqualTo(10_000);
        assertThat(parameters(MultiMap.caseInsensitiveMultiMap().add("limit", "7"))
                        .limitOrDefault())
                .isEqualTo(7);
        for (String limit : new String[] {"", "0", "-1", "1.5", "many", "9999999999999999999"}) {
            refuses("limit", () -> filter("limit", limit));
        }
    }

    @Test
    void everyParameterThatIsWrongIsNamedWithWhatItMayBe() {
        assertThatThrownBy(() -> filter("kind", "x", "type", "y", "dryRun", "maybe"))
                .message()
                .contains("dryRun is true or false.")
                .contains(Stream.of(QuarantineKind.values())
                        .map(QuarantineKind::id)
                        .collect(Collectors.joining(", ", "kind is one of ", ".")))
                .contains(Stream.of(EventType.values())
                        .map(EventType::id)
                        .collect(Collectors.joining(", ", "type is one of ", ".")));
    }

    @Test
    void aTimeIsAnInstantOrAbsent() {
        assertThat(filter().since()).isEqualTo(Instant.EPOCH);
        assertThat(filter("since", "0001-01-01T00:00:00Z").since()).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
        assertThat(filter("until", "9999-12-31T23:59:59.999Z").until())
                .isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));
    }

    /** Times beyond the milliseconds that a row has could not be compared with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025-01-30",
                "0000-12-31T23:59:59.999Z",
                "+10000-01-01T00:00:00Z",
                "-1000000000-01-01T00:00:00Z",
                "-999999999-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z"
            })
    void anotherTimeIsRefused(String time) {
        for (String name : new String[] {"since", "until"}) {
            refuses(name, () -> filter(name, time));
        }
    }

    @Test
    void whatNoRowCanMatchIsRefused() {
        refuses("until", () -> filter("since", "2025-01-30T00:00:00Z", "until", "2025-01-30T00:00:00Z"));
        refuses("rule", () -> filter("kind", "duplicate", "rule", "listen.ts.too_old"));
        refuses("kind", () -> filter("kind", "Invalid"));
        refuses("type", () -> filter("type", "listens"));
    }

    @Test
    void aRuleThatNoRowHasIsOneOfTheRulesOrRefused() {
        for (String[] known : new String[][] {
            {},
            {"rule", "listen.ts.too_old"},
            {"rule", "event.syntax"},
            {"rule", "auth.ts.too_old", "type", "auth"},
            {"rule", "event.syntax", "type", "auth"},
            {"rule", "auth.ts.too_old", "kind", "invalid"},
            {"rule", "event.syntax", "kind", "malformed"},
            {"rule", "event.refinable", "kind", "unread", "type", "auth"}
        }) {
            assertThatCode(() -> filter(known).checkRule(RULES)).doesNotThrowAnyException();
        }
        refuses("rule", () -> filter("rule", "listen.ts.tooOld").checkRule(RULES));
        refuses("rule", () -> filter("rule", "").checkRule(RULES));
        refuses("rule", () -> filter("rule", "listen.ts.too_old", "type", "auth")
                .checkRule(RULES));
        refuses("rule", () -> filter("rule", "event.syntax.", "kind", "malformed")
                .checkRule(RULES));
    }

    @Test
    void aRuleOfAnotherKindIsRefused() {
        for (String[] other : new String[][] {
            {"kind", "malformed", "rule", "listen.ts.too_old"},
            {"kind", "unread", "rule", "listen.ts.too_old", "type", "listen"},
            {"kind", "invalid", "rule", "event.syntax"},
            {"kind", "unread", "rule", "event.syntax"},
            {"kind", "malformed", "rule", "event.refinable"}
        }) {
            refuses("rule does not fit kind=" + other[1], () -> filter(other).checkRule(RULES));
        }
    }

    private static QuarantineFilter filter(String... parameters) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < parameters.length; i += 2) {
            query.add(parameters[i], parameters[i + 1]);
        }
        return parameters(query).filter();
    }

    private static QuarantineParameters parameters(MultiMap query) {
        return QuarantineParameters.of(query, QuarantineParameters.ALL, VALIDATORS.getValidator());
    }

    private static void refuses(String parameter, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNREADABLE_OPTION))
                .hasMessageStartingWith(parameter);
    }
}
