package io.goldstream.trino.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrinoInstallationTest {

    /** What libraries need of the JVM, and the zone: not how much memory there is and how it is collected. */
    @Test
    void aLocalServersJvmIsToldWhatADeployedOnesIs() throws IOException {
        List<String> deployed = Files.readAllLines(Path.of("etc/jvm.config")).stream()
                .filter(option -> option.startsWith("--") || option.startsWith("-Duser.timezone="))
                .toList();
        TrinoInstallation local =
                new TrinoInstallation(Path.of("home"), "483", List.of(), List.of(), Path.of("lake"), 8080, 1_500);

        assertThat(deployed).hasSizeGreaterThan(3);
        assertThat(local.command(Path.of("jdk"))).containsAll(deployed);
    }
}
