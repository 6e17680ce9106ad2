package io.goldstream.events.jsonschema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Ajv, the validator that most JavaScript uses, in Node.js; npm installs the locked version once. Where there is no Node.js, its
 * test is skipped, and says so; where {@code GOLDSTREAM_REQUIRE_TOOLS} is set, it fails.
 */
final class Ajv {

    private static final Path HOME = Path.of("src/test/ajv");
    private static final Path INSTALLED = Path.of("target/ajv");

    private Ajv() {}

    /**
     * @param schemas a folder of schemas, each named by its type
     * @param events lines of a type, a tab and an event
     * @return for each line, whether the event keeps its schema
     */
    static List<Boolean> check(Path schemas, Path events) throws Exception {
        need("node");
        need("npm");
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.write(INSTALLED.resolve(file), Files.readAllBytes(HOME.resolve(file)));
        }
        if (!Files.isDirectory(INSTALLED.resolve("node_modules/ajv"))) {
            run(INSTALLED, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        }
        String modules = INSTALLED.resolve("node_modules").toAbsolutePath().toString();
        return run(HOME, "node", "check.js", modules, schemas.toString(), events.toString())
                .lines()
                .map(Boolean::valueOf)
                .toList();
    }

    private static void need(String program) {
        boolean isThere = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!isThere && "true".equals(System.getenv("GOLDSTREAM_REQUIRE_TOOLS"))) {
            throw new AssertionError(program + " is not on PATH, and GOLDSTREAM_REQUIRE_TOOLS is set: see .ci/run");
        }
        Assumptions.assumeTrue(isThere, () -> "not run: " + program + " is not on PATH (.ci/run installs it)");
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed:\n" + output);
        }
        return output;
    }
}
