package io.goldstream.local.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobAccessPolicy;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobSignedIdentifier;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goldstream.local.Project;
import io.goldstream.local.laboratory.chaos.sink.Fault;
import io.goldstream.local.laboratory.chaos.sink.SinkChaosPlan;
import io.goldstream.local.laboratory.chaos.sink.Stage;
import io.goldstream.local.laboratory.parquet.ParquetRows;
import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.Standstill;
import io.goldstream.local.stack.Workbench;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sink in stock workers, one of them on Java 17: what docs/connect.md tells a stranger to do, and chaos. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SinkIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int READINGS = 300;

    private static Stage stage;

    @TempDir
    private Path lake;

    @BeforeAll
    static void start() throws Exception {
        // The worker that the documentation's commands ask finds the plugins in the slow way.
        stage = Stage.open(Project.current(), Map.of("plugin.discovery", "only_scan"), System.err::println);
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    @Order(1)
    void aStrangerFollowsTheDocumentation() throws Exception {
        produceReadings();
        String connect = stage.workers().getLast().url();
        ShellBlocks blocks = ShellBlocks.read(Map.of("CONNECT", connect, "LAKE", lake.toString()));

        blocks.next(); // the plugins
        blocks.next(); // a plugin's options

        send("raw.listen_events", List.of("{\"song\": \"A\"}", "{\"song\": \"B\"}"));
        blocks.next(); // a copy of a topic that the local stack has
        await("the copy is landed", () -> lines("raw/listen_events", ".bin").size() == 2);
        blocks.next(); // the copy's end

        blocks.next(); // what is wrong with a configuration

        blocks.next();
        await("all readings are landed", () -> rows().size() == READINGS);
        assertThat(rows())
                .doesNotHaveDuplicates()
                .allMatch(row -> row.contains("sensor: s") && row.contains("source_offset: "));

        assertThat(WorkerMetrics.sum(stage.workers(), "readings", "records-landed-total"))
                .isEqualTo(READINGS);
        assertThat(WorkerMetrics.sum(stage.workers(), "readings", "files-landed-total"))
                .isEqualTo(files(lake.resolve("readings"), ".parquet").size());

        produceNotes();
        blocks.next();
        await("the notes are landed", () -> lines("notes", ".json").size() == 2);
        assertThat(lines("notes", ".json"))
                .anyMatch(line -> line.contains("\"text\":\"no schema\"") && line.contains("\"source_offset\":0"))
                .anyMatch(line -> line.contains("{\"deep\":true}"));

        blocks.next(); // all sinks
        blocks.next(); // status
        blocks.next(); // configuration
        blocks.next(); // its log
        blocks.next(); // one option changed
        awaitState("RUNNING");
        blocks.next(); // another sink, stopped
        blocks.next(); // its status
        blocks.next(); // pause
        awaitState("PAUSED");
        blocks.next(); // resume
        awaitState("RUNNING");
        blocks.next(); // restart of what has failed
        awaitState("RUNNING");
        blocks.next(); // restart of one task
        awaitState("RUNNING");
        blocks.next(); // stop
        awaitState("STOPPED");
        blocks.next(); // offsets
        List<String> before = rows();

        blocks.next(); // one partition anew
        await("the partition is landed anew", () -> rows().size() == READINGS);
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(before);

        blocks.next(); // stop
        awaitState("STOPPED");
        blocks.next(); // everything anew
        await("everything is landed anew", () -> rows().size() == READINGS);
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(lake.resolve("later")).doesNotExist();

        blocks.next(); // delete
        assertThat(get("/connectors/readings").statusCode()).isEqualTo(404);

        blocks.next(); // a sink that can land no note
        blocks.next(); // why
        blocks.next(); // its dead-letter queue
        blocks.next(); // a sink of the dead letters
        blocks.next(); // their number
        blocks.next(); // their reasons
        blocks.next(); // both deleted
        assertThat(lake.resolve("strict")).doesNotExist();
        assertThat(blocks.isEmpty()).isTrue();
    }

    /** Longer, so that no offset comes back that was landed: only its id tells. */
    @Test
    @Order(2)
    void aTopicMadeAnewThatIsLongerAlreadyStopsTheSinkUntilItsOffsetIsSet() throws Exception {
        TestSink sink = new TestSink(stage, "anew")
                .with("store.type", "local")
                .with("store.root", lake.toString())
                .with("admin.bootstrap.servers", stage.workbench().bootstrapServers());
        sink.createTopic();
        sink.produce(List.of("old 1", "old 2"));
        sink.put();
        sink.awaitLines(2, () -> lines("anew", ".bin"));
        sink.stop();
        sink.deleteTopic();
        sink.createTopic();
        sink.produce(List.of("new 1", "new 2", "new 3"));
        sink.call("PUT", "/resume", null);

        assertThat(sink.awaitFailure())
                .contains("the topic was deleted and created again: its id is ", "before offset 2 were landed")
                .contains("manifest " + lake.resolve("_checkpoints/anew/anew/0"))
                .contains("set the topic's partitions to offset 0 (PATCH /connectors/<name>/offsets)");
        assertThat(lines("anew", ".bin")).hasSize(2);

        sink.stop();
        sink.call("PATCH", "/offsets", """
                {"offsets": [{"partition": {"kafka_topic": "anew", "kafka_partition": 0}, "offset": {"kafka_offset": 0}}]}""");
        sink.call("PUT", "/resume", null);
        assertThat(sink.awaitLines(5, () -> lines("anew", ".bin")))
                .containsExactlyInAnyOrder("old 1", "old 2", "new 1", "new 2", "new 3");
        sink.delete();
    }

    /** Under a running task, and longer than what it has read, so that no offset comes twice. */
    @Test
    @Order(2)
    void landedColumnsTellATopicFromTheOneThatHadItsNameBefore() throws Exception {
        TestSink sink = new TestSink(stage, "again")
                .with("store.type", "local")
                .with("store.root", lake.toString())
                .with("value.converter", "org.apache.kafka.connect.json.JsonConverter")
                .with("value.converter.schemas.enable", "false")
                .with("format", "json")
                .with("compression", "none")
                .with("landed.columns", "true")
                .with("admin.bootstrap.servers", stage.workbench().bootstrapServers())
                .with("admin.security.protocol", "");
        sink.createTopic();
        sink.produce(List.of("{\"n\":1}"));
        String old = sink.topicId();
        sink.put();
        sink.awaitLines(1, () -> lines("again", ".json"));
        sink.deleteTopic();
        sink.createTopic();
        sink.produce(List.of("{\"n\":2}", "{\"n\":3}", "{\"n\":4}"));

        assertThat(sink.awaitFailure()).contains("deleted and created again").contains(old, sink.topicId());
        assertThat(lines("again", ".json"))
                .containsExactly(
                        "{\"n\":1,\"landed_topic_id\":\"" + old + "\",\"landed_partition\":0,\"landed_offset\":0}");

        sink.stop();
        sink.call("PATCH", "/offsets", """
                {"offsets": [{"partition": {"kafka_topic": "again", "kafka_partition": 0}, "offset": {"kafka_offset": 0}}]}""");
        sink.call("PUT", "/resume", null);
        assertThat(sink.awaitLines(4, () -> lines("again", ".json")))
                .contains("{\"n\":2,\"landed_topic_id\":\"" + sink.topicId()
                        + "\",\"landed_partition\":0,\"landed_offset\":0}");
        sink.stop();
        sink.with("store.root", lake.resolve("fresh").toString()).put();
        assertThat(sink.status("PATCH", "/offsets", """
                {"offsets": [{"partition": {"kafka_topic": "again", "kafka_partition": 0}, "offset": {"kafka_offset": 2}},
                             {"partition": {"kafka_topic": "again", "kafka_partition": 1}, "offset": {"kafka_offset": 2}}]}""")).isEqualTo(404);
        assertThat(lake.resolve("fresh/_checkpoints")).doesNotExist();
        sink.delete();
    }

    @Test
    @Order(3)
    void recordsThatCannotBeLandedAreInTheDeadLetterQueueOnce() throws Exception {
        TestSink sink = new TestSink(stage, "letters")
                .with("store.type", "local")
                .with("store.root", lake.toString())
                .with("value.converter", "org.apache.kafka.connect.json.JsonConverter")
                .with("value.converter.schemas.enable", "false")
                .with("format", "json")
                .with("compression", "none")
                .with("path.template", "{topic}/kind={value.kind}");
        List<String> good = List.of("{\"kind\":\"a\",\"n\":1}", "{\"kind\":\"b\",\"n\":2}");
        String noPath = "{\"kind\": \"" + "k".repeat(300) + "\", \"n\": 3}";
        String noJson = "{";
        String noJsonAtTheEnd = "[";
        sink.createTopic();
        sink.createTopic("letters.dead", Map.of("message.timestamp.type", "LogAppendTime"));
        sink.produce(List.of(good.getFirst(), noPath, noJson, good.getLast(), noJsonAtTheEnd));

        // Without a dead-letter queue, what the converter refuses ends the task before the sink has the records before
        // it.
        sink.put();
        assertThat(sink.awaitFailure()).contains("Tolerance exceeded in error handler");
        assertThat(lines("letters", ".json")).isEmpty();

        sink.with("errors.tolerance", "all")
                .with("errors.deadletterqueue.topic.name", "letters.dead")
                .with("errors.deadletterqueue.topic.replication.factor", "1")
                .with("errors.deadletterqueue.context.headers.enable", "true")
                .put();

        List<String> landed = sink.awaitLines(2, () -> lines("letters", ".json"));
        assertThat(trees(landed)).containsExactlyInAnyOrderElementsOf(trees(good));
        List<ConsumerRecord<String, String>> dead = sink.consume("letters.dead", 3);
        assertThat(dead).extracting(ConsumerRecord::value).containsExactlyInAnyOrder(noPath, noJson, noJsonAtTheEnd);
        assertThat(dead)
                .filteredOn(record -> record.value().equals(noPath))
                .singleElement()
                .extracting(record -> header(record, "__connect.errors.exception.message"))
                .asString()
                .contains("letters-0@1", "a part of more than 255 bytes");

        // What the converter refused at the partition's end is not refused again.
        sink.stop();
        sink.call("PUT", "/resume", null);
        sink.produce(List.of(good.getFirst()));
        sink.awaitLines(3, () -> lines("letters", ".json"));
        assertThat(sink.count("letters.dead")).isEqualTo(3);

        // A request with a mistake alters nothing.
        sink.stop();
        assertThat(sink.status("PATCH", "/offsets", """
                {"offsets": [{"partition": {"kafka_topic": "letters", "kafka_partition": 0}, "offset": {"kafka_offset": -5}}]}""")).isGreaterThanOrEqualTo(400);
        assertThat(sink.status("PATCH", "/offsets", """
                {"offsets": [{"partition": {"kafka_topic": "others", "kafka_partition": 0}, "offset": {"kafka_offset": 5}}]}""")).isEqualTo(404);
        sink.call("PUT", "/resume", null);
        sink.produce(List.of(good.getFirst()));
        assertThat(sink.awaitLines(4, () -> lines("letters", ".json"))).hasSize(4);

        // A week later the group is forgotten; what is asked to begin anew does.
        sink.stop();
        sink.deleteGroup();
        sink.call("DELETE", "/offsets", null);
        sink.call("PUT", "/resume", null);
        assertThat(sink.awaitLines(8, () -> lines("letters", ".json"))).hasSize(8);
        sink.delete();
    }

    @Test
    @Order(4)
    void aSinkThatStopsMoreOftenThanItsFilesGrowOldLandsWhatItHasAndTheGroupKnowsIt() throws Exception {
        TestSink sink = new TestSink(stage, "restless")
                .with("store.type", "local")
                .with("store.root", lake.toString())
                .with("rotate.max.age", "PT1H");
        sink.createTopic();
        sink.put();
        for (int i = 1; i <= 2; i++) {
            sink.produce(List.of("row " + i));
            await("it is read", () -> WorkerMetrics.sum(stage.workers(), "restless", "open-files") == 1);
            sink.stop();
            assertThat(lines("restless", ".bin")).hasSize(i);
            assertThat(JSON.readTree(sink.call("GET", "/offsets", null)).findValue("kafka_offset"))
                    .as("the group is as far as the manifest")
                    .isEqualTo(JSON.readTree("" + i));
            sink.call("PUT", "/resume", null);
        }
        sink.delete();
    }

    @Test
    @Order(4)
    void aSignatureThatExpiresStopsTheSinkAndANewOneHasItGoOn() throws Exception {
        BlobContainerClient container = stage.lake().container("signed");
        TestSink sink = new TestSink(stage, "signed")
                .with("store.type", "azure")
                .with("store.root", stage.lake().endpoint() + "/signed")
                .with("azure.credential", "sas")
                .with(
                        "azure.secret",
                        signature(container, "first", OffsetDateTime.now().plusDays(1)));
        sink.createTopic();
        sink.put();
        sink.produce(List.of("before"));
        sink.awaitLines(1, () -> lines(container));

        // By its policy, so that nobody has to wait for it.
        signature(container, "first", OffsetDateTime.now().minusDays(1));
        sink.produce(List.of("after"));

        assertThat(sink.awaitFailure())
                .contains("storage has failed since", "for longer than retry.timeout (PT4S)", "Nothing is lost")
                .contains("Caused by: java.io.IOException: Azure refused to ", ": 403 ");
        assertThat(lines(container)).containsExactly("before");

        sink.with(
                "azure.secret",
                signature(container, "second", OffsetDateTime.now().plusDays(1)));
        sink.put();
        assertThat(sink.awaitLines(2, () -> lines(container))).containsExactlyInAnyOrder("before", "after");
        sink.delete();
    }

    @Test
    @Order(5)
    void anOutageStopsTheSinkWithItsCauseAndNothingIsLost() throws Exception {
        Workbench.Azurite azurite = stage.workbench().azurite("azurite-2");
        BlobContainerClient container = azurite.lake().container("outage");
        TestSink sink = new TestSink(stage, "outage")
                .with("store.type", "azure")
                .with("store.root", azurite.lake().endpoint() + "/outage")
                .with("azure.credential", "shared_key")
                .with("azure.secret", AzuriteLake.KEY)
                .with("azure.call.timeout", "PT1S");
        sink.createTopic();
        sink.put();
        sink.produce(List.of("before"));
        sink.awaitLines(1, () -> lines(container));

        try (Standstill _ = Standstill.of(azurite.process())) {
            sink.produce(List.of("during"));
            assertThat(sink.awaitFailure())
                    .contains("storage has failed since", "Nothing is lost: restart the task when storage is back")
                    .contains("Caused by: java.io.IOException: could not ");
        }
        sink.restart();

        assertThat(sink.awaitLines(2, () -> lines(container))).containsExactlyInAnyOrder("before", "during");
        sink.delete();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @Order(6)
    void whateverBefallsItsWorkersTheSinkLosesAndDoublesNothing() throws Exception {
        Set<Fault> seen = EnumSet.noneOf(Fault.class);

        new SinkChaosPlan(2, 1)
                .run(
                        stage,
                        (run, assignor, faults, ledger) -> {
                            System.err.printf("%s, %s: %s%n", assignor, faults, ledger);
                            seen.addAll(faults);
                            assertThat(ledger.faults()).as("%s", ledger).isEmpty();
                        },
                        System.err::println);

        assertThat(seen).containsExactlyInAnyOrder(Fault.values());
    }

    /** With headers that the worker's default converter would change, and a null that comes first. */
    @Test
    @Order(7)
    void headersAndNullsAreKeptAsTheyCame() throws Exception {
        TestSink sink = new TestSink(stage, "kept")
                .with("store.type", "local")
                .with("store.root", lake.toString())
                .with("key.converter", "org.apache.kafka.connect.storage.StringConverter")
                .with("value.converter", "org.apache.kafka.connect.json.JsonConverter")
                .with("transforms", "lineage")
                .with("transforms.lineage.type", "io.goldstream.connect.transform.Lineage")
                .with("transforms.lineage.key.column", "key")
                .with("transforms.lineage.headers.column", "headers")
                .with("format", "parquet")
                .with("path.template", "{topic}/at={header.at:yyyy-MM-dd'T'HH}");
        sink.createTopic();
        assertThatThrownBy(sink::put).hasMessageContaining("option header.converter must be set to ");
        sink.with("header.converter", "org.apache.kafka.connect.storage.StringConverter");
        sink.put();

        String text = "{\"schema\": {\"type\": \"string\"}, \"payload\": \"good\"}";
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", stage.workbench().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String value : Arrays.asList(null, text)) {
                ProducerRecord<String, String> record = new ProducerRecord<>("kept", "k", value);
                record.headers().add("at", "2025-01-01T00:30:00.123Z".getBytes(StandardCharsets.UTF_8));
                record.headers().add("n", "00123".getBytes(StandardCharsets.UTF_8));
                producer.send(record).get();
            }
        }

        List<String> rows = sink.awaitLines(2, () -> {
            List<String> landed = new ArrayList<>();
            for (Path file : files(lake.resolve("kept/at=2025-01-01T00"), ".parquet")) {
                landed.addAll(ParquetRows.of(Files.readAllBytes(file)));
            }
            return landed;
        });
        assertThat(rows).hasSize(2).allMatch(row -> row.contains("key: k") && row.contains("value: 00123"));
        assertThat(rows).filteredOn(row -> row.contains("value: good")).hasSize(1);
        sink.delete();
    }

    /** The worker knows which options Connect has for every sink; the plugin has a list of them. */
    @Test
    @Order(8)
    void everyOptionThatConnectHasForASinkIsToldWhereItIsMisspelt() throws Exception {
        ObjectNode config = JSON.createObjectNode()
                .put("connector.class", "AdlsSinkConnector")
                .put("name", "misspelt")
                .put("topics", "misspelt")
                .put("store.type", "local")
                .put("store.root", lake.toString());
        List<String> options = validated(config).findValues("value").stream()
                .map(value -> value.path("name").asText())
                // Short ones are near to anything; what is behind a converter's name is its own.
                .filter(option -> option.length() > 5 && !option.endsWith(".converter.plugin.version"))
                .toList();
        assertThat(options).contains("errors.tolerance", "tasks.max", "config.action.reload", "path.template");
        options.forEach(option -> config.put(option + option.charAt(option.length() - 1), "x"));

        String answer = validated(config).toString();
        assertThat(options)
                .allSatisfy(option -> assertThat(answer).contains("is not known: did you mean " + option + "?"));
    }

    @Test
    @Order(9)
    void whatDoesNotFitIsToldOfConnectsOwnOptionsToo() throws Exception {
        ObjectNode config = JSON.createObjectNode()
                .put("connector.class", "AdlsSinkConnector")
                .put("name", "unfit")
                .put("topics", "unfit")
                .put("store.type", "local")
                .put("store.root", lake.toString())
                .put("header.converter", "SimpleHeaderConverter")
                .put("transforms", "lineage, more")
                .put("transforms.lineage.type", "Lineage")
                .put("transforms.lineage.headers.column", "headers")
                .put("transforms.more.type", "io.goldstream.connect.transform.Lineage")
                .put("transforms.more.topic.column", "same")
                .put("transforms.more.value.column", "same");

        assertThat(validated(config).toString())
                .contains("option header.converter must be set to ")
                .contains("option transforms.more.type refuses its options: ");
    }

    private static JsonNode validated(ObjectNode config) throws Exception {
        URI url = URI.create(stage.workers().getLast().url() + "/connector-plugins/AdlsSinkConnector/config/validate");
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(config.toString()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("configs");
        }
    }

    /** As JsonConverter with schemas reads them. */
    private static void produceReadings() throws Exception {
        ObjectNode schema = (ObjectNode) JSON.readTree("""
                {"type": "struct", "optional": false, "fields": [
                  {"field": "sensor", "type": "string", "optional": false},
                  {"field": "celsius", "type": "double", "optional": true},
                  {"field": "at", "type": "int64", "optional": false, "name": "org.apache.kafka.connect.data.Timestamp"}]}
                """);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < READINGS; i++) {
            ObjectNode reading = JSON.createObjectNode();
            reading.set("schema", schema);
            reading.putObject("payload")
                    .put("sensor", "s" + i)
                    .put("celsius", i / 10.0)
                    .put("at", 1_700_000_000_000L + i);
            values.add(reading.toString());
        }
        produce("readings", values);
    }

    private static void produceNotes() throws Exception {
        produce("notes", List.of("{\"text\": \"no schema\", \"tags\": [1, \"two\"]}", "{\"other\": {\"deep\": true}}"));
    }

    private static void produce(String topic, List<String> values) throws Exception {
        try (Admin admin = Admin.create(cluster())) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
        send(topic, values);
    }

    private static void send(String topic, List<String> values) throws Exception {
        try (var producer = new KafkaProducer<>(cluster(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < values.size(); i++) {
                producer.send(new ProducerRecord<>(topic, i % 2, "k" + i, values.get(i)))
                        .get();
            }
        }
    }

    private static Map<String, Object> cluster() {
        return Map.of("bootstrap.servers", stage.workbench().bootstrapServers());
    }

    private List<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Path file : files(lake.resolve("readings"), ".parquet")) {
            rows.addAll(ParquetRows.of(Files.readAllBytes(file)));
        }
        return rows;
    }

    /** A signature by a policy of the container, which ends then; the container has no other policy after this. */
    private static String signature(BlobContainerClient container, String policy, OffsetDateTime end) {
        container.setAccessPolicy(
                null,
                List.of(new BlobSignedIdentifier()
                        .setId(policy)
                        .setAccessPolicy(new BlobAccessPolicy()
                                .setStartsOn(OffsetDateTime.now().minusDays(2))
                                .setExpiresOn(end)
                                .setPermissions("rcwd"))));
        return container.generateSas(new BlobServiceSasSignatureValues(policy));
    }

    private static List<String> lines(BlobContainerClient container) {
        return container.listBlobs().stream()
                .map(BlobItem::getName)
                .filter(name -> name.endsWith(".bin"))
                .flatMap(name -> container
                        .getBlobClient(name)
                        .downloadContent()
                        .toString()
                        .lines())
                .toList();
    }

    private static List<JsonNode> trees(List<String> lines) throws IOException {
        List<JsonNode> trees = new ArrayList<>();
        for (String line : lines) {
            trees.add(JSON.readTree(line));
        }
        return trees;
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private List<String> lines(String topic, String ending) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(lake.resolve(topic), ending)) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static void awaitState(String state) throws Exception {
        await("the sink is " + state, () -> {
            var status = JSON.readTree(get("/connectors/readings/status").body());
            boolean isSo = status.path("connector").path("state").asText().equals(state);
            for (var task : status.path("tasks")) {
                isSo &= task.path("state").asText().equals(state);
            }
            return isSo && status.path("tasks").isEmpty() == state.equals("STOPPED");
        });
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI url = URI.create(stage.workers().getLast().url() + path);
            return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(LIMIT);
        while (!condition.call()) {
            assertThat(Instant.now()).as(what).isBefore(deadline);
            Thread.sleep(500);
        }
    }
}
