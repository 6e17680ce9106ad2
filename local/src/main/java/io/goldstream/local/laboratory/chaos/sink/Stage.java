package io.goldstream.local.laboratory.chaos.sink;

import io.goldstream.local.Project;
import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.ConnectWorker;
import io.goldstream.local.stack.ShortLife;
import io.goldstream.local.stack.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where sinks are put to the test: a broker, Azurite, and two workers of one group, the second on Java 17 where there is one.
 *
 * @param workbench holds them all
 * @param lake what the sinks land in
 * @param workers two
 */
public record Stage(Workbench workbench, AzuriteLake lake, List<ConnectWorker> workers) implements AutoCloseable {

    private static final Path JVMS = Path.of("/usr/lib/jvm");

    /** Short, so that what stands still is soon given up for dead. */
    private static final Map<String, String> SESSION =
            Map.of("session.timeout.ms", "8000", "heartbeat.interval.ms", "2000");

    /**
     * Starts them.
     *
     * @param second more properties of the second worker
     * @param progress told what is started
     */
    public static Stage open(Project project, Map<String, String> second, Consumer<String> progress)
            throws IOException, InterruptedException {
        Workbench workbench = Workbench.open(project, ShortLife.OPTIONS, progress);
        Map<String, String> properties = new HashMap<>(SESSION);
        properties.putAll(second);
        try {
            return new Stage(
                    workbench,
                    workbench.azurite("azurite").lake(),
                    List.of(
                            workbench.worker("worker-1", Optional.empty(), options("America/New_York"), SESSION),
                            workbench.worker("worker-2", java17(), options("Asia/Kolkata"), properties)));
        } catch (IOException | InterruptedException | RuntimeException failed) {
            workbench.close();
            throw failed;
        }
    }

    /** No zone is UTC, so that what is landed shows whether a worker's zone matters. */
    private static List<String> options(String zone) {
        List<String> options = new ArrayList<>(ShortLife.OPTIONS);
        options.add("-Duser.timezone=" + zone);
        return options;
    }

    /** The oldest Java that the plugins are for, where a system has it in the usual place. */
    public static Optional<Path> java17() throws IOException {
        if (!Files.isDirectory(JVMS)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(JVMS)) {
            return found.filter(jvm -> jvm.getFileName().toString().matches(".*\\b17\\b.*"))
                    .map(jvm -> jvm.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .sorted()
                    .findFirst();
        }
    }

    @Override
    public void close() {
        workbench.close();
    }
}
