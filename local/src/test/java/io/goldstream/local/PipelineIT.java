package io.goldstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.cli.reconcile.Diagnosis;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.events.schema.Generation;
import io.goldstream.local.Cli.Run;
import io.goldstream.local.command.DemoCommand;
import io.goldstream.local.laboratory.simulate.Simulator;
import io.goldstream.local.laboratory.simulate.Truth;
import io.goldstream.local.sink.JsonRows;
import io.goldstream.local.sink.TypedRows;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Ports;
import io.goldstream.trino.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The command line as users run it, on a real broker, worker, gateway and Trino. One stack, so the steps have an order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineIT {

    /** For a system's first process to take note of those that have ended. */
    private static final Duration REAPED = Duration.ofMinutes(1);

    private static Cli cli;
    private static List<Path> files;
    private static long simulatedListens;
    private static Demonstration demonstration;
    private static long demoListens;
    private static long demoAuths;

    @BeforeAll
    static void start() throws Exception {
        cli = new Cli("pipeline").withRecentFirstDate();
        cli.goldstream("down", "--wipe");
        Run simulated = cli.run("simulate", "--users", "25", "--days", "2", "--out", "events")
                .succeeded();
        files = simulated.out().lines().map(cli.work()::resolve).toList();
        simulatedListens = Cli.lines(cli.work().resolve("events/listen_events.ndjson"));
        demonstration = Demonstration.run(cli);
        demoListens = count("listens");
        demoAuths = count("auth_attempts");
    }

    private static long count(String table) throws Exception {
        return Long.parseLong(cli.csv("SELECT count(*) AS n FROM silver." + table)
                .lines()
                .toList()
                .getLast());
    }

    @AfterAll
    static void stop() throws Exception {
        cli.goldstream("down", "--wipe").succeeded();
    }

    @Test
    @Order(1)
    void theDemonstrationAnswersAsDocumented() throws Exception {
        demonstration.isDocumented();
    }

    @Test
    @Order(1)
    void goldTellsWhatWasSimulated() throws Exception {
        Truth truth = new Simulator(DemoCommand.AUDIENCE).run(event -> {});

        new GoldAndTruth(cli, truth).agree();
    }

    @Test
    @Order(1)
    void theDemonstrationItsReportAndGoldAgree() throws Exception {
        demonstration.agreesWithItsReport();
    }

    @Test
    @Order(1)
    void everyServerRunsAndIsNamedByItsPidFile() throws Exception {
        for (String part : Cli.PARTS) {
            assertThat(cli.process(part)).as(part).isPresent();
        }
        assertThat(cli.goldstream("up").succeeded().err()).contains("was up already");
    }

    /** Native code and Unsafe are allowed to each; of Trino's vector module and its collector, all are told. */
    @Test
    @Order(2)
    void noServersJvmWarnsOfAnythingElse() throws Exception {
        for (String part : Cli.PARTS) {
            assertThat(Files.readString(cli.home().resolve("logs").resolve(part + ".log"))
                            .lines()
                            .filter(line -> line.startsWith("WARNING: ")))
                    .as(part)
                    .allMatch(line -> line.matches("WARNING: (Using incubator modules|Current garbage collectors).*"));
        }
    }

    @Test
    @Order(2)
    void whatIsLoadedByHttpHasAVerdictEach() throws Exception {
        List<String> load = new ArrayList<>(List.of("load"));
        files.forEach(file -> load.add(file.toString()));
        long lines = 0;
        for (Path file : files) {
            lines += Cli.lines(file);
        }

        assertThat(cli.goldstream(load.toArray(String[]::new)).succeeded().out())
                .isEqualTo("accepted %,d, quarantined 0, rejected 0\n".formatted(lines));
        assertThat(cli.goldstream("load", Cli.fixture("listen_quirks.ndjson"))
                        .succeeded()
                        .out())
                .startsWith("accepted 2, quarantined 2, rejected 0\n")
                .contains("listen_quirks.ndjson, line 4: listen.duration");
    }

    @Test
    @Order(3)
    void itAllTurnsToGold() throws Exception {
        assertThat(cli.goldstream("wait", "--timeout", "5m").succeeded().out()).contains("raw.listen_events", "yes");

        assertThat(cli.csv("SELECT count(*) AS n, count(DISTINCT event_id) AS ids FROM gold.fact_stream"))
                .isEqualTo("n,ids\n%d,%d\n".formatted(plays(), plays()));
        assertThat(cli.csv("""
                        SELECT artist, song, duration_seconds, state
                        FROM bronze.listen_events
                        WHERE user_id = '900001'
                        ORDER BY item_in_session""")).isEqualTo("""
                        artist,song,duration_seconds,state
                        Olomidé,""" + "\"\"\"\"\"\"" + ",164.57098,OH\nOlomidé,Edges,210.5,OH\n");
        assertThat(cli.csv("SELECT kind, from_utf8(value) AS value FROM quarantine.events WHERE kind = 'malformed'"))
                .isEqualTo("kind,value\nmalformed,this is no JSON at all\n");
        assertThat(cli.csv(
                        "SELECT artist_name, total_streams FROM gold.artist_popularity WHERE artist_name = 'Olomidé'"))
                .isEqualTo("artist_name,total_streams\nOlomidé,2\n");
    }

    /** The alerts' and panels' other metrics are held by k8s' tests; Trino runs here. */
    @Test
    @Order(3)
    void trinosMetricsAreThoseThatAlertsAndPanelsAskFor() throws Exception {
        Path monitoring = Project.current().root().resolve("k8s/base/monitoring");
        Set<String> wanted = Stream.of("rules.yaml", "goldstream.json")
                .flatMap(file -> Pattern.compile("trino_\\w+")
                        .matcher(read(monitoring.resolve(file)))
                        .results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        HttpRequest scrape = HttpRequest.newBuilder(URI.create(new Ports(portBase()).trinoUrl() + "/metrics"))
                .header("X-Trino-User", "goldstream")
                .build();
        Set<String> there;
        try (HttpClient http = HttpClient.newHttpClient()) {
            there = http.send(scrape, BodyHandlers.ofLines())
                    .body()
                    .map(line -> line.split("[ {]")[0])
                    .collect(Collectors.toSet());
        }

        assertThat(wanted).isNotEmpty();
        assertThat(there).containsAll(wanted);
    }

    @Test
    @Order(3)
    void trinoReadsEveryTypeThatTheSinkHasForParquet() throws Exception {
        TypedRows.landAndReadBack(new Ports(portBase()), cli.home().resolve("lake"));
    }

    @Test
    @Order(3)
    void trinoReadsTheTimesOfLinesOfJson() throws Exception {
        JsonRows.landAndReadBack(new Ports(portBase()), cli.home().resolve("lake"));
    }

    @Test
    @Order(4)
    void aKilledWorkerIsNamedStartedAgainAndLosesNothing() throws Exception {
        cli.process("connect").orElseThrow().destroyForcibly();
        cli.goldstream(
                        "load",
                        "--via",
                        "kafka",
                        cli.work().resolve("events/auth_events.ndjson").toString())
                .succeeded();

        Run wait = cli.goldstream("wait", "--timeout", "5m");
        assertThat(wait.exit()).isEqualTo(1);
        assertThat(wait.err()).contains("connect does not run: 'goldstream up'");

        assertThat(cli.goldstream("up").succeeded().err()).contains("Started what did not run: connect.");
        cli.goldstream("wait", "--timeout", "5m").succeeded();
        long auths = Cli.lines(cli.work().resolve("events/auth_events.ndjson"));
        assertThat(cli.csv("SELECT count(*) AS n, count(DISTINCT event_id) AS ids FROM bronze.auth_events"))
                .isEqualTo("n,ids\n%d,%d\n".formatted(demoAuths + 2 * auths, demoAuths + 2 * auths));
        assertThat(cli.goldstream("status").succeeded().out()).contains("goldstream-raw/0", "RUNNING", "quarantine");
    }

    /** Its port still takes connections. */
    @Test
    @Order(4)
    void aServerThatDoesNotAnswerIsNotUp() throws Exception {
        String gateway = Long.toString(cli.process("gateway").orElseThrow().pid());
        new ProcessBuilder("kill", "-STOP", gateway).start().waitFor();
        try {
            Run status = cli.goldstream("status");
            assertThat(status.exit()).isEqualTo(1);
            assertThat(status.out())
                    .containsPattern("gateway +\\| not ready +\\| +" + gateway)
                    .containsPattern("kafka +\\| up ");
        } finally {
            new ProcessBuilder("kill", "-CONT", gateway).start().waitFor();
        }
    }

    /** What operators ask a cluster, with the endpoints of this stack, from a home that has none. */
    @Test
    @Order(4)
    void operatorsNameTheEndpointsOfAnotherMachine() throws Exception {
        Ports there = new Ports(portBase());
        String nowhere = cli.work().resolve("nowhere").toString();

        Run status = cli.run(
                "status",
                "--home",
                nowhere,
                "--connect",
                there.connectUrl() + "/",
                "--trino",
                there.trinoUrl(),
                "--kafka",
                there.bootstrapServers());
        assertThat(status.succeeded().out())
                .contains("goldstream-raw/0", "RUNNING")
                .containsPattern("silver +\\| +\\d+ \\| +\\d+ ");
        assertThat(cli.run("status", "--home", nowhere, "--kafka", there.bootstrapServers())
                        .exit())
                .isEqualTo(2);
        String[] replay = {"replay", "--home", nowhere, "--dry-run", "--gateway", there.gatewayManagementUrl()};
        assertThat(cli.run(replay).err()).contains("GOLDSTREAM_OPERATOR_KEY");
        assertThat(new Cli("strangers")
                        .with("GOLDSTREAM_OPERATOR_KEY", "gso_guessed")
                        .run(replay)
                        .err())
                .contains("It is not known who sends this");
        String key = Files.readString(cli.home().resolve("operator.key")).strip();
        assertThat(new Cli("operators")
                        .with("GOLDSTREAM_OPERATOR_KEY", key)
                        .run(replay)
                        .succeeded()
                        .out())
                .startsWith("would send 0 events");
        assertThat(cli.run("replay", "--home", nowhere, "--dry-run").err()).contains("no stack was started");
    }

    @Test
    @Order(5)
    void whatIsStillWrongIsNotReplayed() throws Exception {
        assertThat(documented("quarantine").out()).contains("malformed");
        assertThat(documented("replay --dry-run").out())
                .isEqualTo("would send 0 events; 0 were sent before, 2 are still invalid, 0 are left\n");
        assertThat(documented("replay --type listen --rule listen.duration.required --limit 100")
                        .out())
                .startsWith("sent 0 events");
        assertThat(cli.goldstream("replay", "--type", "dance").err()).contains("type is one of page_view, listen");
    }

    /** And the steps behind this one ask base tables. */
    @Test
    @Order(6)
    void landedRowsMoveToBaseTablesAndEveryAnswerStays() throws Exception {
        String rows = "SELECT layer, table_name, sum(row_count) AS n FROM ops.storage GROUP BY 1, 2 ORDER BY 1, 2";
        String gold =
                "SELECT count(*) AS n, count(DISTINCT event_id) AS ids, max(event_time) AS newest FROM gold.wide_fact";
        String landedRows = cli.csv(rows);
        String landedGold = cli.csv(gold);

        Run advance =
                cli.goldstream("lake", "advance", "--archive", "--grace", "0s").succeeded();

        assertThat(advance.err()).contains("silver.listens: moved ").doesNotContain("not moved");
        assertThat(cli.csv(gold)).isEqualTo(landedGold);
        assertThat(cli.csv(rows)).isEqualTo(landedRows);
        assertThat(cli.csv("SELECT count(*) AS n FROM landing.silver_listens"))
                .as("base alone has them")
                .isEqualTo("n\n0\n");
        try (Stream<Path> archived = Files.walk(cli.home().resolve("lake/_archive"))) {
            assertThat(archived.filter(file -> file.toString().endsWith(".parquet")))
                    .isNotEmpty();
        }
        assertThat(cli.goldstream("lake", "advance").succeeded().err()).doesNotContain("moved");
        theMetastoreForgetsTheBaseTables();
        assertThat(cli.goldstream("lake", "advance").err())
                .contains("silver_listens", "Run 'goldstream lake register'");
        assertThat(cli.goldstream("lake", "register").succeeded().out())
                .containsPattern("silver_listens +\\| was lost, registered");
        assertThat(cli.goldstream("lake", "register").succeeded().out())
                .containsPattern("silver_listens +\\| up to date")
                .doesNotContain("lost");
        assertThat(cli.csv(gold)).isEqualTo(landedGold);
        assertThat(cli.run(
                                "storage",
                                "--home",
                                cli.work().resolve("nowhere").toString(),
                                "--lake",
                                cli.home().resolve("lake").toString())
                        .err())
                .contains("have left for base tables, so only Trino can count the rows");
    }

    private static void theMetastoreForgetsTheBaseTables() throws IOException {
        try (Stream<Path> definitions = Files.walk(cli.home().resolve("lake/_metastore/base"))) {
            for (Path file : definitions.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** As if Kafka had deleted them before they were refined: the group's offsets go on behind them. */
    @Test
    @Order(7)
    void recordsThatWereSkippedComeBackFromTheBaseTablesOnce() throws Exception {
        Path auths = cli.work().resolve("events/auth_events.ndjson");
        String count = "SELECT count(*) AS n, count(DISTINCT (source_partition, source_offset)) AS records"
                + " FROM bronze.auth_events";
        cli.process("gateway").orElseThrow().destroy();
        cli.process("gateway").ifPresent(process -> process.onExit().join());
        cli.goldstream("load", "--via", "kafka", auths.toString()).succeeded();
        assertThat(cli.goldstream("status").out())
                .as("how many records wait, in which number of partitions, and for how long")
                .containsPattern(
                        "\\| records to refine +\\| in partitions +\\| oldest of them +\\|\\s+\\+[-+]+\\s+\\| +"
                                + Cli.lines(auths) + " +\\| +[1-9]\\d* +\\| +\\d+ (s|min) ago +\\|");
        skip("raw.auth_events");
        cli.goldstream("up").succeeded();
        assertThat(cli.goldstream("wait", "--timeout", "1s").err()).contains("in neither bronze nor quarantine");
        assertThat(cli.csv("""
                        SELECT layer, open_records, behind_raw_seconds > 0 AS is_behind FROM ops.freshness
                        WHERE layer IN ('bronze', 'silver') AND table_name LIKE 'auth%' ORDER BY layer"""))
                .as("what was skipped is not seen by offsets, but by coordinates")
                .isEqualTo("layer,open_records,is_behind\nbronze,%1$d,true\nsilver,%1$d,true\n"
                        .formatted(Cli.lines(auths)));

        cli.goldstream("lake", "advance", "--archive", "--grace", "0s").succeeded();
        assertThat(cli.csv("SELECT count(*) AS n FROM landing.raw_auth_events"))
                .as("what is missing is in base alone")
                .isEqualTo("n\n0\n");
        new OperatorsWalk(cli, new Ports(portBase())).refinesMissing(Cli.lines(auths));
        cli.goldstream("wait", "--timeout", "5m").succeeded();
        assertThat(documented("reprocess --missing").out()).isEqualTo("refined 0 records that were missing\n");
        theQuestionOfWhatIsMissingReadsARangeOfEachBaseTable();
        assertThat(cli.csv(count)).isEqualTo("n,records\n%1$d,%1$d\n".formatted(demoAuths + 3 * Cli.lines(auths)));
    }

    private static void theQuestionOfWhatIsMissingReadsARangeOfEachBaseTable() throws Exception {
        try (Connection connection = LakeConnection.open(new Ports(portBase()))) {
            String question = (String) Query.run(connection, """
                            SELECT max_by(query, created) FROM system.runtime.queries
                            WHERE query LIKE '%EXCEPT%bronze.auth_events%' AND query NOT LIKE '%system.runtime%'""").value();
            String plan = (String) Query.run(connection, "EXPLAIN " + question).value();
            assertThat(plan.lines()
                            .filter(line ->
                                    line.matches(".*Scan.*_base:base\\.(raw|bronze|quarantine)_.*filterPredicate.*")))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(line -> line.contains("source_offset"));
        }
    }

    /** Runs a command as docs/reprocessing.md has it. */
    private static Run documented(String command) throws Exception {
        assertThat(Project.current().root().resolve("docs/reprocessing.md"))
                .content()
                .contains("\n./goldstream " + command + "\n");
        return cli.goldstream(command.split(" ")).succeeded();
    }

    /** Moves the refinery's offsets to where a topic ends. */
    private static void skip(String topic) throws Exception {
        String bootstrap = new Ports(portBase()).bootstrapServers();
        try (Offsets offsets = new Offsets(bootstrap);
                Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
            offsets.lastRecords(List.of(topic))
                    .forEach((partition, last) -> ends.put(partition, new OffsetAndMetadata(last + 1)));
            admin.alterConsumerGroupOffsets(Diagnosis.refineryGroup(Generation.FIRST), ends)
                    .all()
                    .get();
        }
    }

    @Test
    @Order(8)
    void aTakenPortIsOneClearLineAndLeavesNothingRunning() throws Exception {
        String base = Integer.toString(portBase());
        Path other = cli.work().resolve("other");

        Run up = cli.run("up", "--home", other.toString(), "--port-base", base);

        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.err()).hasLineCount(1).contains("is taken", "--port-base");
        assertThat(cli.run("down", "--wipe", "--home", other.toString()).err()).contains("Nothing was running");
    }

    @Test
    @Order(9)
    void wrongSqlAndWrongUsageHaveTheirExitCodes() throws Exception {
        assertThat(cli.goldstream("sql", "SELEC 1").exit()).isEqualTo(1);
        assertThat(cli.goldstream("sql", "--format", "xml", "SELECT 1").exit()).isEqualTo(2);
    }

    /** Trino itself gives up such a query after minutes only, and an account may run just a few at once. */
    @Test
    @Order(9)
    void aQueryWhoseAnswerNobodyAwaitsIsCancelled() throws Exception {
        String endless = "SELECT a.date_key AS %s FROM gold.dim_datetime AS a CROSS JOIN gold.dim_datetime AS b";
        try (Connection connection = LakeConnection.open(new Ports(portBase()))) {
            assertThat(cli.exitAfterOneLine("sql", "--format", "csv", endless.formatted("unread")))
                    .isEqualTo(1);
            assertThat(endOf("unread", connection)).isEqualTo("USER_CANCELED");

            Process interrupted = cli.begin(
                    Map.of(), "sql", endless.formatted("interrupted") + " WHERE a.date_key * b.date_key % 7 = 3");
            while (statesOf("interrupted", connection).isEmpty()) {
                assertThat(interrupted.isAlive()).isTrue();
                Thread.sleep(50);
            }
            interrupted.destroy();
            cli.ended(interrupted, "sql");
            assertThat(endOf("interrupted", connection)).isEqualTo("USER_CANCELED");
        }
    }

    private static Object endOf(String column, Connection connection) throws Exception {
        List<List<Object>> states = statesOf(column, connection);
        while (states.stream().anyMatch(state -> state.getLast() == null)) {
            Thread.sleep(50);
            states = statesOf(column, connection);
        }
        assertThat(states).hasSize(1);
        return states.getFirst().getFirst();
    }

    private static List<List<Object>> statesOf(String column, Connection connection) throws Exception {
        return Query.run(
                        connection,
                        "SELECT error_code, \"end\" FROM system.runtime.queries WHERE query LIKE '%date_key AS "
                                + column + "%' AND query NOT LIKE '%system.runtime%'")
                .rows();
    }

    @Test
    @Order(10)
    void downLeavesNoProcessAndTheDataComeBackWithUp() throws Exception {
        List<ProcessHandle> processes = new ArrayList<>();
        for (String part : Cli.PARTS) {
            processes.add(cli.process(part).orElseThrow());
        }

        cli.goldstream("down").succeeded();

        // One that has ended counts as alive until its parent has asked how: what it ran is gone before.
        assertThat(processes).noneMatch(process -> process.info().command().isPresent());
        assertThat(processes).allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(REAPED));
        assertThat(Cli.PARTS).noneMatch(part -> Files.exists(cli.home().resolve(part + ".pid")));
        cli.goldstream("up").succeeded();
        assertThat(cli.csv("SELECT count(*) AS n FROM gold.fact_stream")).isEqualTo("n\n%d\n".formatted(plays()));
    }

    @Test
    @Order(11)
    void anOperatorLooksAfterItByEndpointsAlone() throws Exception {
        new OperatorsWalk(cli, new Ports(portBase())).looksAfterIt();
    }

    /** All that were loaded: the demonstration's, the files', and two that are odd. */
    private static long plays() {
        return demoListens + simulatedListens + 2;
    }

    private static int portBase() throws IOException {
        return Integer.parseInt(
                Files.readString(cli.home().resolve("stack.properties")).replaceAll("(?s).*port.base=(\\d+).*", "$1"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
