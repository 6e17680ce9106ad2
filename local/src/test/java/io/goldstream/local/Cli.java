package io.goldstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged command line, run as users run it: a process for each command. */
public final class Cli {

    /** The parts that leave a pid file. */
    public static final List<String> PARTS = List.of("kafka", "connect", "gateway", "trino");

    private static final long LIMIT_MINUTES = 10;
    private static final Pattern LAUNCHERS_OPTIONS = Pattern.compile("(\\S+)\\) jvm=\"([^\"]+)\" ;;");
    private static final Path ROOT = Project.current().root().toAbsolutePath().normalize();
    private static final Path MODULE = ROOT.resolve("local");

    private final Path work;
    private final List<String> program;
    private final boolean knowsStacks;
    private final Map<String, String> environment = new HashMap<>();

    /** @param name of a folder of its own below target/it, for the stack's home and everything else */
    public Cli(String name) throws IOException {
        this(
                name,
                true,
                List.of(
                        "-Xlog:disable",
                        "-XX:SharedArchiveFile=" + MODULE.resolve("target/goldstream.jsa"),
                        "-jar",
                        MODULE.resolve("target/local.jar").toString()));
    }

    private Cli(String name, boolean knowsStacks, List<String> program) throws IOException {
        this.knowsStacks = knowsStacks;
        this.work = Files.createDirectories(MODULE.resolve("target/it").resolve(name));
        this.program = program;
    }

    /** The operators' one, as the cluster's image has it: it knows no stack, only endpoints. */
    public static Cli ofOperators(String name) throws IOException {
        return new Cli(
                name, false, List.of("-jar", ROOT.resolve("cli/target/cli.jar").toString()));
    }

    /** How a command ended. */
    public record Run(int exit, String out, String err) {

        /** The same, if it succeeded. */
        public Run succeeded() {
            assertThat(exit).as(err).isZero();
            return this;
        }
    }

    /** What commands find in their environment beside this process's own. */
    public Cli with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /**
     * A first date before all events that tests make up. With the contract's, each query that names no date asks for
     * thousands of dates that hold nothing, which is most of what it costs here.
     */
    public Cli withRecentFirstDate() {
        return with("GOLDSTREAM_FIRST_DATE", "2024-12-01");
    }

    /** Where commands are run, and their relative paths lead to. */
    public Path work() {
        return work;
    }

    /** The stack's home. */
    public Path home() {
        return work.resolve("home");
    }

    /** A command in this home. */
    public Run goldstream(String... arguments) throws Exception {
        return goldstream(Map.of(), arguments);
    }

    /** The same, with more in its environment, and so in that of the servers that it starts. */
    public Run goldstream(Map<String, String> environment, String... arguments) throws Exception {
        return ended(start(environment, atHome(arguments)), arguments);
    }

    /** The same, while it still runs. */
    public Process begin(Map<String, String> environment, String... arguments) throws Exception {
        return start(environment, atHome(arguments));
    }

    private String[] atHome(String... arguments) {
        if (!knowsStacks) {
            return arguments;
        }
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", home().toString()));
        return all.toArray(String[]::new);
    }

    /** A command as it stands. */
    public Run run(String... arguments) throws Exception {
        return ended(start(Map.of(), arguments), arguments);
    }

    /** The exit code of a command whose reader closes its output after the first line. */
    public int exitAfterOneLine(String... arguments) throws Exception {
        Process process = builder(Map.of(), atHome(arguments))
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isNotNull();
        }
        return ended(process, arguments).exit();
    }

    private Process start(Map<String, String> more, String... arguments) throws Exception {
        return builder(more, arguments).start();
    }

    private ProcessBuilder builder(Map<String, String> more, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launchersOptions(arguments[0]));
        command.add("-Dgoldstream.project=" + Project.current().root());
        command.addAll(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectOutput(out().toFile())
                .redirectError(err().toFile());
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        return builder;
    }

    /** What the launcher, which would build first, gives the JVM for a command. */
    private static List<String> launchersOptions(String command) throws IOException {
        String launcher = Files.readString(Project.current().root().resolve("goldstream"));
        return LAUNCHERS_OPTIONS
                .matcher(launcher)
                .results()
                .filter(options ->
                        options.group(1).equals(command) || options.group(1).equals("*"))
                .map(options -> List.of(options.group(2).split(" ")))
                .findFirst()
                .orElseThrow();
    }

    private Path out() {
        return work.resolve("out.txt");
    }

    private Path err() {
        return work.resolve("err.txt");
    }

    /** How a command ends that has begun. */
    public Run ended(Process process, String... arguments) throws Exception {
        assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                .as("goldstream %s ends", List.of(arguments))
                .isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(out(), StandardCharsets.UTF_8),
                Files.readString(err(), StandardCharsets.UTF_8));
    }

    /** Begins a command, and ends it with kill -9 once it has told of this. What it started is left alone. */
    public void killOnce(String told, Map<String, String> environment, String... arguments) throws Exception {
        Process process = begin(environment, arguments);
        awaitTold(process, told);
        process.destroyForcibly().waitFor();
    }

    /** Returns once a command that was begun has told of this. */
    public void awaitTold(Process process, String told) throws Exception {
        while (!hasTold(told)) {
            assertThat(process.isAlive())
                    .as("it runs until it tells of: %s", told)
                    .isTrue();
            Thread.sleep(50);
        }
    }

    /** Whether the command that was begun last has told of this. */
    public boolean hasTold(String told) throws IOException {
        return Files.readString(err(), StandardCharsets.UTF_8).contains(told);
    }

    /** The answer to a query, as CSV with its header. */
    public String csv(String sql) throws Exception {
        return goldstream("sql", "--format", "csv", sql).succeeded().out();
    }

    /** The running process of a part, by its pid file. */
    public Optional<ProcessHandle> process(String part) throws IOException {
        long pid =
                Long.parseLong(Files.readString(home().resolve(part + ".pid")).strip());
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    }

    /** A file of src/test/resources/fixtures. */
    public static String fixture(String name) throws Exception {
        return Path.of(Cli.class.getResource("/fixtures/" + name).toURI()).toString();
    }

    /** How many lines a file has. */
    public static long lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
