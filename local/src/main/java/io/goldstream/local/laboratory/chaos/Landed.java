package io.goldstream.local.laboratory.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.events.Coordinate;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.QuarantineKind;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the refinery has committed, event by event, as a reader of committed records sees it.
 *
 * @param bronze how many rows of bronze each numbered event has
 * @param quarantined the numbered events in quarantine, duplicates left out
 * @param duplicates how many rows of quarantine are duplicates
 * @param coordinates how many different raw coordinates the rows come from
 * @param rows how many rows there are in bronze and quarantine
 * @param raw how many records there are in the raw topics
 */
record Landed(
        Map<Long, Integer> bronze, Set<Long> quarantined, long duplicates, long coordinates, long rows, long raw) {

    /** The field that numbers an event. */
    static final String NUMBER = "chaosNumber";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static Landed read(String bootstrapServers) throws IOException {
        Map<Long, Integer> bronze = new HashMap<>();
        Set<Long> quarantined = new HashSet<>();
        Set<String> coordinates = new HashSet<>();
        long[] duplicates = new long[1];
        long[] rows = new long[1];
        long[] raw = new long[1];
        try (Reader reader = new Reader(bootstrapServers)) {
            reader.each(Layer.BRONZE, row -> {
                rows[0]++;
                coordinates.add(coordinate(row));
                bronze.merge(number(row.path("rescued").asText()), 1, Integer::sum);
            });
            reader.each(Layer.QUARANTINE, row -> {
                rows[0]++;
                coordinates.add(coordinate(row));
                if (row.path("kind").asText().equals(QuarantineKind.DUPLICATE.id())) {
                    duplicates[0]++;
                } else {
                    quarantined.add(number(new String(
                            Base64.getDecoder().decode(row.path("value").asText()), StandardCharsets.UTF_8)));
                }
            });
            reader.each(Layer.RAW, _ -> raw[0]++);
        }
        return new Landed(bronze, quarantined, duplicates[0], coordinates.size(), rows[0], raw[0]);
    }

    private static String coordinate(JsonNode row) {
        return new Coordinate(
                        row.path("source_topic").asText(),
                        row.path("source_partition").asInt(),
                        row.path("source_offset").asLong())
                .toString();
    }

    private static long number(String json) {
        try {
            return JSON.readTree(json).path(NUMBER).asLong(-1);
        } catch (IOException malformed) {
            throw new CommandFailure(
                    "bronze or quarantine has an event that this run did not send: " + json + ". Please report it",
                    malformed);
        }
    }

    private interface Row {
        void take(JsonNode row);
    }

    private static final class Reader implements AutoCloseable {
        private final String bootstrapServers;
        private final Offsets offsets;

        Reader(String bootstrapServers) {
            this.bootstrapServers = bootstrapServers;
            this.offsets = new Offsets(bootstrapServers);
        }

        /** All committed records of a layer's topics. */
        void each(Layer layer, Row taker) throws IOException {
            List<String> topics = Tables.of(layer).stream().map(Table::topic).toList();
            Map<TopicPartition, Long> left = new HashMap<>(offsets.lastRecords(topics));
            Instant deadline = Instant.now().plus(PATIENCE);
            try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    ClientSettings.consumer(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers)),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                consumer.assign(left.keySet());
                consumer.seekToBeginning(left.keySet());
                while (!left.isEmpty()) {
                    if (Instant.now().isAfter(deadline)) {
                        throw new CommandFailure("Kafka did not deliver all records of " + left.keySet() + " within "
                                + PATIENCE.toMinutes() + " min: see 'goldstream status'");
                    }
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        taker.take(JSON.readTree(record.value()));
                        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                        left.computeIfPresent(partition, (_, last) -> record.offset() >= last ? null : last);
                    }
                }
            }
        }

        @Override
        public void close() {
            offsets.close();
        }
    }
}
