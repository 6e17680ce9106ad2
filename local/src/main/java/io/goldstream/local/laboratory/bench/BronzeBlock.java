package io.goldstream.local.laboratory.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goldstream.cli.CommandFailure;
import io.goldstream.events.EventType;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.ColumnType;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.stack.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Listens in a bronze topic, as the refinery writes them, the same number in each partition. Their city goes round, so that
 * a path template over it has as many folders as are wanted. A city's rows are in one partition, where there are as many
 * cities as partitions.
 *
 * @param generation whose topic it is. Each block has its own, after the first, which every broker here has: the name of a
 *     topic that is deleted is not free at once
 * @param rows how many, a multiple of partitions
 * @param partitions of the topic
 * @param cities different ones
 */
record BronzeBlock(Generation generation, int rows, int partitions, int cities) {

    static final Table TABLE = Tables.of(Layer.BRONZE, EventType.LISTEN);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FIRST_MILLIS = 1_735_689_600_000L;

    /** @param atMost rows */
    static BronzeBlock of(Generation generation, int atMost, int partitions, int cities) {
        return new BronzeBlock(generation, atMost / partitions * partitions, partitions, cities);
    }

    String topic() {
        return generation.topic(TABLE);
    }

    /** How many files a sink has that opens one for each partition and city. */
    int files() {
        return Math.max(partitions, cities);
    }

    /** Makes the topic, and fills it. */
    void write(String bootstrapServers) throws InterruptedException, ExecutionException, IOException {
        try (Admin admin = admin(bootstrapServers)) {
            Topics.create(admin, List.of(new NewTopic(topic(), partitions, (short) 1)));
        }
        try (var producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG, "20",
                        ProducerConfig.BATCH_SIZE_CONFIG, "262144")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            Random random = new Random(rows);
            AtomicReference<Exception> failure = new AtomicReference<>();
            for (int i = 0; i < rows && failure.get() == null; i++) {
                byte[] value = JSON.writeValueAsBytes(row(i, random));
                producer.send(new ProducerRecord<>(topic(), i % partitions, null, value), (_, failed) -> {
                    if (failed != null) {
                        failure.set(failed);
                    }
                });
            }
            producer.flush();
            if (failure.get() != null) {
                throw new CommandFailure("the topic could not be filled: " + failure.get());
            }
        }
    }

    private ObjectNode row(int i, Random random) {
        ObjectNode row = JSON.createObjectNode();
        for (Column column : TABLE.columns()) {
            String name = column.name();
            switch (column.type()) {
                case ColumnType.Scalar.STRING -> row.put(name, text(name, i, random));
                case ColumnType.Scalar.INTEGER -> row.put(name, i % 40);
                case ColumnType.Scalar.LONG -> row.put(name, (long) i);
                case ColumnType.Scalar.DOUBLE -> row.put(name, random.nextInt(40_000) / 100.0);
                case ColumnType.Scalar.BOOLEAN -> row.put(name, i % 3 == 0);
                case ColumnType.Scalar.TIMESTAMP_MILLIS -> row.put(name, FIRST_MILLIS + i * 37L);
                default -> throw new IllegalStateException("a bronze listen has no " + column.type());
            }
        }
        return row;
    }

    /** About as many different ones as real events have. */
    private String text(String column, int i, Random random) {
        return switch (column) {
            case "city" -> "City " + city(i);
            case "event_id" -> "raw.listen_events-%d-%d".formatted(i % partitions, i / partitions);
            case "user_id", "session_id" -> Integer.toString(random.nextInt(20_000));
            case "artist", "song" -> column + " " + Math.round(Math.abs(random.nextGaussian()) * 2_000);
            case "user_agent" ->
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/%d.0".formatted(i % 30);
            default -> column + " " + i % 50;
        };
    }

    /** Of those that the row's partition has, the next one. */
    private int city(int i) {
        int partition = i % partitions;
        int have = Math.max(1, (cities - partition + partitions - 1) / partitions);
        return (partition + partitions * (i / partitions % have)) % cities;
    }

    /** Deletes the topic, which may be as large as the disk allows. */
    void delete(String bootstrapServers) throws InterruptedException, ExecutionException {
        try (Admin admin = admin(bootstrapServers)) {
            admin.deleteTopics(List.of(topic())).all().get();
        }
    }

    private static Admin admin(String bootstrapServers) {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }
}
