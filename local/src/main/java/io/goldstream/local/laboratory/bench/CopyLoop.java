package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.stack.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The least that exactly-once can do: read raw records and write each as it is, keys and bytes, to one topic or two, a
 * transaction a batch, the read offsets in it. Clients are set as the refinery sets its own.
 */
final class CopyLoop implements AutoCloseable {

    private static final int PARTITIONS = 3;
    private static final int TRANSACTION_RECORDS = 5_000;
    private static final int POLL_RECORDS = 250;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String group;
    private final Map<String, List<String>> outputs = new HashMap<>();
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private double bytesPerRecord;

    /** @param copies how many topics each record goes to */
    CopyLoop(String bootstrapServers, int copies) throws InterruptedException {
        group = "bench-copy-" + copies;
        for (Table raw : Tables.of(Layer.RAW)) {
            List<String> topics = new ArrayList<>();
            for (int copy = 0; copy < copies; copy++) {
                topics.add(group + "-" + copy + "." + raw.topic());
            }
            outputs.put(raw.topic(), topics);
        }
        create(bootstrapServers);
        consumer = new KafkaConsumer<>(
                ClientSettings.consumer(Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        POLL_RECORDS,
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                        256 * 1024,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        200,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        RecordSizes.REQUEST)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                ClientSettings.producer(Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        group,
                        ProducerConfig.LINGER_MS_CONFIG,
                        1_000,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 * 1024)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        consumer.assign(outputs.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
    }

    private void create(String bootstrapServers) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            Topics.create(
                    admin,
                    outputs.values().stream()
                            .flatMap(List::stream)
                            .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                            .toList());
        } catch (ExecutionException failed) {
            throw new CommandFailure("Kafka did not create the topics: " + failed.getCause(), failed);
        }
    }

    /** Copies the first records of the raw topics, whoever has copied them before. */
    long copy(long records) {
        consumer.seekToBeginning(consumer.assignment());
        ConsumerGroupMetadata metadata = consumer.groupMetadata();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long copied = 0;
        long bytes = 0;
        while (copied < records) {
            ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("after " + PATIENCE.toMinutes() + " minutes, only " + copied
                        + " records were copied: the machine is too busy to measure");
            }
            if (batch.isEmpty()) {
                continue;
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            long full = copied + TRANSACTION_RECORDS;
            producer.beginTransaction();
            while (!batch.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> record : batch) {
                    for (String topic : outputs.get(record.topic())) {
                        producer.send(
                                new ProducerRecord<>(topic, null, record.timestamp(), record.key(), record.value()));
                        bytes += record.key().length + record.value().length;
                    }
                }
                offsets.putAll(batch.nextOffsets());
                copied += batch.count();
                batch = copied < full ? consumer.poll(Duration.ZERO) : ConsumerRecords.empty();
            }
            producer.sendOffsetsToTransaction(offsets, metadata);
            producer.commitTransaction();
        }
        bytesPerRecord = (double) bytes / copied;
        return copied;
    }

    /** How many bytes of keys and values the last {@link #copy} wrote for each record that it read. */
    double bytesPerRecord() {
        return bytesPerRecord;
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
