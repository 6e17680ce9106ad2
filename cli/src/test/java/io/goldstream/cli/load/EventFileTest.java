package io.goldstream.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.cli.CommandFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFileTest {

    @ParameterizedTest
    @CsvSource({
        "page_view_events.ndjson.gz, page_view",
        "page_views.json, page_view",
        "listen-2.ndjson, listen",
        "2025-01-30.listen_events, listen",
        "AUTH.ndjson, auth",
        "status_change_events.ndjson, status_change"
    })
    void theTypeIsAWordInTheName(String name, String type) {
        assertThat(EventFile.byName(Path.of("some/auth/folder", name)).type().id())
                .isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({"events.ndjson", "authors.ndjson", "listen-and-auth.ndjson"})
    void aNameThatSaysNothingOrTooMuchAsksForTheOption(String name) {
        assertThatThrownBy(() -> EventFile.byName(Path.of(name)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--type");
    }

    @Test
    void theOptionsValuesAreNamed() {
        assertThat(EventFile.ids()).isEqualTo("page_view, listen, auth, status_change");
    }
}
