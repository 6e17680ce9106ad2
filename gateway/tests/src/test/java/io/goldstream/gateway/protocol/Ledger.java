package io.goldstream.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.kafka.ClientSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the gateway has acknowledged to a client, by event id; to be compared with what stands in Kafka. */
final class Ledger {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final long startedMillis = System.currentTimeMillis();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    void acknowledge(String id) {
        assertThat(acknowledged.add(id)).as("%s is acknowledged once", id).isTrue();
    }

    int size() {
        return acknowledged.size();
    }

    /**
     * Waits until all that was acknowledged stands in bronze or quarantine, and checks that it does so once, and that nothing
     * else does. A duplicate's row says only that nothing was counted twice, so it is left out.
     */
    void mustEqualBronzeAndQuarantine(String bootstrap, String bronzeTopic) throws Exception {
        Instant deadline = Instant.now().plus(LIMIT);
        Map<String, Integer> rows = rows(bootstrap, bronzeTopic);
        while (!rows.keySet().containsAll(acknowledged) && Instant.now().isBefore(deadline)) {
            Thread.sleep(500);
            rows = rows(bootstrap, bronzeTopic);
        }
        assertThat(new TreeSet<>(rows.keySet())).isEqualTo(new TreeSet<>(acknowledged));
        assertThat(rows.values()).as("rows of an event").containsOnly(1);
    }

    private Map<String, Integer> rows(String bootstrap, String bronzeTopic) throws IOException {
        Map<String, Integer> rows = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, ClientSettings.ISOLATION, ClientSettings.READ_COMMITTED),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            seekToStart(consumer, List.of(bronzeTopic, "quarantine.events"));
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    JsonNode row = JSON.readTree(record.value());
                    if (row.get("source_timestamp").asLong() < startedMillis) { // of an earlier test, refined since
                        continue;
                    }
                    if (!row.path("kind").asText().equals("duplicate")) {
                        rows.merge(row.get("event_id").asText(), 1, Integer::sum);
                    }
                }
            }
        }
        return rows;
    }

    /** To the first row of a record that came since this ledger was begun: rows are younger than their raw records. */
    private void seekToStart(KafkaConsumer<byte[], byte[]> consumer, List<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            Stream.of(0, 1).forEach(number -> partitions.add(new TopicPartition(topic, number)));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        Map<TopicPartition, Long> start = new HashMap<>();
        partitions.forEach(partition -> start.put(partition, startedMillis));
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> first :
                consumer.offsetsForTimes(start).entrySet()) {
            if (first.getValue() != null) {
                consumer.seek(first.getKey(), first.getValue().offset());
            }
        }
    }
}
