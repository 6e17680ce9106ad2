package io.goldstream.connect.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What who has no Node.js, or an old one, is told when Azurite is to start. */
class AzuriteWithoutNodeTest {

    private static final String FIX = "Install Node.js 20 or newer with npm";

    /** All that is on the PATH. */
    @TempDir
    private Path programs;

    @BeforeEach
    void whatTheScriptNeedsBeforeNode() throws IOException {
        Path dirname = Stream.of("/usr/bin/dirname", "/bin/dirname")
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        program("dirname", "exec " + dirname + " \"$@\"");
    }

    @Test
    void aMissingNodeIsToldWithItsFix() throws Exception {
        assertThat(failure())
                .contains("Azurite needs Node.js, and `node` is not on the PATH")
                .contains(FIX);
    }

    @Test
    void aMissingNpmIsToldWithItsFix() throws Exception {
        program("node", "echo v20.1.0");

        assertThat(failure()).contains("`npm` is not on the PATH").contains(FIX);
    }

    @Test
    void anOldNodeIsToldWithItsFix() throws Exception {
        program("node", "echo v18.20.4");
        program("npm", "exit 99");

        assertThat(failure())
                .contains("Azurite needs Node.js 20, and `node` is v18.20.4")
                .contains(FIX);
    }

    private void program(String name, String body) throws IOException {
        Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + body + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    /** What it says before it ends with 1. */
    private String failure() throws IOException, InterruptedException {
        ProcessBuilder run = new ProcessBuilder(Azurite.RUN.toString(), "--install").redirectErrorStream(true);
        run.environment().put("PATH", programs.toString());
        Process process = run.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        return said;
    }
}
