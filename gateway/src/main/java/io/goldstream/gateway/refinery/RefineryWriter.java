package io.goldstream.gateway.refinery;

import io.goldstream.events.schema.Generation;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * The write side, whatever the raw records come from: refines them into transactions. Not thread-safe.
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

    /** Fences an older self, and ends what it left open. */
    void open() {
        producer.initTransactions();
    }

    /** Begins a transaction; the one before it is over. */
    Transaction begin() {
        producer.beginTransaction();
        return new Transaction();
    }

    /** What is refined within it becomes visible together, or not at all. Once it has failed, the writer is of no more use. */
    final class Transaction implements AutoCloseable {

        private final RefineryMetrics.Tally tally = metrics.tally();
        private int records;
        private boolean isCommitted;

        /**
         * Refines a record, and remembers it in its window.
         *
         * @param isNew whether its rows are to be written; else it was refined before, and only its identity counts
         */
        void refine(RawRecord raw, DedupeWindow window, boolean isNew) {
            records++;
            Refinement refinement = Refinement.of(raw, refiner, window, rows, outputs);
            if (isNew) {
                send(raw, refinement);
                tally.count(raw.type(), refinement.outcome());
            }
        }

        /** How many records were refined up to now, those of before among them. */
        int records() {
            return records;
        }

        /** Commits what is behind no group's offsets. */
        void commit() {
            producer.commitTransaction(); // fails if any send failed
            isCommitted = true;
            tally.committed();
        }

        /**
         * Commits.
         *
         * @param offsets how far each partition is refined with it; may be none
         * @param group whose offsets those are, fenced by its generation
         */
        void commit(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            if (!offsets.isEmpty()) {
                producer.sendOffsetsToTransaction(offsets, group);
            }
            commit();
        }

        /** Aborts, so that the writer can begin another. */
        void abort() {
            metrics.aborted();
            producer.abortTransaction();
        }

        /** One that is not committed counts as aborted, which its writer sees to when it is closed. */
        @Override
        public void close() {
            if (!isCommitted) {
                metrics.aborted();
            }
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

    /** Aborts what is open; a thread that is interrupted leaves that to Kafka. */
    @Override
    public void close() {
        producerMetrics.close();
        producer.close(Thread.currentThread().isInterrupted() ? Duration.ZERO : CLOSE);
    }
}
