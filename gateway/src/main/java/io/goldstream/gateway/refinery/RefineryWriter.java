package io.goldstream.gateway.refinery;

import io.goldstream.events.schema.Generation;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * The write side, whatever the raw records come from: refines them into transactions. What a transaction holds becomes
 * visible together, or not at all. Not thread-safe.
 */
final class RefineryWriter implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final Refiner refiner;
    private final Rows rows;
    private final Outputs outputs;
    private final RefineryMetrics metrics;
    private final KafkaClientMetrics producerMetrics;

    RefineryWriter(
            Producer<byte[], byte[]> producer,
            Refiner refiner,
            Rows rows,
            Generation generation,
            RefineryMetrics metrics) {
        this.producer = producer;
        this.refiner = refiner;
        this.rows = rows;
        this.outputs = Outputs.of(generation);
        this.metrics = metrics;
        this.producerMetrics = new KafkaClientMetrics(producer);
        producerMetrics.bindTo(metrics.registry());
    }

    /** One transaction's records. */
    interface Batch {

        /**
         * Hands over each record.
         *
         * @return the offsets that are refined with it, by partition
         */
        Map<TopicPartition, OffsetAndMetadata> refineInto(RefineryMetrics.Tally tally);
    }

    /** Fences an older self, and ends what it left open. */
    void open() {
        producer.initTransactions();
    }

    /**
     * Runs a batch as one transaction. Whatever it throws, nothing of it is visible, and this writer is of no more use.
     *
     * @param group asked once all is refined: whose offsets move, fenced by its generation
     */
    void transact(Batch batch, Supplier<ConsumerGroupMetadata> group) {
        RefineryMetrics.Tally tally = metrics.tally();
        boolean isCommitted = false;
        producer.beginTransaction();
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = batch.refineInto(tally);
            if (!offsets.isEmpty()) {
                producer.sendOffsetsToTransaction(offsets, group.get());
            }
            producer.commitTransaction(); // fails if any send failed
            isCommitted = true;
        } finally {
            if (!isCommitted) {
                metrics.aborted();
            }
        }
        tally.committed();
    }

    /**
     * Refines a record, and remembers it in its window.
     *
     * @param isNew whether its rows are to be written; else it was refined before, and only its identity counts
     */
    void refine(RawRecord raw, DedupeWindow window, boolean isNew, RefineryMetrics.Tally tally) {
        Refinement refinement = Refinement.of(raw, refiner, window, rows, outputs);
        if (isNew) {
            send(raw, refinement);
            tally.count(raw.type(), refinement.outcome());
        }
    }

    /** The raw record's timestamp goes with every row, so that a rerun files it under the same date. */
    private void send(RawRecord raw, Refinement refinement) {
        Headers headers = raw.envelope().forwarded();
        for (Refinement.Row row : refinement.rows()) {
            producer.send(new ProducerRecord<>(
                    row.topic(), null, raw.timestampMillis(), refinement.key(), row.value(), headers));
        }
    }

    /** Aborts what is open. */
    @Override
    public void close() {
        producerMetrics.close();
        producer.close(CLOSE);
    }
}
