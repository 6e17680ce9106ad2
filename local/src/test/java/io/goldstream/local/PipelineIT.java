package io.goldstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The command line as users run it, on a real broker, worker, gateway and Trino. One stack, so the steps have an order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineIT {

    private static final List<String> PARTS = List.of("kafka", "connect", "gateway", "trino");
    private static final long LIMIT_MINUTES = 6;
    private static final Path MODULE =
            Project.current().root().resolve("local").toAbsolutePath().normalize();
    private static final Path WORK = MODULE.resolve("target/it");
    private static final Path HOME = WORK.resolve("home");

    private static List<Path> files;
    private static long simulatedListens;

    private record Run(int exit, String out, String err) {

        Run succeeded() {
            assertThat(exit).as(err).isZero();
            return this;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        goldstream("down", "--wipe");
        Run simulated = goldstreamAt(WORK, "simulate", "--users", "25", "--days", "2", "--out", "events")
                .succeeded();
        files = simulated.out().lines().map(WORK::resolve).toList();
        simulatedListens = lines(WORK.resolve("events/listen_events.ndjson"));
        goldstream("up").succeeded();
    }

    @AfterAll
    static void stop() throws Exception {
        goldstream("down", "--wipe").succeeded();
    }

    @Test
    @Order(1)
    void everyServerRunsAndIsNamedByItsPidFile() throws Exception {
        for (String part : PARTS) {
            assertThat(process(part)).as(part).isPresent();
        }
        assertThat(goldstream("up").succeeded().err()).contains("was up already");
    }

    @Test
    @Order(2)
    void whatIsLoadedByHttpHasAVerdictEach() throws Exception {
        List<String> load = new ArrayList<>(List.of("load"));
        files.forEach(file -> load.add(file.toString()));
        long lines = 0;
        for (Path file : files) {
            lines += lines(file);
        }

        assertThat(goldstream(load.toArray(String[]::new)).succeeded().out())
                .isEqualTo("accepted %,d, quarantined 0, rejected 0\n".formatted(lines));
        assertThat(goldstream("load", fixture("listen_quirks.ndjson"))
                        .succeeded()
                        .out())
                .startsWith("accepted 2, quarantined 2, rejected 0\n")
                .contains("listen_quirks.ndjson, line 4: listen.duration");
    }

    @Test
    @Order(3)
    void itAllTurnsToGold() throws Exception {
        assertThat(goldstream("wait", "--timeout", "5m").succeeded().out()).contains("raw.listen_events", "yes");

        assertThat(csv("SELECT count(*) AS n, count(DISTINCT event_id) AS ids FROM gold.fact_stream"))
                .isEqualTo("n,ids\n%d,%d\n".formatted(simulatedListens + 2, simulatedListens + 2));
        assertThat(csv("""
                        SELECT artist, song, duration_seconds, state
                        FROM bronze.listen_events
                        WHERE user_id = '900001'
                        ORDER BY item_in_session""")).isEqualTo("""
                        artist,song,duration_seconds,state
                        Olomidé,""" + "\"\"\"\"\"\"" + ",164.57098,OH\nOlomidé,Edges,210.5,OH\n");
        assertThat(csv("SELECT kind, from_utf8(value) AS value FROM quarantine.events WHERE kind = 'malformed'"))
                .isEqualTo("kind,value\nmalformed,this is no JSON at all\n");
        assertThat(csv("SELECT artist_name, total_streams FROM gold.artist_popularity WHERE artist_name = 'Olomidé'"))
                .isEqualTo("artist_name,total_streams\nOlomidé,2\n");
    }

    @Test
    @Order(4)
    void aKilledWorkerIsNamedStartedAgainAndLosesNothing() throws Exception {
        process("connect").orElseThrow().destroyForcibly();
        goldstream(
                        "load",
                        "--via",
                        "kafka",
                        WORK.resolve("events/auth_events.ndjson").toString())
                .succeeded();

        Run wait = goldstream("wait", "--timeout", "5m");
        assertThat(wait.exit()).isEqualTo(1);
        assertThat(wait.err()).contains("connect does not run: 'goldstream up'");

        assertThat(goldstream("up").succeeded().err()).contains("Started what did not run: connect.");
        goldstream("wait", "--timeout", "5m").succeeded();
        long auths = lines(WORK.resolve("events/auth_events.ndjson"));
        assertThat(csv("SELECT count(*) AS n, count(DISTINCT event_id) AS ids FROM bronze.auth_events"))
                .isEqualTo("n,ids\n%d,%d\n".formatted(2 * auths, 2 * auths));
        assertThat(goldstream("status").succeeded().out()).contains("goldstream-raw/0", "RUNNING", "quarantine");
    }

    @Test
    @Order(5)
    void aTakenPortIsOneClearLineAndLeavesNothingRunning() throws Exception {
        String base = Files.readString(HOME.resolve("stack.properties")).replaceAll("(?s).*port.base=(\\d+).*", "$1");
        Path other = WORK.resolve("other");

        Run up = goldstreamAt(WORK, "up", "--home", other.toString(), "--port-base", base);

        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.err()).hasLineCount(1).contains("is taken", "--port-base");
        assertThat(goldstreamAt(WORK, "down", "--wipe", "--home", other.toString())
                        .err())
                .contains("Nothing was running");
    }

    @Test
    @Order(6)
    void wrongSqlAndWrongUsageHaveTheirExitCodes() throws Exception {
        assertThat(goldstream("sql", "SELEC 1").exit()).isEqualTo(1);
        assertThat(goldstream("sql", "--format", "xml", "SELECT 1").exit()).isEqualTo(2);
    }

    @Test
    @Order(7)
    void downLeavesNoProcessAndTheDataComeBackWithUp() throws Exception {
        List<ProcessHandle> processes = new ArrayList<>();
        for (String part : PARTS) {
            processes.add(process(part).orElseThrow());
        }

        goldstream("down").succeeded();

        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(PARTS).noneMatch(part -> Files.exists(HOME.resolve(part + ".pid")));
        goldstream("up").succeeded();
        assertThat(csv("SELECT count(*) AS n FROM gold.fact_stream"))
                .isEqualTo("n\n%d\n".formatted(simulatedListens + 2));
    }

    private static String csv(String sql) throws Exception {
        return goldstream("sql", "--format", "csv", sql).succeeded().out();
    }

    private static Run goldstream(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--home", HOME.toString()));
        return goldstreamAt(WORK, all.toArray(String[]::new));
    }

    private static Run goldstreamAt(Path folder, String... arguments) throws Exception {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dgoldstream.project=" + Project.current().root(),
                "-cp",
                MODULE.resolve("target/local.jar").toString(),
                Goldstream.class.getName()));
        command.addAll(List.of(arguments));
        Path out = WORK.resolve("out.txt");
        Path err = WORK.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                .as("goldstream %s ends", List.of(arguments))
                .isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private static Optional<ProcessHandle> process(String part) throws IOException {
        long pid = Long.parseLong(Files.readString(HOME.resolve(part + ".pid")).strip());
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    }

    private static String fixture(String name) throws Exception {
        return Path.of(PipelineIT.class.getResource("/fixtures/" + name).toURI())
                .toString();
    }

    private static long lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
