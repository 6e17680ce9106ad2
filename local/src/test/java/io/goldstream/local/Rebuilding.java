package io.goldstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.goldstream.cli.reconcile.Diagnosis;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.events.Coordinate;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.Cli.Run;
import io.goldstream.local.stack.Home;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Ports;
import io.goldstream.local.stack.StackSettings;
import io.goldstream.trino.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the steps about generations do and look at. */
final class Rebuilding {

    private static final Pattern COMPARED = Pattern.compile("([\\d,]+) rows compared, ");

    private static final Pattern FOLDER = Pattern.compile("external_location = '[^']*/listen_events(?:_g(\\d+))?'");

    /** Between one load and the next: each is a process of its own, and two cores have the rest to do too. */
    private static final long PAUSE_SECONDS = 15;

    private static final JsonMapper JSON = new JsonMapper();

    private final Cli cli;
    private long sentMeanwhile;

    Rebuilding(Cli cli) {
        this.cli = cli;
    }

    /** A command, and events that are loaded from before it until it has ended. */
    Run whileEventsComeIn(String command) throws Exception {
        Path auths = cli.work().resolve("events/auth_events.ndjson");
        long lines = Cli.lines(auths);
        Cli other = new Cli("generations-load");
        String[] load = {
            "load", "--via", "kafka", auths.toString(), "--home", cli.home().toString()
        };
        other.run(load).succeeded();
        sentMeanwhile = lines;
        Process running = cli.begin(Map.of(), command.split(" "));
        while (!running.waitFor(PAUSE_SECONDS, TimeUnit.SECONDS)) {
            other.run(load).succeeded();
            sentMeanwhile += lines;
        }
        return cli.ended(running, command).succeeded();
    }

    /** How many rows a command says that it compared. */
    static long compared(Run run) {
        Matcher rows = COMPARED.matcher(run.out());
        assertThat(rows.find()).as(run.out()).isTrue();
        return Long.parseLong(rows.group(1).replace(",", ""));
    }

    long sentMeanwhile() {
        return sentMeanwhile;
    }

    Ports ports() throws IOException {
        return settings().ports();
    }

    /** Topics of two generations have as many partitions and the same settings of their own. */
    void assertTopicsAreAlike(int one, int other) throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            for (Table table : Tables.of(Layer.BRONZE)) {
                assertThat(ofTopic(admin, new Generation(other).topic(table)))
                        .isEqualTo(ofTopic(admin, new Generation(one).topic(table)));
            }
        }
    }

    private static List<Object> ofTopic(Admin admin, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return List.of(
                admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic)
                        .partitions()
                        .size(),
                admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
                        .map(entry -> entry.name() + "=" + entry.value())
                        .collect(Collectors.toSet()));
    }

    /** Every record of raw stands exactly once in a generation's bronze and quarantine topics, whatever was killed. */
    void assertEachRecordIsOnceIn(int number) {
        Generation generation = new Generation(number);
        List<String> made = new ArrayList<>();
        read(generation, Layer.BRONZE, made);
        read(generation, Layer.QUARANTINE, made);
        List<String> raw = new ArrayList<>();
        read(generation, Layer.RAW, raw);

        assertThat(raw).isNotEmpty();
        assertThat(made).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(raw);
    }

    /** The raw coordinates behind a layer's committed records. */
    private void read(Generation generation, Layer layer, List<String> coordinates) {
        List<String> topics = Tables.of(layer).stream().map(generation::topic).toList();
        try (Offsets offsets = new Offsets(bootstrapServers());
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        ClientSettings.consumer(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers())),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> lasts = offsets.lastRecords(topics);
            consumer.assign(lasts.keySet());
            consumer.seekToBeginning(lasts.keySet());
            while (lasts.entrySet().stream().anyMatch(last -> consumer.position(last.getKey()) <= last.getValue())) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    coordinates.add(
                            layer == Layer.RAW
                                    ? new Coordinate(record.topic(), record.partition(), record.offset()).toString()
                                    : coordinate(JSON.readTree(record.value())));
                }
            }
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static String coordinate(JsonNode row) {
        return new Coordinate(
                        row.path("source_topic").asText(),
                        row.path("source_partition").asInt(),
                        row.path("source_offset").asLong())
                .toString();
    }

    /** How many rows there are in all that is made from raw. */
    long rows() throws Exception {
        String counts = Stream.of(Layer.BRONZE, Layer.SILVER, Layer.QUARANTINE)
                .flatMap(layer -> Tables.of(layer).stream())
                .map(table -> "SELECT count(*) AS n FROM " + table.topic())
                .collect(Collectors.joining(" UNION ALL "));
        return number("SELECT sum(n) FROM (" + counts + ")");
    }

    long count(String table) throws Exception {
        return number("SELECT count(*) FROM " + table);
    }

    private long number(String sql) throws Exception {
        return ((Number) ask(sql).getFirst().getFirst()).longValue();
    }

    /** What gold answers, of what no more of comes in. */
    String gold() throws Exception {
        return ask("SELECT count(*) AS plays, to_hex(checksum(event_id)) AS events FROM gold.fact_stream")
                + "\n" + ask("SELECT * FROM gold.artist_popularity ORDER BY artist_name")
                + "\n" + ask("SELECT * FROM gold.daily_user_summary ORDER BY date_part, user_id, level");
    }

    /** Asks Trino itself: to start a command for each question takes longer than the answer. */
    private List<List<Object>> ask(String sql) throws Exception {
        try (Connection connection = LakeConnection.open(settings().ports())) {
            return Query.run(connection, sql).rows();
        }
    }

    /** By the folder that the tables show, and by what the stack remembers: which must be the same one. */
    String generation() throws Exception {
        String remembered = Integer.toString(settings().generation().number());
        String declared = (String)
                ask("SHOW CREATE TABLE landing.bronze_listen_events").getFirst().getFirst();
        Matcher shown = FOLDER.matcher(declared);
        assertThat(shown.find()).as(declared).isTrue();
        assertThat(shown.group(1) == null ? "1" : shown.group(1)).isEqualTo(remembered);
        return remembered;
    }

    /** Has a generation's group forget its offsets. */
    void forgetOffsets(int number) throws Exception {
        try (Admin admin = admin()) {
            admin.deleteConsumerGroups(List.of(Diagnosis.refineryGroup(new Generation(number))))
                    .all()
                    .get();
        }
    }

    /** Deletes a topic's first record in each partition that has one. */
    void cut(String topic) throws Exception {
        try (Offsets offsets = new Offsets(bootstrapServers());
                Admin admin = admin()) {
            Map<TopicPartition, RecordsToDelete> firsts = offsets.lastRecords(List.of(topic)).keySet().stream()
                    .collect(Collectors.toMap(partition -> partition, _ -> RecordsToDelete.beforeOffset(1)));
            admin.deleteRecords(firsts).all().get();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
    }

    private String bootstrapServers() {
        return settings().ports().bootstrapServers();
    }

    private StackSettings settings() {
        try {
            return StackSettings.read(Home.at(cli.home())).orElseThrow();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
