package io.goldstream.cli.reconcile;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.kafka.ClientSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Where topics end and how far consumer groups are. */
public final class Offsets implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A partition's end is read to, and not beyond; the fetch behind it would keep the next partition's waiting. */
    private static final String FETCH_WAIT_MILLIS = "10";

    private static final int FIRST_WINDOW = 64;
    private static final int WINDOW_GROWTH = 16;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final Duration patience;

    public Offsets(String bootstrapServers) {
        this(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** @param client what a client is configured with, the bootstrap servers and what it logs in by */
    public Offsets(Map<String, Object> client) {
        this(client, PATIENCE);
    }

    /** @param patience how long an answer may take */
    Offsets(Map<String, Object> client, Duration patience) {
        this.patience = patience;
        String millis = Long.toString(patience.toMillis());
        Map<String, Object> patient = new HashMap<>(client);
        patient.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis);
        patient.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        Map<String, Object> reader = new HashMap<>(patient);
        reader.putAll(ClientSettings.consumer());
        reader.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        consumer = new KafkaConsumer<>(reader, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        admin = Admin.create(patient);
    }

    /**
     * The offset of the last record of each partition; a partition without records is left out. Not the end offset less one: a
     * transaction's marker takes an offset, too, and no consumer ever sees it.
     */
    public Map<TopicPartition, Long> lastRecords(Collection<String> topics) {
        Map<TopicPartition, Long> last = new TreeMap<>(PartitionOrder.BY_NAME);
        try {
            List<TopicPartition> partitions = partitions(topics);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                lastRecord(partition, begins.get(partition), ends.get(partition))
                        .ifPresent(offset -> last.put(partition, offset));
            }
            return last;
        } catch (KafkaException failed) {
            throw unanswered("tell the end offsets of its topics", failed);
        }
    }

    /** The failure of a command to which Kafka did not do something, such as "tell the end offsets of its topics". */
    public static CommandFailure unanswered(String what, Throwable cause) {
        return new CommandFailure(
                "Kafka did not " + what + ": " + cause.getMessage()
                        + " (check --kafka, --kafka-config and the rights of the Kafka user)",
                cause);
    }

    /** The first offset of each partition that Kafka still has. */
    public Map<TopicPartition, Long> beginnings(Collection<String> topics) {
        Map<TopicPartition, Long> begins = new TreeMap<>(PartitionOrder.BY_NAME);
        begins.putAll(consumer.beginningOffsets(partitions(topics)));
        return begins;
    }

    /** The names of all topics. */
    public Set<String> topics() {
        return consumer.listTopics().keySet();
    }

    /** The next offset that a consumer group wants, by partition; empty where the group never committed. */
    public Map<TopicPartition, Long> committed(String group) throws InterruptedException {
        Map<TopicPartition, Long> committed = new TreeMap<>(PartitionOrder.BY_NAME);
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            offsets.forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw unanswered("tell the offsets of the group " + group, failed.getCause());
        }
        return committed;
    }

    /** Whether a consumer group has a member at the moment; one that was never there has none. */
    public boolean hasMembers(String group) throws InterruptedException {
        try {
            return !admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .members()
                    .isEmpty();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw unanswered("describe the group " + group, failed.getCause());
        }
    }

    /** How many offsets of these topics a consumer group has still before it, markers at the end left out. */
    public long lag(String group, Collection<String> topics) throws InterruptedException {
        return open(group, topics).values().stream().mapToLong(Span::records).sum();
    }

    /** What a consumer group has still before it, by the oldest record of each partition: one can stand still alone. */
    public Behind behind(String group, Collection<String> topics) throws InterruptedException {
        Map<TopicPartition, Span> open = open(group, topics);
        Optional<Instant> oldest = open.entrySet().stream()
                .flatMap(each -> firstRecord(each.getKey(), each.getValue()).stream())
                .map(record -> Instant.ofEpochMilli(record.timestamp()))
                .min(Comparator.naturalOrder());
        return new Behind(open.values().stream().mapToLong(Span::records).sum(), open.size(), oldest);
    }

    /** Offsets from the first to the last, both inclusive. */
    private record Span(long first, long last) {
        long records() {
            return last - first + 1;
        }
    }

    private Map<TopicPartition, Span> open(String group, Collection<String> topics) throws InterruptedException {
        Map<TopicPartition, Long> next = committed(group);
        Map<TopicPartition, Long> begins = beginnings(topics);
        Map<TopicPartition, Span> open = new TreeMap<>(PartitionOrder.BY_NAME);
        lastRecords(topics).forEach((partition, last) -> {
            long first = Math.max(next.getOrDefault(partition, 0L), begins.get(partition));
            if (first <= last) {
                open.put(partition, new Span(first, last));
            }
        });
        return open;
    }

    /** Whether a consumer group is through with all records up to these. */
    public boolean isPast(String group, Map<TopicPartition, Long> lastRecords) throws InterruptedException {
        Map<TopicPartition, Long> next = committed(group);
        return lastRecords.entrySet().stream().allMatch(last -> next.getOrDefault(last.getKey(), 0L) > last.getValue());
    }

    /**
     * How many of the records behind these, up to where the topics end now, are of a kind.
     *
     * @param last of a partition that it does not name, all is read
     */
    public long countBehind(
            Map<TopicPartition, Long> last, Collection<String> topics, Predicate<ConsumerRecord<byte[], byte[]>> kind) {
        List<TopicPartition> partitions = partitions(topics);
        consumer.assign(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        partitions.forEach(partition -> consumer.seek(
                partition, last.containsKey(partition) ? last.get(partition) + 1 : begins.get(partition)));
        long count = 0;
        Instant deadline = Instant.now().plus(patience);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            if (Instant.now().isAfter(deadline)) {
                throw new CommandFailure("Kafka does not deliver " + String.join(", ", topics)
                        + " up to their ends: see whether its brokers run, then run this again");
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                deadline = Instant.now().plus(patience);
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                count += kind.test(record) ? 1 : 0;
            }
        }
        return count;
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }

    private List<TopicPartition> partitions(Collection<String> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Looks back from the end, each time further, until a record shows. */
    private OptionalLong lastRecord(TopicPartition partition, long begin, long end) {
        consumer.assign(List.of(partition));
        long window = FIRST_WINDOW;
        for (long from = end; from > begin; window *= WINDOW_GROWTH) {
            from = Math.max(begin, end - window);
            OptionalLong found = lastRecordFrom(partition, from, end);
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalLong.empty();
    }

    private Optional<ConsumerRecord<byte[], byte[]>> firstRecord(TopicPartition partition, Span span) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, span.first());
        Instant deadline = Instant.now().plus(patience);
        while (consumer.position(partition) <= span.last() && Instant.now().isBefore(deadline)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }

    private OptionalLong lastRecordFrom(TopicPartition partition, long from, long end) {
        consumer.seek(partition, from);
        OptionalLong last = OptionalLong.empty();
        Instant deadline = Instant.now().plus(patience);
        while (consumer.position(partition) < end) {
            if (Instant.now().isAfter(deadline)) {
                throw new CommandFailure("Kafka does not deliver " + partition
                        + " up to its end: see whether its brokers run, then run this again");
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (var record : records) {
                if (record.offset() < end) {
                    last = OptionalLong.of(record.offset());
                }
            }
        }
        return last;
    }
}
