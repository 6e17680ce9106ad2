package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.events.Coordinate;
import io.goldstream.events.schema.Tables;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Which raw records were sent again from quarantine: the keys of a compacted topic, each a raw {@linkplain Coordinate coordinate}. A raw record is
 * in quarantine at most once, so its coordinate names its quarantine row, in every generation.
 */
public final class ReplayMarkers {

    private static final Duration POLL = Duration.ofMillis(200);

    private static final Duration MAX_STANDSTILL = Duration.ofSeconds(15);

    private final Set<String> coordinates;

    private ReplayMarkers(Set<String> coordinates) {
        this.coordinates = coordinates;
    }

    /** All that is committed now. */
    public static ReplayMarkers read(KafkaConsumer<byte[], byte[]> consumer) {
        Set<String> coordinates = new HashSet<>();
        readAll(consumer, Tables.REPLAYED, 0, record -> coordinates.add(new String(record.key(), UTF_8)));
        return new ReplayMarkers(coordinates);
    }

    public boolean contains(String coordinate) {
        return coordinates.contains(coordinate);
    }

    /**
     * Reads a topic up to where it ends now.
     *
     * @param sinceMillis the records' first timestamp; 0 for all
     * @throws TimeoutException after 15 s without progress
     */
    public static void readAll(
            KafkaConsumer<byte[], byte[]> consumer,
            String topic,
            long sinceMillis,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Collection<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("there is no topic " + topic + ": create it"
                    + (topic.equals(Tables.REPLAYED) ? ", with cleanup.policy=compact" : ""));
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        if (sinceMillis == 0) {
            consumer.seekToBeginning(partitions);
        } else {
            seek(consumer, ends, sinceMillis);
        }
        long reached = -1;
        long progressedNanos = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(reader);
            long position = partitions.stream().mapToLong(consumer::position).sum();
            if (position > reached) {
                reached = position;
                progressedNanos = System.nanoTime();
            } else if (System.nanoTime() - progressedNanos > MAX_STANDSTILL.toNanos()) {
                throw new TimeoutException("Kafka gave nothing of " + topic + " for " + MAX_STANDSTILL.toSeconds()
                        + " s; try again later");
            }
        }
        consumer.assign(List.of());
    }

    private static void seek(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, long sinceMillis) {
        Map<TopicPartition, OffsetAndTimestamp> firsts = consumer.offsetsForTimes(
                ends.keySet().stream().collect(Collectors.toMap(partition -> partition, partition -> sinceMillis)));
        ends.forEach((partition, end) -> {
            OffsetAndTimestamp first = firsts.get(partition);
            consumer.seek(partition, first == null ? end : first.offset());
        });
    }
}
