package io.goldstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldstreamTest {

    @Test
    void numbersHaveTheSameDigitsOnEveryMachine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("states.csv"), "stateCode,stateName\nMA,Massachusetts\n");
        Path lake = Files.createDirectory(folder.resolve("lake"));
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Goldstream.class.getName(),
                        "reference",
                        "states",
                        file.toString(),
                        "--lake",
                        lake.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("loaded 1 states\n");
    }
}
