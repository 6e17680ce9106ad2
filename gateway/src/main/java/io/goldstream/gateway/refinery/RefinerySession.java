package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
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
    private final Rows rows;
    private final RefineryMetrics metrics;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final KafkaClientMetrics producerMetrics;
    private final KafkaClientMetrics consumerMetrics;

    private volatile boolean reading;
    private volatile boolean stopping;

    RefinerySession(
            Map<String, EventType> topics,
            RefineryClients clients,
            Refiner refiner,
            Devices devices,
            RefineryMetrics metrics) {
        this.topics = topics;
        this.refiner = refiner;
        this.rows = new Rows(devices);
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
        consumer.subscribe(topics.keySet());
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
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            refine(RawRecord.of(topics.get(record.topic()), record), tally);
        }
        producer.sendOffsetsToTransaction(offsets(batch), consumer.groupMetadata());
        producer.commitTransaction(); // fails if any send failed
        tally.committed();
    }

    private void refine(RawRecord raw, RefineryMetrics.Tally tally) {
        Outcome outcome = refiner.refine(raw);
        switch (outcome) {
            case Outcome.Refined refined -> {
                byte[] key = Rows.key(refined.event());
                send(Tables.of(Layer.BRONZE, raw.type()).topic(), raw, key, rows.bronze(raw, refined));
                send(Tables.of(Layer.SILVER, raw.type()).topic(), raw, key, rows.silver(raw, refined));
            }
            case Outcome.Quarantined quarantined -> send(QUARANTINE, raw, raw.key(), rows.quarantine(raw, quarantined));
        }
        tally.count(raw.type(), outcome);
    }

    /** The raw record's timestamp goes with every row, so that a rerun files it under the same date. */
    private void send(String topic, RawRecord raw, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, null, raw.timestampMillis(), key, value));
    }

    /** The consumer's own next positions: with the gaps that transaction markers leave. */
    private static Map<TopicPartition, OffsetAndMetadata> offsets(ConsumerRecords<byte[], byte[]> batch) {
        return new HashMap<>(batch.nextOffsets());
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
