package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One life of the consumer and the producer: poll, refine, commit, until something fails or it is told to stop.
 *
 * <p>Each batch is one transaction: its bronze, silver and quarantine records and its offsets become visible together,
 * or not at all (Kafka's consume-transform-produce, KIP-447). There is no handling of single errors: the session ends,
 * and the transaction with it.
 */
final class RefinerySession implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RefinerySession.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final String QUARANTINE =
            Tables.of(Layer.QUARANTINE).getFirst().topic();

    private final Map<String, EventType> topics;
    private final Refiner refiner;
    private final DedupeWindows windows;
    private final Rows rows;
    private final RefineryMetrics metrics;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final KafkaClientMetrics producerMetrics;
    private final KafkaClientMetrics consumerMetrics;

    private volatile boolean reading;
    private volatile boolean stopping;

    /**
     * @param topics the raw topics to read, and the type of each one's events
     */
    RefinerySession(
            Map<String, EventType> topics,
            RefineryClients clients,
            Refiner refiner,
            DedupeWindows windows,
            Rows rows,
            RefineryMetrics metrics) {
        this.topics = topics;
        this.refiner = refiner;
        this.windows = windows;
        this.rows = rows;
        this.metrics = metrics;
        this.producer = clients.producer();
        this.consumer = clients.consumer();
        this.producerMetrics = new KafkaClientMetrics(producer);
        this.consumerMetrics = new KafkaClientMetrics(consumer);
        producerMetrics.bindTo(metrics.registry());
        consumerMetrics.bindTo(metrics.registry());
    }

    boolean isReading() {
        return reading;
    }

    /** Ends {@link #run} after the batch in hand. May be called from any thread. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    /** Returns when stopped; throws whatever ended it. */
    void run() {
        producer.initTransactions(); // fences an older self, and ends what it left open
        consumer.subscribe(topics.keySet(), new Assignments());
        LOG.infof("refining %s", topics.keySet());
        while (!stopping) {
            ConsumerRecords<byte[], byte[]> batch = poll();
            reading = true;
            if (!batch.isEmpty()) {
                refine(batch);
            }
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        }
    }

    private void refine(ConsumerRecords<byte[], byte[]> batch) {
        RefineryMetrics.Tally tally = metrics.tally();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        producer.beginTransaction();
        for (TopicPartition partition : batch.partitions()) {
            DedupeWindows.Assigned assigned = windows.of(partition);
            EventType type = topics.get(partition.topic());
            for (ConsumerRecord<byte[], byte[]> record : batch.records(partition)) {
                RawRecord raw = RawRecord.of(type, record);
                Outcome outcome = refiner.refine(raw, assigned.window());
                if (!assigned.isRefined(raw.offset())) {
                    write(raw, outcome);
                    tally.count(type, outcome);
                }
            }
            // The consumer's own next position: with the gaps that transaction markers leave.
            OffsetAndMetadata next = batch.nextOffsets().get(partition);
            if (!assigned.isRefined(next.offset() - 1)) {
                offsets.put(partition, next);
            }
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction(); // fails if any send failed
        tally.committed();
        metrics.cut(windows.takeCut());
    }

    private void write(RawRecord raw, Outcome outcome) {
        switch (outcome) {
            case Outcome.Refined refined -> {
                byte[] key = Rows.key(refined.event());
                send(Tables.of(Layer.BRONZE, raw.type()).topic(), raw, key, rows.bronze(raw, refined));
                send(Tables.of(Layer.SILVER, raw.type()).topic(), raw, key, rows.silver(raw, refined));
            }
            case Outcome.Quarantined quarantined -> send(QUARANTINE, raw, raw.key(), rows.quarantine(raw, quarantined));
            case Outcome.Duplicate duplicate -> send(QUARANTINE, raw, raw.key(), rows.quarantine(raw, duplicate));
        }
    }

    /** The raw record's timestamp goes with every row, so that a rerun files it under the same date. */
    private void send(String topic, RawRecord raw, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, null, raw.timestampMillis(), key, value));
    }

    /** A partition that comes is read from further back, for its dedupe window; one that goes is forgotten. */
    private final class Assignments implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
            for (TopicPartition partition : partitions) {
                long resumeAt = consumer.position(partition);
                consumer.seek(partition, windows.open(partition, resumeAt, beginnings.get(partition)));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            windows.close(partitions);
        }
    }

    @Override
    public void close() {
        reading = false;
        producerMetrics.close();
        consumerMetrics.close();
        // The producer first: closing it aborts what is open, before the group hands the partitions on.
        producer.close(CLOSE);
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
