package io.goldstream.gateway.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.events.EventType;
import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.function.BiPredicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineFilterTest {

    private static final BiPredicate<EventType, String> RULES =
            (type, rule) -> rule.equals("event.syntax") || rule.equals(type.id() + ".ts.too_old");

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
            {"rule", "event.syntax", "type", "auth"}
        }) {
            assertThatCode(() -> filter(known).checkRule(RULES)).doesNotThrowAnyException();
        }
        refuses("rule", () -> filter("rule", "listen.ts.tooOld").checkRule(RULES));
        refuses("rule", () -> filter("rule", "").checkRule(RULES));
        refuses("rule", () -> filter("rule", "listen.ts.too_old", "type", "auth")
                .checkRule(RULES));
    }

    private static QuarantineFilter filter(String... parameters) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < parameters.length; i += 2) {
            query.add(parameters[i], parameters[i + 1]);
        }
        return QuarantineFilter.of(query);
    }

    private static void refuses(String parameter, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNREADABLE_OPTION))
                .hasMessageStartingWith(parameter);
    }
}
