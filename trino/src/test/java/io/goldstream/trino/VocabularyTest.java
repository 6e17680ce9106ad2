package io.goldstream.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.intake.Rules;
import io.goldstream.events.rules.Constraint;
import io.goldstream.events.schema.ClientForm;
import io.goldstream.events.schema.QuarantineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SQL knows the words of the contract, and no others. */
class VocabularyTest {

    private static final List<String> KINDS =
            Stream.of(QuarantineKind.values()).map(QuarantineKind::id).toList();

    @Test
    void theCheckAcceptsWhatTheContractHas() throws IOException {
        assertThat(accepted("level")).containsExactlyInAnyOrderElementsOf(words(Field.LEVEL));
        assertThat(accepted("auth")).containsExactlyInAnyOrderElementsOf(words(Field.AUTH));
        assertThat(accepted("kind")).containsExactlyInAnyOrderElementsOf(KINDS);
        assertThat(accepted("form"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ClientForm.values()).map(ClientForm::id).toList());
    }

    @Test
    void dataQualityCountsEveryKind() throws IOException {
        assertThat(all("count_if\\(found = '(\\w+)'\\)", Path.of("sql/ops/data_quality.sql")))
                .containsAll(KINDS);
    }

    private static List<String> words(Field field) {
        return Rules.of(EventType.LISTEN).all().stream()
                .filter(rule -> rule.field() == field)
                .map(Rules.Rule::constraint)
                .filter(Constraint.Allowed.class::isInstance)
                .flatMap(constraint -> ((Constraint.Allowed) constraint).values().stream())
                .toList();
    }

    private static List<String> accepted(String vocabulary) throws IOException {
        return all("\\('" + vocabulary + "', '([^']+)'\\)", Path.of("checks/accepted_values.sql"));
    }

    private static List<String> all(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
