package io.goldstream.events.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.events.EventType;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulesComparisonTest {

    private static final long NOW = 1_738_200_000_000L;

    private static ValidatorFactory validators;

    @BeforeAll
    static void open() {
        validators = Validation.buildDefaultValidatorFactory();
    }

    @AfterAll
    static void close() {
        validators.close();
    }

    @Test
    void ofAllRulesNoneDiffers() {
        assertThat(differences(new EventReader())).isEmpty();
        assertThat(differences(new EventReader(LocalDate.of(1960, 1, 1)))).isEmpty();
        assertThat(differences(new EventReader(LocalDate.of(2025, 1, 30)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEventIsPlantedForEachRule(EventType type) {
        Set<String> broken = new HashSet<>();
        for (Rules.Rule rule : Rules.of(type).all()) {
            PlantedEvent event = PlantedEvent.valid(type, NOW).breaking(rule);
            Reading.Invalid reading = (Reading.Invalid) new EventReader().read(type, event.json(), NOW);
            assertThat(reading.violations()).contains(rule.violation());
            reading.violations().forEach(violation -> broken.add(violation.rule()));
        }
        assertThat(broken).containsExactlyInAnyOrderElementsOf(Rules.of(type).names());
    }

    /** As where a record's annotations are not there at run time. */
    @ParameterizedTest
    @EnumSource
    void aRuleThatIsNotCompiledIsMissed(EventType type) {
        List<Rules.Rule> all = Rules.of(type).all();
        for (Rules.Rule missing : all) {
            List<Rules.Rule> others =
                    all.stream().filter(rule -> rule != missing).toList();
            EventReader reader = new EventReader(of -> of == type ? new Rules(type, others) : Rules.of(of));
            assertThat(differences(reader))
                    .as(missing.toString())
                    .isNotEmpty()
                    .allMatch(difference -> difference.startsWith("a " + type.id() + " that breaks "));
        }
    }

    @Test
    void aTypeWithoutRulesIsRefused() {
        assertThatThrownBy(() -> new Rules(EventType.LISTEN, List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("listen", "io.goldstream.events.Listen", "registered for reflection");
    }

    private static List<String> differences(EventReader reader) {
        return new RulesComparison(reader, validators).differences();
    }
}
