package io.goldstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every image says what it is, and runs as a user that is not root by his number. */
class DockerfilesTest {

    private static final String SOUND = """
            FROM maven AS build
            USER root
            FROM jre
            LABEL org.opencontainers.image.title="T" \\
                  org.opencontainers.image.description="D" \\
                  org.opencontainers.image.licenses="MIT"
            USER 10001:10001
            """;

    /** All of the project; what builds left is none of it. */
    static Stream<Path> dockerfiles() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().matches("Dockerfile(\\.[\\w-]+)?"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(5);
            return found.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void anImageHasLabelsAndAUser(Path dockerfile) throws IOException {
        assertThat(Dockerfiles.mistakes(Files.readString(dockerfile))).isEmpty();
    }

    @Test
    void whatIsSoundIsFoundSound() {
        assertThat(Dockerfiles.mistakes(SOUND)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                USER 10001:10001  | `# USER 10001`                 | its user is ""
                USER 10001:10001  | USER 0                         | its user is "0"
                USER 10001:10001  | USER root                      | its user is "root"
                USER 10001:10001  | `USER 10001\\nUSER trino`      | its user is "trino"
                USER 10001:10001  | `USER 10001\\nFROM jre`        | its user is ""
                licenses="MIT"    | licenses=""                    | lacks the labels [org.opencontainers.image.licenses]
                image.title       | image.tittle                   | lacks the labels [org.opencontainers.image.title]
                """)
    void aPlantedFaultIsFound(String sound, String spoilt, String says) {
        String dockerfile = SOUND.replace(sound, spoilt.replace("\\n", "\n"));

        assertThat(dockerfile).isNotEqualTo(SOUND);
        assertThat(Dockerfiles.mistakes(dockerfile)).anyMatch(message -> message.contains(says));
    }
}
