package io.goldstream.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that tests run and that may not be on this machine. Continuous integration installs them and sets {@code
 * GOLDSTREAM_REQUIRE_TOOLS}: there, one that lacks is a failure; elsewhere its tests are skipped, and say for want of what.
 */
public final class Tools {

    private static final String REQUIRED = "GOLDSTREAM_REQUIRE_TOOLS";

    private Tools() {}

    /** What a program printed, and how it ended. */
    record Run(int exit, String output) {}

    /** Whether a program is there; skips the test where it is not and need not be. */
    static void need(String program) {
        boolean isThere = find(program).isPresent();
        if (!isThere && "true".equals(System.getenv(REQUIRED))) {
            throw new AssertionError(program + " is not on PATH, and " + REQUIRED + " is set: see .ci/run");
        }
        Assumptions.assumeTrue(isThere, () -> "not run: " + program + " is not on PATH (.ci/run installs it)");
    }

    /** Runs a program to its end, standard output and error in one. */
    static Run run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            throw new IllegalStateException(command + " could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Path> find(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
