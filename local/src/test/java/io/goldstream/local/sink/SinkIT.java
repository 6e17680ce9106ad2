package io.goldstream.local.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goldstream.local.Project;
import io.goldstream.local.chaos.sink.Fault;
import io.goldstream.local.chaos.sink.SinkChaosPlan;
import io.goldstream.local.chaos.sink.Stage;
import io.goldstream.local.parquet.ParquetRows;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
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
        stage = Stage.open(Project.current(), System.err::println);
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

        assertThat(blocks.next())
                .contains("AdlsSinkConnector", "Lineage", "Pseudonymize", "CoarsenLocation", "EventConverter");
        assertThat(blocks.next()).contains("option store.root: is neither an absolute path nor a URL");

        blocks.next();
        await("all readings are landed", () -> rows().size() == READINGS);
        assertThat(rows())
                .doesNotHaveDuplicates()
                .allMatch(row -> row.contains("sensor: s") && row.contains("source_offset: "));

        produceNotes();
        blocks.next();
        await("the notes are landed", () -> lines().size() == 2);
        assertThat(lines())
                .anyMatch(line -> line.contains("\"text\":\"no schema\"") && line.contains("\"source_offset\":0"))
                .anyMatch(line -> line.contains("{\"deep\":true}"));

        assertThat(blocks.next()).contains("\"name\":\"readings\"");
        blocks.next();
        awaitState("RUNNING");
        blocks.next();
        awaitState("RUNNING");
        blocks.next();
        awaitState("STOPPED");
        assertThat(blocks.next()).contains("\"kafka_offset\":" + READINGS / 2);
        List<String> before = rows();

        blocks.next();
        await("the partition is landed anew", () -> rows().size() == READINGS);
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(before);

        blocks.next();
        assertThat(get("/connectors/readings").statusCode()).isEqualTo(404);
        assertThat(blocks.isEmpty()).isTrue();
    }

    @Test
    @Order(2)
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
        Map<String, Object> cluster =
                Map.of("bootstrap.servers", stage.workbench().bootstrapServers());
        try (Admin admin = Admin.create(cluster);
                var producer = new KafkaProducer<>(cluster, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
            for (int i = 0; i < values.size(); i++) {
                producer.send(new ProducerRecord<>(topic, i % 2, "k" + i, values.get(i)))
                        .get();
            }
        }
    }

    private List<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Path file : files(lake.resolve("readings"), ".parquet")) {
            rows.addAll(ParquetRows.of(Files.readAllBytes(file)));
        }
        return rows;
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(lake.resolve("notes"), ".json")) {
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
