package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.gateway.Await;
import io.goldstream.gateway.GatewayProcess;
import io.goldstream.gateway.KafkaBroker;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The refinery against everything that can happen to its processes. The promise is always the same: each raw record is in
 * bronze or in quarantine, once.
 */
class RefineryIT {

    private static final String GROUP = RefineryProtocol.GROUP;
    private static final Map<String, String> SETTINGS = Map.of(
            "GOLDSTREAM_REFINERY_SESSION_TIMEOUT", "6s",
            "GOLDSTREAM_REFINERY_TRANSACTION_TIMEOUT", "8s",
            "GOLDSTREAM_REFINERY_MAX_RECORDS", "1000");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LOAD = 12_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final KafkaBroker BROKER = new KafkaBroker();
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private static String bootstrap;
    private static Admin admin;
    private static RawLedger ledger;

    @BeforeAll
    static void start() {
        bootstrap = BROKER.start();
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        ledger = new RawLedger(bootstrap);
    }

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
        ledger.close();
        admin.close();
        BROKER.stop();
    }

    @Test
    void anInstanceThatIsKilledWithinATransactionLeavesNothingHalf() throws Exception {
        try (GatewayProcess killed = refinery("killed").awaitReady()) {
            Future<?> load = load();
            freezeWithinATransaction(killed, "killed");
            killed.kill();
            try (GatewayProcess again = refinery("killed")) {
                load.get();
                ledger.awaitExactlyOnce();
                assertThat(ledger.landed().stream().map(RawLedger.Landed::kind))
                        .contains("duplicate", "invalid", "malformed");
                again.awaitReady().stop();
            }
        }
    }

    @Test
    void instancesComeAndGoUnderLoad() throws Exception {
        try (GatewayProcess first = refinery("first").awaitReady()) {
            Future<?> load = load();
            try (GatewayProcess second = refinery("second").awaitReady()) {
                await(
                        "both have partitions",
                        () -> assigned().size() == 2 && !assigned().contains(0));
                load.get();
                load = load();
                first.stop();
                await("the other has all", () -> assigned().equals(List.of(8)));
                load.get();
                load = load();
                try (GatewayProcess third = refinery("third").awaitReady()) {
                    load.get();
                    ledger.awaitExactlyOnce();
                    assertThat(second.metric("goldstream_refinery_records_total"))
                            .isPositive();
                    await("no lag", () -> second.metric("goldstream_refinery_lag") == 0);
                    third.stop();
                }
                second.stop();
            }
        }
    }

    @Test
    void anInstanceThatWakesAfterItWasGivenUpChangesNothing() throws Exception {
        try (GatewayProcess zombie = refinery("zombie").awaitReady();
                GatewayProcess heir = refinery("heir").awaitReady()) {
            await(
                    "both have partitions",
                    () -> assigned().size() == 2 && !assigned().contains(0));
            Future<?> load = load();
            freezeWithinATransaction(zombie, "zombie");
            load.get();
            await("the heir has all", () -> assigned().equals(List.of(8)));
            ledger.awaitExactlyOnce();

            zombie.thaw();
            load().get();
            ledger.awaitExactlyOnce();
            zombie.awaitReady();
            assertThat(zombie.metric("goldstream_refinery_aborts_total")).isPositive();
            heir.stop();
            load().get();
            ledger.awaitExactlyOnce();
            zombie.stop();
        }
    }

    @Test
    void whatKafkaDeletesBeforeItIsRefinedIsCounted() throws Exception {
        KafkaBroker broker = new KafkaBroker();
        String servers = broker.start();
        try (RawLedger listens = new RawLedger(servers);
                Admin kafka = Admin.create(Map.of("bootstrap.servers", servers));
                GatewayProcess behind =
                        GatewayProcess.refinery("behind", servers, SETTINGS).awaitReady()) {
            listens.produceListens(1_000);
            await("refined", () -> behind.metric("goldstream_refinery_records_total") == 1_000);
            behind.freeze();
            listens.produceListens(20_000);
            deleteAllButTheLast(kafka, "raw.listen_events", 100);
            behind.thaw();
            await("all is refined, or known to be gone", () -> refinedAndExpired(behind) == 21_000);
            assertThat(behind.metric("goldstream_refinery_expired_total")).isPositive();
            behind.awaitReady().stop();
        } finally {
            broker.stop();
        }
    }

    /** Whatever fails at a record, it fails at this record alone. */
    @Test
    void aRecordThatHangsOrEndsTheSessionIsSetAsideAndTheRestGoesOn() throws Exception {
        Map<String, String> settings = Map.of(
                "goldstream.instance", "careful",
                "goldstream.refinery.session-timeout", "6s",
                "goldstream.refinery.transaction-timeout", "8s",
                "goldstream.refinery.max-records", "1000",
                "goldstream.refinery.restart-delay", "10ms",
                "goldstream.refinery.record-timeout", "1s");
        ledger.produceListens(10);
        String hanging = ledger.produceListen("poison-hang");
        ledger.produceListens(400);
        String failing = ledger.produceListen("poison-error");
        ledger.produceListens(400);
        CountDownLatch end = new CountDownLatch(1);
        Consumer<RawRecord> faults = raw -> {
            String value = raw.value() == null ? "" : new String(raw.value(), UTF_8);
            if (value.contains("poison-hang")) {
                await(end);
            } else if (value.contains("poison-error")) {
                throw new LinkageError("as if the heap were full");
            }
        };
        try (RefineryInProcess careful = new RefineryInProcess(bootstrap, settings, faults)) {
            await("it stands", () -> careful.metric("goldstream.refinery.timeouts") > 0);
            await("and says so", () -> careful.metric("goldstream.refinery.lag", "topic", "raw.listen_events") > 0);
            ledger.awaitExactlyOnce();
            await("ready again", careful::isReady);
            await("no lag", () -> careful.metric("goldstream.refinery.lag") == 0);
            assertThat(careful.metric("goldstream.refinery.timeouts")).isEqualTo(2);
            assertThat(careful.metric("goldstream.refinery.records", "outcome", "unread"))
                    .isEqualTo(2);
        } finally {
            end.countDown();
        }
        assertThat(ledger.landed().stream()
                        .filter(one -> one.kind().equals("unread"))
                        .map(RawLedger.Landed::coordinate))
                .containsExactlyInAnyOrder(hanging, failing);

        // The next one reads the windows again: it meets both, and reads neither.
        Set<String> read = ConcurrentHashMap.newKeySet();
        try (RefineryInProcess next = new RefineryInProcess(bootstrap, settings, raw -> read.add(raw.coordinates()))) {
            await("its windows are whole", next::isReady);
            ledger.produceListens(5);
            ledger.awaitExactlyOnce();
            assertThat(read).isNotEmpty().doesNotContain(hanging, failing);
            assertThat(next.metric("goldstream.refinery.failures")).isZero();
        }
    }

    /** What compression brings past the raw topic's limit, and rows that are larger than the record that they are made of. */
    @Test
    void whatFitsNoTopicBecomesARowThatDoes() throws Exception {
        String event =
                "{\"ts\":1738195209000,\"sessionId\":1,\"artist\":\"A\",\"song\":\"B\",\"duration\":9.5,\"userId\":\"";
        byte[] userOfAMillionDigits = (event + "a1".repeat(500_000) + "\"}").getBytes(UTF_8);
        byte[] blanks = " ".repeat(8_000_000).getBytes(UTF_8);
        byte[] quotes = (event + "u\",\"new\":\"" + "\u0001".repeat(900_000) + "\"}").getBytes(UTF_8);
        byte[] small = (event + "u\"}").getBytes(UTF_8);
        RecordHeaders huge = new RecordHeaders();
        huge.add("huge", new byte[4_000_000]);
        RecordHeaders many = new RecordHeaders();
        for (int i = 0; i < 200_000; i++) {
            many.add("h", new byte[] {1});
        }
        List<String> odd = ledger.produceCompressed(List.of(
                new ProducerRecord<>("raw.listen_events", 0, null, userOfAMillionDigits),
                new ProducerRecord<>(
                        "raw.listen_events", 0, "a1".repeat(500_000).getBytes(UTF_8), userOfAMillionDigits),
                new ProducerRecord<>("raw.listen_events", 0, null, blanks),
                new ProducerRecord<>("raw.listen_events", 0, null, quotes),
                new ProducerRecord<>("raw.listen_events", 0, new byte[5_000_000], small),
                new ProducerRecord<>("raw.listen_events", 0, (byte[]) null, small, huge),
                new ProducerRecord<>("raw.listen_events", 0, (byte[]) null, small, many)));
        try (GatewayProcess gateway = refinery("odd").awaitReady()) {
            ledger.awaitExactlyOnce();
            assertThat(gateway.metric("goldstream_refinery_failures_total")).isZero();
            gateway.stop();
        }
        assertThat(ledger.landed().stream()
                        .filter(one -> !one.layer().equals("silver"))
                        .map(RawLedger.Landed::coordinate)
                        .filter(odd::contains))
                .containsExactlyInAnyOrderElementsOf(odd);
    }

    /** A producer of librdkafka's places keys by CRC32. */
    @Test
    void recordsThatStandInAnotherPartitionThanTheirKeysAreCounted() throws Exception {
        try (GatewayProcess gateway = refinery("placed").awaitReady()) {
            int misplaced = ledger.produceToPartitions(100);
            ledger.awaitExactlyOnce();
            await("counted", () -> gateway.metric("goldstream_refinery_misplaced_total") == misplaced);
            gateway.stop();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInstanceThatNeverFoundKafkaEndsWhenItIsTold() throws Exception {
        try (GatewayProcess alone = GatewayProcess.refinery("alone", "127.0.0.1:1", SETTINGS)) {
            int before = alone.log().length();
            await("it runs", () -> alone.health("live") == 200);
            await(
                    "it looks for Kafka",
                    () -> alone.log().substring(before).contains("kafka-producer-network-thread | alone-refinery"));
            alone.stop();
            assertThat(alone.log().substring(before))
                    .contains("stopped before it had joined the group")
                    .doesNotContain("did not stop in time", "ERROR");
        }
    }

    private static double refinedAndExpired(GatewayProcess gateway) throws Exception {
        return gateway.metric("goldstream_refinery_records_total")
                + gateway.metric("goldstream_refinery_expired_total");
    }

    private static void deleteAllButTheLast(Admin kafka, String topic, int kept) throws Exception {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        kafka.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .forEach(info -> partitions.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest()));
        Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
        kafka.listOffsets(partitions)
                .all()
                .get()
                .forEach((partition, end) ->
                        deleted.put(partition, RecordsToDelete.beforeOffset(Math.max(0, end.offset() - kept))));
        kafka.deleteRecords(deleted).all().get();
    }

    /** A first date that is too late is a rule that is wrong: what it refuses comes back once it is mended. */
    @Test
    void aMendedRuleBringsEventsToBronzeOnceHoweverOftenTheyAreReplayed() throws Exception {
        Map<String, String> strict = new HashMap<>(SETTINGS);
        strict.put("GOLDSTREAM_FIRST_DATE", "2026-01-01");
        List<String> refused;
        try (GatewayProcess wrong =
                GatewayProcess.refinery("wrong", bootstrap, strict).awaitReady()) {
            refused = ledger.produceListens(1_200);
            ledger.awaitExactlyOnce();
            assertThat(replay(wrong, "type=listen&rule=listen.ts.too_old"))
                    .containsEntry("replayed", 0)
                    .containsEntry("unmended", 1_200);
            wrong.stop();
        }
        Map<String, String> managementAlone = new HashMap<>(SETTINGS);
        managementAlone.put("GOLDSTREAM_REFINERY_ENABLED", "false");
        try (GatewayProcess mended = refinery("mended").awaitReady();
                GatewayProcess other = GatewayProcess.refinery("other", bootstrap, managementAlone)
                        .awaitReady()) {
            String meant = "type=listen&rule=listen.ts.too_old";
            assertThat(replay(mended, meant + "&dryRun=true")).containsEntry("replayed", 1_200);
            assertThat(replay(mended, meant + "&limit=100"))
                    .containsEntry("replayed", 100)
                    .containsEntry("left", 1_100);
            List<HttpResponse<String>> ofTwoProcesses =
                    replayAtOnce(meant + "&limit=300", mended, other, mended, other);
            assertThat(ofTwoProcesses)
                    .extracting(HttpResponse::statusCode)
                    .as("done, or overtaken by the other process")
                    .isSubsetOf(200, 409)
                    .contains(200);
            assertThat(replayAtOnce(meant, mended, mended, mended))
                    .extracting(HttpResponse::statusCode)
                    .containsOnly(200);
            assertThat(replay(other, meant)).containsEntry("replayed", 0).containsEntry("before", 1_200);
            assertThat(replay(mended, meant)).containsEntry("replayed", 0).containsEntry("before", 1_200);
            ledger.awaitExactlyOnce();
            JsonNode counted = counts(mended, meant + "&kind=invalid");
            assertThat(counted.path("events").asInt()).isEqualTo(1_200);
            assertThat(counted.path("counts")).hasSize(1);
            JsonNode row = counted.path("counts").path(0);
            assertThat(row.path("kind").asText()).isEqualTo("invalid");
            assertThat(row.path("type").asText()).isEqualTo("listen");
            assertThat(row.path("rule").asText()).isEqualTo("listen.ts.too_old");
            assertThat(row.path("events").asInt()).isEqualTo(1_200);
            assertThat(row.path("replayed").asInt()).isEqualTo(1_200);
            assertThat(counts(mended, meant + "&until=2025-01-01T00:00:00Z")
                            .path("events")
                            .asInt())
                    .as("received after")
                    .isZero();
            assertThat(mended.post("/v1/quarantine/replay?dryrun=true").statusCode())
                    .isEqualTo(400);
            mended.stop();
        }
        assertThat(ledger.landed().stream()
                        .filter(one -> one.layer().equals("bronze"))
                        .map(RawLedger.Landed::eventId)
                        .filter(new HashSet<>(refused)::contains))
                .hasSameSizeAs(refused)
                .doesNotHaveDuplicates();
    }

    private static List<HttpResponse<String>> replayAtOnce(String parameters, GatewayProcess... gateways)
            throws Exception {
        List<Future<HttpResponse<String>>> begun = new ArrayList<>();
        for (GatewayProcess gateway : gateways) {
            begun.add(THREADS.submit(() -> gateway.post("/v1/quarantine/replay?" + parameters)));
        }
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (Future<HttpResponse<String>> one : begun) {
            answers.add(one.get());
        }
        return answers;
    }

    private static Map<String, Object> replay(GatewayProcess gateway, String parameters) throws Exception {
        HttpResponse<String> answer = gateway.post("/v1/quarantine/replay?" + parameters);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readValue(answer.body(), new TypeReference<>() {});
    }

    private static JsonNode counts(GatewayProcess gateway, String parameters) throws Exception {
        HttpResponse<String> answer = gateway.get("/v1/quarantine?" + parameters);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static GatewayProcess refinery(String name) throws Exception {
        return GatewayProcess.refinery(name, bootstrap, SETTINGS);
    }

    private static Future<?> load() {
        return THREADS.submit(() -> {
            ledger.produce(LOAD);
            return null;
        });
    }

    /** Stops it at a moment in which its transaction has records, but no end. */
    private static void freezeWithinATransaction(GatewayProcess process, String name) throws Exception {
        Instant deadline = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(deadline)) {
            if (isWithinATransaction(name)) {
                process.freeze();
                if (isWithinATransaction(name)) {
                    return;
                }
                process.thaw();
            }
        }
        throw new AssertionError(name + " was never caught within a transaction");
    }

    private static boolean isWithinATransaction(String name) throws Exception {
        String id = GROUP + "-" + name;
        TransactionDescription transaction =
                admin.describeTransactions(List.of(id)).description(id).get();
        return transaction.state() == TransactionState.ONGOING
                && transaction.topicPartitions().stream()
                        .anyMatch(partition -> partition.topic().startsWith("bronze."));
    }

    /** How many partitions each member of the group has. */
    private static List<Integer> assigned() throws Exception {
        ConsumerGroupDescription group =
                admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP);
        return group.members().stream()
                .map(member -> member.assignment().topicPartitions().size())
                .toList();
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        Await.until(what, LIMIT, condition);
    }
}
