package io.goldstream.local.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Pattern;

/** The commands of docs/connect.md, in their order, run as a reader would run them. */
final class ShellBlocks {

    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");

    private final Deque<String> left = new ArrayDeque<>();
    private final Map<String, String> environment;

    private ShellBlocks(Map<String, String> environment) {
        this.environment = environment;
    }

    static ShellBlocks read(Map<String, String> environment) throws IOException {
        ShellBlocks blocks = new ShellBlocks(environment);
        String text = Files.readString(Project.current().root().resolve("docs/connect.md"));
        BLOCK.matcher(text).results().forEach(block -> blocks.left.add(block.group(1)));
        return blocks;
    }

    /** Runs the next block, and returns what it prints. A worker that is just re-balancing answers 409: then once more. */
    String next() throws IOException, InterruptedException {
        String block = left.remove();
        for (int attempt = 1; ; attempt++) {
            ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", block).redirectErrorStream(true);
            shell.environment().putAll(environment);
            Process process = shell.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() == 0) {
                return said;
            }
            assertThat(said).as(block).contains("409");
            assertThat(attempt).as("%s: %s", block, said).isLessThan(60);
            Thread.sleep(1_000);
        }
    }

    boolean isEmpty() {
        return left.isEmpty();
    }
}
