package io.goldstream.local.answers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.local.Cli;
import io.goldstream.local.Cli.Run;
import io.goldstream.local.Project;
import io.goldstream.local.rubbish.RubbishLoad;
import io.goldstream.local.stack.Home;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Stack;
import io.goldstream.trino.Query;
import io.goldstream.trino.reference.ReferenceTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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
        load(first);
    }

    /** By Kafka, as eventsim does, and until all of it is gold. */
    private static void load(Path folder) throws Exception {
        List<String> load = new ArrayList<>(List.of("load", "--via", "kafka"));
        try (var files = Files.list(folder)) {
            files.map(Path::toString)
                    .filter(name -> name.contains("_events.ndjson"))
                    .forEach(load::add);
        }
        cli.goldstream(load.toArray(String[]::new)).succeeded();
        cli.goldstream("wait").succeeded();
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
        Map<String, ExpectedAnswer> known = ExpectedAnswers.byName();
        List<DynamicTest> tests = new ArrayList<>();
        new ObjectMapper()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(file.toFile())
                .properties()
                .forEach(expected -> tests.add(DynamicTest.dynamicTest(expected.getKey(), () -> {
                    assertThat(known).as("questions of %s", file).containsKey(expected.getKey());
                    assertThat(known.get(expected.getKey()).ask(gold))
                            .isEqualTo(ExpectedAnswer.normal(expected.getValue().get("value")));
                })));
        return tests;
    }

    @TestFactory
    @Order(2)
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
            load(folder);
            events = EmittedEvents.in(first, folder);
        }
        return tests(Answers.all().stream());
    }

    @TestFactory
    @Order(3)
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
    @Order(4)
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
    @Order(5)
    void rubbishByHttpIsQuarantinedByteForByteAndSpoilsNothing() throws Exception {
        new RubbishLoad(cli, "http").isQuarantinedAndSpoilsNothing();
    }

    @Test
    @Order(6)
    void rubbishByKafkaIsQuarantinedByteForByteAndSpoilsNothing() throws Exception {
        new RubbishLoad(cli, "kafka").isQuarantinedAndSpoilsNothing();
    }

    @Test
    @Order(7)
    void killsByHttpLoseNothingAndDoubleNothing() throws Exception {
        assertThat(cli.goldstream("chaos", "--seed", "5", "--kills", "1", "--users", "300", "--victims", "connect")
                        .succeeded()
                        .err())
                .contains("kill 1 of 1: connect");
    }

    @Test
    @Order(8)
    void killsByKafkaLoseNothingAndDoubleNothing() throws Exception {
        assertThat(cli.goldstream("chaos", "--seed", "6", "--kills", "2", "--users", "200", "--via", "kafka")
                        .succeeded()
                        .err())
                .contains("kill 2 of 2");
    }

    @Test
    @Order(9)
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
    @Order(10)
    void storageAndQuarantineAreTold() throws Exception {
        assertThat(cli.goldstream("storage").succeeded().out()).contains("bronze", "listen_events", "bytes_per_row");
        assertThat(cli.goldstream("storage", "--topics", "--format", "csv")
                        .succeeded()
                        .out())
                .startsWith("topic,offsets,bytes,bytes_per_offset\n")
                .containsPattern("\nraw\\.listen_events,[1-9][0-9]*,[1-9][0-9]*,[1-9][0-9]*\n");
        assertThat(cli.goldstream("quarantine", "--format", "csv").succeeded().out())
                .startsWith("type,kind,reason,events,latest\n")
                .contains("listen,malformed,");
    }
}
