package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.Coordinate;
import io.goldstream.events.EventHeaders;
import io.goldstream.events.EventType;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/** What was produced to the raw topics, and whether each record of it stands exactly once behind the refinery. */
public final class RawLedger implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** What is no event: invalid UTF-8, and nothing but byte-order marks. */
    private static final byte[][] POISONS = {
        {(byte) 0xC3, 0x28, 0}, "\ufeff".repeat(20_000).getBytes(UTF_8)
    };

    private final String bootstrap;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Set<String> produced = ConcurrentHashMap.newKeySet();
    private final Set<String> raw = new HashSet<>();
    private final List<Landed> landed = new ArrayList<>();
    private final Map<String, String> topicIds;
    private final Reading rawRecords;
    private final Reading rows;
    private volatile String lastLoad;

    /** What a layer says of a raw coordinate; the kind in quarantine only. */
    public record Landed(String layer, String coordinate, String eventId, String kind) {}

    public RawLedger(String bootstrap) {
        this.bootstrap = bootstrap;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.topicIds = topicIds(bootstrap);
        this.rawRecords = new Reading(
                bootstrap,
                List.of(Layer.RAW),
                record -> raw.add(new Coordinate(record.topic(), record.partition(), record.offset()).toString()));
        this.rows = new Reading(bootstrap, List.of(Layer.BRONZE, Layer.SILVER, Layer.QUARANTINE), this::land);
    }

    /**
     * Valid events of all types; of a hundred, one is invalid, one poison, one a repetition, and one a repetition of an event of
     * the load before, which another instance may have refined.
     */
    public void produce(int events) throws Exception {
        String load = UUID.randomUUID().toString();
        String before = lastLoad == null ? load : lastLoad;
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            EventType type = EventType.values()[i % EventType.values().length];
            int numbered = i % 100 == 52 || i % 100 == 53 ? i - 4 : i;
            byte[] value = i % 100 == 51
                    ? POISONS[i % 4_000 == 51 ? 1 : 0]
                    : event((i % 100 == 53 ? before : load) + "-" + numbered, numbered, i % 100 == 50);
            sent.add(producer.send(
                    new ProducerRecord<>("raw." + type.sourceTable(), ("u" + numbered % 97).getBytes(UTF_8), value)));
        }
        for (Future<RecordMetadata> one : sent) {
            RecordMetadata at = one.get();
            produced.add(new Coordinate(at.topic(), at.partition(), at.offset()).toString());
        }
        lastLoad = load;
    }

    /** Valid listens of 2025; returns their ids. */
    public List<String> produceListens(int events) throws Exception {
        String load = UUID.randomUUID().toString();
        List<String> ids = new ArrayList<>();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            ids.add(load + "-" + i);
            sent.add(producer.send(new ProducerRecord<>("raw.listen_events", event(ids.getLast(), i, false))));
        }
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
        return ids;
    }

    /** A valid listen to partition 0, whose id and headers nobody gave; returns its coordinate. */
    public String produceListen(String artist) throws Exception {
        return coordinate(producer.send(listen(artist)));
    }

    /** The same with an id in its headers, as the edge writes it. */
    public String produceListen(String artist, String id) throws Exception {
        ProducerRecord<byte[], byte[]> record = listen(artist);
        record.headers().add(EventHeaders.ID, id.getBytes(UTF_8));
        return coordinate(producer.send(record));
    }

    private static ProducerRecord<byte[], byte[]> listen(String artist) {
        String event =
                "{\"ts\":1738195209000,\"sessionId\":1,\"userId\":2,\"song\":\"B\",\"duration\":9.5,\"artist\":\"";
        return new ProducerRecord<>("raw.listen_events", 0, null, (event + artist + "\"}").getBytes(UTF_8));
    }

    /** By a producer that compresses, so that a record may be larger than what its topic takes; returns their coordinates. */
    public List<String> produceCompressed(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        List<String> coordinates = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> foreign = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "compression.type",
                        "gzip",
                        "max.request.size",
                        32 * 1024 * 1024,
                        "buffer.memory",
                        64 * 1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                coordinates.add(coordinate(foreign.send(record)));
            }
        }
        return coordinates;
    }

    /** Valid listens, each user's to both partitions in turn; returns how many of them Kafka's clients would place elsewhere. */
    public int produceToPartitions(int events) throws Exception {
        int misplaced = 0;
        for (int i = 0; i < events; i++) {
            byte[] key = ("u" + i).getBytes(UTF_8);
            misplaced += Utils.toPositive(Utils.murmur2(key)) % 2 == i % 2 ? 0 : 1;
            producer.send(new ProducerRecord<>(
                            "raw.listen_events", i % 2, key, event(UUID.randomUUID() + "", i, false)))
                    .get();
        }
        return misplaced;
    }

    private static String coordinate(Future<RecordMetadata> sent) throws Exception {
        RecordMetadata at = sent.get();
        return new Coordinate(at.topic(), at.partition(), at.offset()).toString();
    }

    private static byte[] event(String id, int number, boolean isInvalid) {
        return ("{\"eventId\":\"" + id + "\",\"ts\":1738195209000,\"sessionId\":"
                        + (isInvalid ? "null" : number)
                        + ",\"userId\":\"u" + number % 97
                        + "\",\"artist\":\"Ashbrg\",\"song\":\"Night Shift\",\"duration\":164.5,\"level\":\"free\","
                        + "\"page\":\"Home\",\"status\":200,\"success\":true}")
                .getBytes(UTF_8);
    }

    /** Waits until all of raw is refined; then asserts that each record is in bronze or quarantine, once, and each event once in bronze. */
    public void awaitExactlyOnce() {
        Instant deadline = Instant.now().plus(LIMIT);
        rawRecords.readOn();
        rows.readOn();
        while (refined().size() < raw.size() && Instant.now().isBefore(deadline)) {
            rows.readOn();
        }
        List<String> refined = refined();
        List<String> bronze = coordinates("bronze");
        List<String> silver = coordinates("silver");
        // By sets: lists of so many take AssertJ minutes.
        assertThat(raw.containsAll(produced)).as("raw has what was produced").isTrue();
        assertThat(new HashSet<>(refined).equals(raw))
                .as("each record is refined")
                .isTrue();
        assertThat(refined).as("none twice").hasSameSizeAs(raw);
        assertThat(new HashSet<>(silver).equals(new HashSet<>(bronze)))
                .as("silver has what bronze has")
                .isTrue();
        assertThat(silver).hasSameSizeAs(bronze);
        List<String> ids = landed.stream()
                .filter(one -> one.layer().equals("bronze"))
                .map(Landed::eventId)
                .toList();
        assertThat(new HashSet<>(ids)).as("no event twice").hasSameSizeAs(ids);
    }

    /** Every committed row that was read so far. */
    public List<Landed> landed() {
        return landed;
    }

    private List<String> refined() {
        return coordinates("bronze", "quarantine");
    }

    private List<String> coordinates(String... layers) {
        return landed.stream()
                .filter(one -> List.of(layers).contains(one.layer()))
                .map(Landed::coordinate)
                .toList();
    }

    private static Map<String, String> topicIds(String bootstrap) {
        List<String> topics = Tables.of(Layer.RAW).stream().map(Table::topic).toList();
        Map<String, String> ids = new HashMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((topic, description) ->
                            ids.put(topic, description.topicId().toString()));
            return ids;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("Kafka did not tell the topics' ids", e);
        }
    }

    private void land(ConsumerRecord<byte[], byte[]> record) {
        JsonNode row = parse(record.value());
        assertThat(row.path("source_topic_id").asText())
                .isEqualTo(topicIds.get(row.get("source_topic").asText()));
        String coordinate = new Coordinate(
                        row.get("source_topic").asText(),
                        row.get("source_partition").asInt(),
                        row.get("source_offset").asLong())
                .toString();
        landed.add(new Landed(
                record.topic().substring(0, record.topic().indexOf('.')),
                coordinate,
                row.get("event_id").asText(),
                row.path("kind").asText()));
    }

    /** What is committed in some topics, read once. */
    private static final class Reading implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Consumer<ConsumerRecord<byte[], byte[]>> reader;

        Reading(String bootstrap, List<Layer> layers, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
            this.reader = reader;
            this.consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", bootstrap, ClientSettings.ISOLATION, ClientSettings.READ_COMMITTED),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            List<TopicPartition> partitions = layers.stream()
                    .flatMap(layer -> Tables.of(layer).stream())
                    .flatMap(table -> consumer.partitionsFor(table.topic()).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        /** Up to where they end now. */
        void readOn() {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(reader);
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        rawRecords.close();
        rows.close();
    }
}
