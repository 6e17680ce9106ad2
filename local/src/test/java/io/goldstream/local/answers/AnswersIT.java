package io.goldstream.local.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.goldstream.events.schema.Generation;
import io.goldstream.local.Cli;
import io.goldstream.local.Cli.Run;
import io.goldstream.local.Project;
import io.goldstream.local.rubbish.RubbishLoad;
import io.goldstream.local.stack.Home;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Stack;
import io.goldstream.trino.BaseTable;
import io.goldstream.trino.Query;
import io.goldstream.trino.reference.ReferenceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Gold is right, and stays right. First a few events whose answers stand beside them, written by no code of the product
 * ({@code fixtures/answers}); then many that are simulated, with the answers that plain Java gets from the same files, with
 * and without reference data; then rubbish comes in, then servers are killed.
 *
 * <p>{@code -Dgoldstream.it.events=DIR} asks the same of other events: DIR holds the four files of eventsim, and may hold
 * {@code expected.json}, {@code songs.csv} and {@code state_codes.csv}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnswersIT {

    private static final String GIVEN = System.getProperty("goldstream.it.events");

    private static Cli cli;
    private static Path first;
    private static EmittedEvents events;
    private static Connection gold;
    private static Map<String, JsonNode> expected = Map.of();

    @BeforeAll
    static void start() throws Exception {
        cli = new Cli("answers");
        if (GIVEN == null) {
            cli.withRecentFirstDate();
        }
        cli.goldstream("down", "--wipe");
        cli.goldstream("up").succeeded();
        gold = LakeConnection.open(new Stack(Home.at(cli.home()), Project.current()).ports());
        first = GIVEN == null ? Path.of(Cli.fixture("answers")) : Path.of(GIVEN);
        loadByHttpAndByKafka(first);
    }

    /** Of each file the first half by HTTP and the rest by Kafka, until all of it is gold. */
    private static void loadByHttpAndByKafka(Path folder) throws Exception {
        Path halves = cli.work().resolve("halves");
        for (String via : List.of("http", "kafka")) {
            Files.createDirectories(halves.resolve(via));
        }
        for (Path file : eventsFiles(folder)) {
            List<String> lines = Files.readAllLines(file);
            int half = lines.size() / 2;
            Files.write(halves.resolve("http").resolve(file.getFileName()), lines.subList(0, half));
            Files.write(halves.resolve("kafka").resolve(file.getFileName()), lines.subList(half, lines.size()));
        }
        load("http", halves.resolve("http"));
        load("kafka", halves.resolve("kafka"));
        cli.goldstream("wait").succeeded();
    }

    private static void load(String via, Path folder) throws Exception {
        List<String> load = new ArrayList<>(List.of("load", "--via", via));
        eventsFiles(folder).forEach(file -> load.add(file.toString()));
        cli.goldstream(load.toArray(String[]::new)).succeeded();
    }

    private static List<Path> eventsFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("_events.ndjson"))
                    .sorted()
                    .toList();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        gold.close();
        cli.goldstream("down", "--wipe").succeeded();
    }

    @TestFactory
    @Order(1)
    List<DynamicTest> everyExpectedAnswerIsGiven() throws Exception {
        Path file = first.resolve("expected.json");
        if (!Files.exists(file)) {
            return List.of();
        }
        for (Map.Entry<String, String> reference :
                Map.of("songs", "songs.csv", "states", "state_codes.csv").entrySet()) {
            Path csv = first.resolve(reference.getValue());
            if (Files.exists(csv)) {
                cli.goldstream("reference", reference.getKey(), csv.toString()).succeeded();
            }
        }
        expected = ExpectedAnswers.in(file);
        return expected.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> isAsExpected(name)))
                .toList();
    }

    private static void isAsExpected(String name) throws SQLException {
        Map<String, ExpectedAnswer> known = ExpectedAnswers.byName();
        assertThat(known).as("questions of the expected answers").containsKey(name);
        assertThat(known.get(name).ask(gold)).as(name).isEqualTo(expected.get(name));
    }

    /** Before the first rows move, views take the tables' names: for a moment one is not there. */
    @Test
    @Order(2)
    void everyExpectedAnswerIsGivenWhileRowsMoveToBaseTablesAndAfterwards() throws Exception {
        String step = Long.toString(Math.max(20, Cli.lines(first.resolve("listen_events.ndjson")) / 4));
        Process advance = cli.begin(Map.of(), "lake", "advance", "--step", step);
        int given = 0;
        for (Iterator<String> names = expected.keySet().iterator(); advance.isAlive() && names.hasNext(); ) {
            boolean haveMoved = cli.hasTold(": moved ");
            try {
                isAsExpected(names.next());
                given += haveMoved && advance.isAlive() ? 1 : 0;
            } catch (SQLException absent) {
                assertThat(absent.getMessage()).contains("does not exist");
                assertThat(haveMoved).as(absent.getMessage()).isFalse();
            }
            names = names.hasNext() ? names : expected.keySet().iterator();
        }
        Run advanced = cli.ended(advance, "lake", "advance").succeeded();

        assertThat(advanced.err()).doesNotContain("not moved");
        assertThat(given).as("answers while rows moved").isGreaterThan(expected.isEmpty() ? -1 : 5);
        for (String name : expected.keySet()) {
            isAsExpected(name);
        }
        askLandedFilesAgain();
    }

    /** PipelineIT and GenerationsIT ask base tables. */
    private static void askLandedFilesAgain() throws Exception {
        for (BaseTable base : BaseTable.all(LakeConnection.settings(Generation.FIRST))) {
            Query.run(gold, "DROP TABLE " + base.qualified());
        }
        cli.goldstream("lake", "apply").succeeded();
    }

    @TestFactory
    @Order(3)
    List<DynamicTest> everyAnswerIsRightWithoutReferenceData() throws Exception {
        for (ReferenceTable table : ReferenceTable.values()) {
            Files.deleteIfExists(
                    Home.at(cli.home()).lake().resolve(table.folder()).resolve("reference.json"));
        }
        events = EmittedEvents.in(first);
        if (GIVEN == null) {
            Path folder = cli.work().resolve("events");
            cli.run("simulate", "--users", "150", "--days", "3", "--seed", "11", "--out", folder.toString())
                    .succeeded();
            load("kafka", folder);
            cli.goldstream("wait").succeeded();
            events = EmittedEvents.in(first, folder);
        }
        return tests(Answers.all().stream());
    }

    @TestFactory
    @Order(4)
    List<DynamicTest> everyAnswerThatReferenceDataCouldChangeIsStillRight() throws Exception {
        assertThat(cli.goldstream("reference", "songs", Cli.fixture("songs.csv"))
                        .succeeded()
                        .out())
                .isEqualTo("loaded 4 songs\n");
        assertThat(cli.goldstream("reference", "states", Cli.fixture("states.csv"))
                        .succeeded()
                        .out())
                .isEqualTo("loaded 3 states\n");
        Run refused = cli.goldstream("reference", "songs", Cli.fixture("states.csv"));
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("states.csv");
        return tests(Answers.all().stream().filter(AnswersIT::couldChange));
    }

    @Test
    @Order(5)
    void everyCheckPasses() throws Exception {
        Run checked = cli.goldstream("check").succeeded();
        assertThat(checked.out())
                .contains("| reconciliation of gold ", "| references ", "| freshness ")
                .contains("| comments ", "| grain of gold.fact_stream ")
                .doesNotContain("| no ");
        assertThat(checked.err().lines().filter(line -> line.startsWith("[")))
                .as("progress, a line for each check")
                .hasSizeGreaterThan(35)
                .first()
                .asString()
                .matches("\\[1/[0-9]+] reconciliation");
        Run unknown = cli.goldstream("check", "--only", "nothing like it");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("--list");
    }

    /** What joins songs and artists, or counts what a join could multiply. */
    private static boolean couldChange(Answer answer) {
        return answer.sql().contains("song_name") || answer.sql().contains("FROM gold.wide_fact)");
    }

    private static List<DynamicTest> tests(Stream<Answer> answers) {
        return answers.map(answer -> DynamicTest.dynamicTest(answer.name(), () -> assertThat(rows(answer.sql()))
                        .isEqualTo(answer.oracle().apply(events))))
                .toList();
    }

    private static List<List<String>> rows(String sql) throws SQLException {
        return Query.run(gold, sql).rows().stream()
                .map(row -> row.stream().map(String::valueOf).toList())
                .toList();
    }

    @Test
    @Order(6)
    void rubbishByHttpIsQuarantinedByteForByteAndSpoilsNothing() throws Exception {
        new RubbishLoad(cli, "http").isQuarantinedAndSpoilsNothing();
    }

    @Test
    @Order(7)
    void rubbishByKafkaIsQuarantinedByteForByteAndSpoilsNothing() throws Exception {
        new RubbishLoad(cli, "kafka").isQuarantinedAndSpoilsNothing();
    }

    @Test
    @Order(8)
    void killsByHttpLoseNothingAndDoubleNothing() throws Exception {
        assertThat(cli.goldstream("chaos", "--seed", "5", "--kills", "1", "--users", "300", "--victims", "connect")
                        .succeeded()
                        .err())
                .contains("kill 1 of 1: connect");
    }

    @Test
    @Order(9)
    void killsByKafkaLoseNothingAndDoubleNothing() throws Exception {
        assertThat(cli.goldstream("chaos", "--seed", "6", "--kills", "2", "--users", "200", "--via", "kafka")
                        .succeeded()
                        .err())
                .contains("kill 2 of 2");
    }

    @Test
    @Order(10)
    void theLakeGoesBackToACheckpointAndComesForwardAgain() throws Exception {
        String plays = cli.csv("SELECT count(*) AS n, count(DISTINCT event_id) AS ids FROM gold.fact_stream");
        assertThat(cli.goldstream("checkpoint", "list").succeeded().out())
                .contains("goldstream-bronze", "raw.listen_events");
        String copy = cli.work().resolve("checkpoints.json").toString();
        cli.goldstream("checkpoint", "backup", copy).succeeded();
        cli.goldstream("load", "--via", "kafka", Cli.fixture("listen_quirks.ndjson"))
                .succeeded();
        cli.goldstream("wait").succeeded();
        String later = cli.csv("SELECT count(*) AS n, count(DISTINCT event_id) AS ids FROM gold.fact_stream");
        assertThat(later).isNotEqualTo(plays);

        assertThat(cli.goldstream("checkpoint", "restore", copy).succeeded().err())
                .contains("Say --yes");
        assertThat(cli.goldstream("checkpoint", "restore", copy, "--yes")
                        .succeeded()
                        .err())
                .contains("Restored");

        cli.goldstream("wait").succeeded();
        assertThat(cli.csv("SELECT count(*) AS n, count(DISTINCT event_id) AS ids FROM gold.fact_stream"))
                .isEqualTo(later);
    }

    @Test
    @Order(11)
    void storageAndQuarantineAreTold() throws Exception {
        assertThat(cli.goldstream("storage").succeeded().out()).contains("bronze", "listen_events", "bytes_per_row");
        assertThat(cli.goldstream("storage", "--topics", "--format", "csv")
                        .succeeded()
                        .out())
                .startsWith("topic,offsets,bytes,bytes_per_offset\n")
                .containsPattern("\nraw\\.listen_events,[1-9][0-9]*,[1-9][0-9]*,[1-9][0-9]*\n");
        assertThat(cli.goldstream("quarantine", "--format", "csv").succeeded().out())
                .startsWith("type,kind,rule,reason,events,latest\n")
                .contains("listen,malformed,event.");
    }
}
