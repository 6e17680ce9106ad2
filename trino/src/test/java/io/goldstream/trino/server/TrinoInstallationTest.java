package io.goldstream.trino.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrinoInstallationTest {

    /** What libraries need of the JVM, and the zone: not how much memory there is and how it is collected. */
    @Test
    void aLocalServersJvmIsToldWhatADeployedOnesIs() throws IOException {
        List<String> deployed = Files.readAllLines(Path.of("etc/jvm.config")).stream()
                .filter(option -> option.startsWith("--") || option.startsWith("-Duser.timezone="))
                .toList();
        TrinoInstallation local = new TrinoInstallation(
                Path.of("home"), "483", List.of(), List.of(), List.of(), Path.of("lake"), 8080, 1_500);

        assertThat(deployed).hasSizeGreaterThan(3);
        assertThat(local.command(Path.of("jdk"))).containsAll(deployed);
    }

    /** Else a query could run here, and be refused there. */
    @Test
    void aLocalServersLimitsOfQueriesAreADeployedOnes(@TempDir Path home) throws IOException {
        new TrinoInstallation(home, "483", List.of(), List.of(), List.of(), home.resolve("lake"), 8080, 1_500).layOut();

        List<String> deployed = Files.readAllLines(Path.of("etc/coordinator/config.properties")).stream()
                .filter(line -> line.startsWith("query.max-run-time=") || line.startsWith("query.max-stage-count="))
                .toList();
        assertThat(deployed).hasSize(2);
        assertThat(Files.readAllLines(home.resolve("etc/config.properties"))).containsAll(deployed);
    }
}
