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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The commands of docs/connect.md, in their order, run as a reader would run them, with the output that stands behind them. */
final class ShellBlocks {

    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```(?:\n\n```text\n(.*?)```)?");
    private static final String ANYTHING = "…";
    private static final int ATTEMPTS = 60;

    /** @param output what the command prints; null where that is not shown */
    private record Block(String command, String output) {}

    private final Deque<Block> left = new ArrayDeque<>();
    private final Map<String, String> environment;

    private ShellBlocks(Map<String, String> environment) {
        this.environment = environment;
    }

    static ShellBlocks read(Map<String, String> environment) throws IOException {
        ShellBlocks blocks = new ShellBlocks(environment);
        String text = Files.readString(Project.current().root().resolve("docs/connect.md"));
        BLOCK.matcher(text).results().forEach(block -> blocks.left.add(new Block(block.group(1), block.group(2))));
        return blocks;
    }

    /**
     * Runs the next block, and returns what it prints. A worker that is just re-balancing answers 409: then once more. So is a
     * question whose answer is not yet as it stands there, or that a worker cannot answer yet.
     */
    String next() throws IOException, InterruptedException {
        Block block = left.remove();
        boolean asks = !block.command().contains(" -X ");
        for (int attempt = 1; ; attempt++) {
            ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", block.command()).redirectErrorStream(true);
            shell.environment().putAll(environment);
            Process process = shell.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean isRefused = process.waitFor() != 0 || said.strip().endsWith("409");
            if (!isRefused && isAsShown(block, said)) {
                return said;
            }
            if (isRefused && !asks) {
                assertThat(said).as(block.command()).contains("409");
            } else {
                assertThat(asks)
                        .as("%s printed %s in place of %s", block.command(), said, block.output())
                        .isTrue();
            }
            assertThat(attempt)
                    .as("%s: %s in place of %s", block.command(), said, block.output())
                    .isLessThan(ATTEMPTS);
            Thread.sleep(1_000);
        }
    }

    /** Spaces and line breaks apart. */
    private static boolean isAsShown(Block block, String said) {
        if (block.output() == null) {
            return true;
        }
        String pattern = Stream.of(block.output().replaceAll("\\s", "").split(ANYTHING, -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return said.replaceAll("\\s", "").matches(pattern);
    }

    boolean isEmpty() {
        return left.isEmpty();
    }
}
