package io.goldstream.local.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Job's container as {@code k8s/base/trino/jobs.yaml} has it: the image's entry point and the Job's very arguments. */
record ClusterJob(List<String> command, List<String> arguments) {

    private static final Path MANIFEST = Project.current().root().resolve("k8s/base/trino/jobs.yaml");
    private static final Path IMAGE = Project.current().root().resolve("cli/Dockerfile");
    private static final Path BUILT = Project.current().root().resolve("cli/target");
    private static final Pattern ENTRY_POINT = Pattern.compile("(?m)^ENTRYPOINT \\[(.+)]$");
    private static final String CONTAINER = """
            - name: %s
             +image: goldstream/cli
             +args:
            (?<arguments>(?: +(?:-|#) .*?
            )+)""";

    private static final int LIMIT_MINUTES = 10;

    static ClusterJob of(String container) throws IOException {
        Matcher found =
                Pattern.compile(CONTAINER.formatted(container), Pattern.DOTALL).matcher(Files.readString(MANIFEST));
        assertThat(found.find())
                .as("the container %s of %s", container, MANIFEST)
                .isTrue();
        Matcher entryPoint = ENTRY_POINT.matcher(Files.readString(IMAGE));
        assertThat(entryPoint.find()).as("the entry point of %s", IMAGE).isTrue();
        return new ClusterJob(
                Stream.of(entryPoint.group(1).split(", "))
                        .map(word -> word.replace("\"", ""))
                        .toList(),
                found.group("arguments")
                        .lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("- "))
                        .map(line -> line.substring(2))
                        .toList());
    }

    /** How it ended. */
    record Run(int exit, String out) {}

    /**
     * Runs it to its end.
     *
     * @param here what stands in an argument for a thing of the cluster, and what it is on this machine
     * @param more arguments behind its own
     */
    Run run(Map<String, String> here, Map<String, String> environment, Path log, String... more) throws Exception {
        List<String> words = new ArrayList<>();
        command.forEach(word -> words.add(word.replace("/opt/goldstream", BUILT.toString())));
        words.set(
                0,
                Path.of(System.getProperty("java.home"), "bin", words.getFirst())
                        .toString());
        for (String argument : arguments) {
            String word = argument;
            for (Map.Entry<String, String> thing : here.entrySet()) {
                word = word.replace(thing.getKey(), thing.getValue());
            }
            words.add(word);
        }
        words.addAll(List.of(more));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                .as("%s ends", words)
                .isTrue();
        return new Run(process.exitValue(), Files.readString(log));
    }
}
