package io.goldstream.local.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.Cli;
import io.goldstream.local.Cli.Run;
import io.goldstream.local.Project;
import io.goldstream.local.rubbish.RubbishLoad;
import io.goldstream.local.stack.Home;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Stack;
import io.goldstream.trino.Query;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
 * Gold is right, and stays right: events that come by Kafka as eventsim writes them give the answers that plain Java gets
 * from the same files, with and without reference data; then rubbish comes in, then servers are killed.
 *
 * <p>{@code -Dgoldstream.it.events=DIR} asks the same of other events: DIR holds the four files of eventsim.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AnswersIT {

    private static Cli cli;
    private static EmittedEvents events;
    private static Connection gold;

    @BeforeAll
    static void load() throws Exception {
        cli = new Cli("answers");
        cli.goldstream("down", "--wipe");
        String given = System.getProperty("goldstream.it.events");
        Path folder = given == null ? cli.work().resolve("events") : Path.of(given);
        if (given == null) {
            cli.run("simulate", "--users", "150", "--days", "3", "--seed", "11", "--out", folder.toString())
                    .succeeded();
        }
        events = EmittedEvents.in(folder);
        cli.goldstream("up").succeeded();
        List<String> load = new ArrayList<>(List.of("load", "--via", "kafka"));
        try (var files = Files.list(folder)) {
            files.map(Path::toString)
                    .filter(name -> name.contains("_events.ndjson"))
                    .forEach(load::add);
        }
        cli.goldstream(load.toArray(String[]::new)).succeeded();
        cli.goldstream("wait").succeeded();
        gold = LakeConnection.open(new Stack(Home.at(cli.home()), Project.current()).ports());
    }

    @AfterAll
    static void stop() throws Exception {
        gold.close();
        cli.goldstream("down", "--wipe").succeeded();
    }

    @TestFactory
    @Order(1)
    List<DynamicTest> everyAnswerIsRightWithoutReferenceData() {
        return tests(Answers.all().stream());
    }

    @TestFactory
    @Order(2)
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
    @Order(3)
    void rubbishByHttpIsQuarantinedByteForByteAndSpoilsNothing() throws Exception {
        new RubbishLoad(cli, "http").isQuarantinedAndSpoilsNothing();
    }

    @Test
    @Order(4)
    void rubbishByKafkaIsQuarantinedByteForByteAndSpoilsNothing() throws Exception {
        new RubbishLoad(cli, "kafka").isQuarantinedAndSpoilsNothing();
    }

    @Test
    @Order(5)
    void killsByHttpLoseNothingAndDoubleNothing() throws Exception {
        assertThat(cli.goldstream("chaos", "--seed", "5", "--kills", "1", "--users", "300", "--victims", "connect")
                        .succeeded()
                        .err())
                .contains("kill 1 of 1: connect");
    }

    @Test
    @Order(6)
    void killsByKafkaLoseNothingAndDoubleNothing() throws Exception {
        assertThat(cli.goldstream("chaos", "--seed", "6", "--kills", "2", "--users", "200", "--via", "kafka")
                        .succeeded()
                        .err())
                .contains("kill 2 of 2");
    }

    @Test
    @Order(7)
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
    @Order(8)
    void storageAndQuarantineAreTold() throws Exception {
        assertThat(cli.goldstream("storage").succeeded().out()).contains("bronze", "listen_events", "bytes");
        assertThat(cli.goldstream("quarantine", "--format", "csv").succeeded().out())
                .startsWith("type,kind,reason,events,latest\n")
                .contains("listen,malformed,");
    }
}
