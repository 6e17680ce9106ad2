package io.goldstream.gateway.refinery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.gateway.GatewayProcess;
import io.goldstream.gateway.KafkaBroker;
import io.goldstream.gateway.RecordFault;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A record that ends the packaged gateway's process whenever it is read, by {@code kill -9}; and its way back. */
@DisabledIfSystemProperty(named = "gateway.executable", matches = ".+", disabledReason = "only a JVM takes an agent")
class UnreadRecordsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NAME = "poisoned";
    private static final String EVENT = "play-7";
    private static final String MARK = "the-record-that-kills";
    private static final Path MET = Path.of("target/it/the-record-is-met");

    /** Long, so that it is the end of the process by which the record is known. */
    private static final Map<String, String> SETTINGS = Map.of(
            "GOLDSTREAM_REFINERY_SESSION_TIMEOUT", "6s",
            "GOLDSTREAM_REFINERY_TRANSACTION_TIMEOUT", "8s",
            "GOLDSTREAM_REFINERY_RECORD_TIMEOUT", "10m");

    /** 5,000 records at once, again, 256, 16, 1 and again; then it is known. */
    private static final int MOST_KILLS = 9;

    private static final KafkaBroker BROKER = new KafkaBroker();

    private static String bootstrap;
    private static RawLedger ledger;

    @BeforeAll
    static void start() {
        bootstrap = BROKER.start();
        ledger = new RawLedger(bootstrap);
    }

    @AfterAll
    static void stop() {
        ledger.close();
        BROKER.stop();
    }

    @Test
    void aRecordThatKillsTheProcessIsSetAsideAndIsReplayedOnceTheCauseIsGone() throws Exception {
        ledger.produceListens(900);
        String poison = ledger.produceListen(MARK, EVENT);
        ledger.produceListens(900);
        Map<String, String> poisoned = new HashMap<>(SETTINGS);
        poisoned.put("JAVA_TOOL_OPTIONS", RecordFault.option(Path.of("target/it/record-fault.jar"), MARK, MET));

        int kills = 0;
        GatewayProcess survivor = null;
        while (survivor == null) {
            Files.deleteIfExists(MET);
            GatewayProcess gateway = GatewayProcess.refinery(NAME, bootstrap, poisoned);
            if (isMet(gateway)) {
                gateway.kill();
                assertThat(++kills).as("kills").isLessThanOrEqualTo(MOST_KILLS);
            } else {
                survivor = gateway;
            }
        }
        try (GatewayProcess gateway = survivor) {
            ledger.awaitExactlyOnce();
            assertThat(kills).isGreaterThan(1);
            assertThat(kindsOf(poison)).containsExactly("unread");
            assertThat(ledger.landed().stream().filter(one -> one.kind().equals("unread")))
                    .as("no other record")
                    .hasSize(1);

            String repeated = ledger.produceListen(MARK, EVENT);
            ledger.awaitExactlyOnce();
            assertThat(kindsOf(repeated)).as("known by its headers alone").containsExactly("duplicate");
            gateway.awaitReady().stop();
        }

        try (GatewayProcess mended =
                GatewayProcess.refinery(NAME, bootstrap, SETTINGS).awaitReady()) {
            assertThat(replay(mended, "&dryRun=true")).containsEntry("replayed", 1);
            assertThat(replay(mended, "")).containsEntry("replayed", 1).containsEntry("before", 0);
            assertThat(replay(mended, "")).containsEntry("replayed", 0).containsEntry("before", 1);
            ledger.awaitExactlyOnce();
            assertThat(layersOf(EVENT)).containsExactlyInAnyOrder("bronze", "silver", "quarantine", "quarantine");
            mended.stop();
        }

        // Whoever comes next knows the same from the log alone.
        try (GatewayProcess next =
                GatewayProcess.refinery("next", bootstrap, SETTINGS).awaitReady()) {
            String repeated = ledger.produceListen(MARK, EVENT);
            ledger.awaitExactlyOnce();
            assertThat(kindsOf(repeated)).containsExactly("duplicate");
            assertThat(layersOf(EVENT).stream().filter(layer -> layer.equals("silver")))
                    .hasSize(1);
            next.stop();
        }
    }

    /** Whether the process comes to stand at the record; else it goes past it. */
    private static boolean isMet(GatewayProcess gateway) throws Exception {
        Instant deadline = Instant.now().plus(LIMIT);
        while (!Files.exists(MET)) {
            if (gateway.isReady() && unread(gateway) > 0) {
                return false;
            }
            assertThat(Instant.now()).as("the record is met, or set aside").isBefore(deadline);
            Thread.sleep(50);
        }
        return true;
    }

    private static double unread(GatewayProcess gateway) throws Exception {
        return gateway.get("/q/metrics")
                .body()
                .lines()
                .filter(line ->
                        line.startsWith("goldstream_refinery_records_total{") && line.contains("outcome=\"unread\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static Map<String, Object> replay(GatewayProcess gateway, String more) throws Exception {
        HttpResponse<String> answer = gateway.post("/v1/quarantine/replay?kind=unread" + more);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readValue(answer.body(), new TypeReference<>() {});
    }

    /** What became of a raw record; the kind is empty in bronze and silver. */
    private static List<String> kindsOf(String coordinate) {
        return ledger.landed().stream()
                .filter(one -> one.coordinate().equals(coordinate))
                .map(RawLedger.Landed::kind)
                .toList();
    }

    private static List<String> layersOf(String event) {
        return ledger.landed().stream()
                .filter(one -> one.eventId().equals(event))
                .map(RawLedger.Landed::layer)
                .toList();
    }
}
