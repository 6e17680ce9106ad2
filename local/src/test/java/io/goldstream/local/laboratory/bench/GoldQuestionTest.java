package io.goldstream.local.laboratory.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GoldQuestionTest {

    @Test
    void everyViewOfGoldIsAskedAndNothingElse() throws IOException {
        Path questions = Project.current().root().resolve("local/src/main/resources/bench/gold/questions");
        try (Stream<Path> files = Files.list(questions)) {
            List<String> asked = files.map(file -> file.getFileName().toString().replace(".sql", ""))
                    .toList();
            assertThat(asked).containsExactlyInAnyOrderElementsOf(GoldQuestion.VIEWS);
        }
    }

    @Test
    void aQuestionIsAskedOfItsViewAndOfNoOther() {
        assertThat(GoldQuestion.all()).allSatisfy(question -> {
            assertThat(question.gold()).contains("FROM gold." + question.view());
            assertThat(question.best()).doesNotContain("gold.");
            assertThat(question.asked()).endsWith(".");
            assertThat(question.cost()).endsWith(".");
        });
    }
}
