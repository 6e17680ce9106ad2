package io.goldstream.local;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.Cli.Run;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** All of raw refined anew, beside what is in use, and switched to, killed or not: by the command line, on real servers. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GenerationsIT {

    private static final String FIRST_DATE = "GOLDSTREAM_FIRST_DATE";

    /** Recent: each query that names no date asks for every one since. */
    private static final LocalDate FIRST_DAY = LocalDate.now(UTC).minusDays(7);

    private static Cli cli;
    private static Rebuilding rebuild;
    private static String gold;

    @BeforeAll
    static void start() throws Exception {
        cli = new Cli("generations")
                .with(FIRST_DATE, FIRST_DAY.minusDays(1).toString())
                .with("GOLDSTREAM_SINK_MAX_AGE", "PT1S")
                .with("GOLDSTREAM_SINK_MAX_AGE_RAW", "PT1S");
        rebuild = new Rebuilding(cli);
        cli.goldstream("down", "--wipe");
        List<String> files = cli.run(
                        "simulate", "--users", "25", "--days", "2", "--from", FIRST_DAY.toString(), "--out", "events")
                .succeeded()
                .out()
                .lines()
                .map(file -> cli.work().resolve(file).toString())
                .toList();
        cli.goldstream("up").succeeded();
        cli.goldstream(Stream.of(List.of("load"), files, List.of(Cli.fixture("listen_quirks.ndjson")))
                        .flatMap(List::stream)
                        .toArray(String[]::new))
                .succeeded();
    }

    @AfterAll
    static void stop() throws Exception {
        cli.goldstream("down", "--wipe").succeeded();
    }

    @Test
    @Order(1)
    void refinedAnewWhileEventsComeInTheRowsAreTheSameAndGatewayAndTablesGoOver() throws Exception {
        cli.goldstream("wait", "--timeout", "5m").succeeded();
        gold = rebuild.gold();
        cli.goldstream("lake", "advance", "--archive", "--grace", "0s").succeeded();
        assertThat(rebuild.count("landing.raw_listen_events"))
                .as("base tables alone have raw and generation 1")
                .isZero();
        assertThat(rebuild.gold()).isEqualTo(gold);
        long auths = rebuild.count("bronze.auth_events");
        long rows = rebuild.rows();
        cli.killOnce("refining raw.listen_events", Map.of(), "reprocess", "--rebuild", "--from", "files");

        Run over = rebuild.whileEventsComeIn("reprocess --rebuild --from files --switch");

        assertThat(over.out())
                .contains(" 0 differ, 0 more were settled by a replay\n")
                .endsWith("generation 2 is in use\n");
        assertThat(Rebuilding.compared(over)).isGreaterThanOrEqualTo(rows);
        assertThat(rebuild.generation()).isEqualTo("2");
        cli.goldstream("wait", "--timeout", "5m").succeeded();
        rebuild.assertEachRecordIsOnceIn(2);
        assertThat(rebuild.gold()).isEqualTo(gold);
        assertThat(rebuild.count("bronze.auth_events")).isEqualTo(auths + rebuild.sentMeanwhile());
        assertThat(cli.goldstream("reprocess", "--rebuild", "--generation", "2").err())
                .contains("generation 2 is in use");
    }

    @Test
    @Order(2)
    void theGenerationThatWasLeftIsCaughtUpAndGoneBackTo() throws Exception {
        long rows = rebuild.rows();

        Run back = documented("reprocess --switch --generation 1").succeeded();

        assertThat(back.out()).endsWith("generation 1 is in use\n");
        assertThat(Rebuilding.compared(back)).isEqualTo(rows);
        assertThat(rebuild.generation()).isEqualTo("1");
        assertThat(rebuild.gold()).isEqualTo(gold);
        assertThat(rebuild.rows()).isEqualTo(rows);
        rebuild.assertEachRecordIsOnceIn(1);
    }

    /** As if it had been idle for longer than a broker keeps a group's offsets. */
    @Test
    @Order(3)
    void aGenerationWhoseOffsetsAreForgottenIsNotRefinedTwice() throws Exception {
        rebuild.forgetOffsets(2);

        Run refused = cli.goldstream("reprocess", "--rebuild", "--generation", "2");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("Kafka no longer has its progress", "goldstream reprocess --rebuild --generation N");
    }

    /** Made by endpoints alone, as on a cluster; put to use by the stack that runs the gateway. */
    @Test
    @Order(4)
    void underAnotherRuleTheGenerationsDifferAndTheSwitchHasToBeToldSo() throws Exception {
        Map<String, String> aDayLater = Map.of(FIRST_DATE, FIRST_DAY.plusDays(1).toString());
        String[] anew = {"reprocess", "--rebuild", "--generation", "3"};
        Cli operator = OperatorsWalk.operator("generations-operator", cli, rebuild.ports());
        operator.killOnce("starting the gateway", aDayLater, anew);
        rebuild.assertTopicsAreAlike(1, 3);

        Run compared = operator.goldstream(aDayLater, anew);

        assertThat(compared.exit()).isEqualTo(1);
        assertThat(compared.out())
                .contains("only in generation 3: listen.ts.too_old", "only in generation 3: auth.ts.too_old")
                .contains("| silver.listens ");
        assertThat(compared.err())
                .contains("the generations differ, so generation 1 stays in use")
                .contains("goldstream reprocess --switch --generation 3 --accept-differences");
        assertThat(rebuild.generation()).isEqualTo("1");
        assertThat(rebuild.gold()).isEqualTo(gold);
        assertThat(cli.goldstream(aDayLater, "reprocess", "--switch", "--generation", "3", "--accept-differences")
                        .succeeded()
                        .out())
                .endsWith("generation 3 is in use\n");
        assertThat(rebuild.generation()).isEqualTo("3");
        rebuild.assertEachRecordIsOnceIn(3);
        assertThat(rebuild.gold()).isNotEqualTo(gold);
    }

    /** What the rule of a day later had refused is sent again by the right rule: before a rebuild, while it is made, and after. */
    @Test
    @Order(5)
    void whatIsReplayedBesideARebuildIsSettledOrFound() throws Exception {
        cli.process("gateway").orElseThrow().destroy();
        cli.process("gateway").ifPresent(process -> process.onExit().join());
        cli.goldstream("up").succeeded();
        long auths = replayed("auth");
        assertThat(auths).isPositive();
        String[] goOver = {"reprocess", "--rebuild", "--switch", "--accept-differences", "--generation", "4"};

        Process meanwhile = cli.begin(Map.of(), goOver);
        cli.awaitTold(meanwhile, "waiting until generation 4 has landed");
        long listens = replayed("listen");
        Run found = cli.ended(meanwhile, goOver);

        assertThat(found.exit()).isEqualTo(1);
        assertThat(found.out()).contains("%,d more were settled by a replay".formatted(auths));
        assertThat(found.err()).contains("%,d events were replayed during the comparison".formatted(listens));
        assertThat(rebuild.generation()).isEqualTo("3");
        Run twice = cli.goldstream("reprocess", "--switch", "--generation", "4", "--accept-differences");
        assertThat(twice.exit()).isEqualTo(1);
        assertThat(twice.err())
                .contains("%,d events were replayed after generation 4 had accepted them".formatted(listens));

        long all = auths + listens + replayed("page_view") + replayed("status_change");
        Run over = cli.goldstream("reprocess", "--rebuild", "--switch", "--generation", "5")
                .succeeded();
        assertThat(over.out())
                .contains(" 0 differ, %,d more were settled by a replay\n".formatted(all))
                .endsWith("generation 5 is in use\n");
        rebuild.assertEachRecordIsOnceIn(5);
        assertThat(rebuild.gold()).isEqualTo(gold);
    }

    /** Replays what there is of a type, from a folder of its own: another command may run in this one. */
    private static long replayed(String type) throws Exception {
        String sent = new Cli("generations-replay")
                .run("replay", "--type", type, "--home", cli.home().toString())
                .succeeded()
                .out();
        Matcher events = Pattern.compile("sent ([\\d,]+) events").matcher(sent);
        assertThat(events.find()).as(sent).isTrue();
        return Long.parseLong(events.group(1).replace(",", ""));
    }

    @Test
    @Order(6)
    void topicsThatKafkaHasCutAreNotTakenForAllOfRaw() throws Exception {
        rebuild.cut("raw.auth_events");

        Run refused = cli.goldstream("reprocess", "--rebuild", "--generation", "6");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("Kafka has deleted records of raw.auth_events-", "--from files");
    }

    /** Runs a command as docs/reprocessing.md has it. */
    private static Run documented(String command) throws Exception {
        assertThat(Project.current().root().resolve("docs/reprocessing.md"))
                .content()
                .contains("\n./goldstream " + command + "\n");
        return cli.goldstream(command.split(" "));
    }
}
