package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.events.kafka.ClientSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A committed record, found by its event's id. */
record Written(ConsumerRecord<byte[], byte[]> record) {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Reads a topic from its beginning until the event is there. */
    static Written await(String bootstrap, String topic, String id) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, ClientSettings.ISOLATION, ClientSettings.READ_COMMITTED),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            Instant deadline = Instant.now().plus(LIMIT);
            while (Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    Written written = new Written(record);
                    if (id.equals(written.header("ce_id"))) {
                        return written;
                    }
                }
            }
        }
        throw new AssertionError(topic + " has no record " + id);
    }

    /** A header's text; null where there is none of that name. */
    String header(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
