package io.goldstream.gateway.refinery;

import io.goldstream.events.schema.Generation;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;

/**
 * The write side, whatever the raw records come from: refines them into transactions. Not thread-safe.
 */
final class TransactionalWriter implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TransactionalWriter.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** A transaction that lasts as long as this part of Kafka's limit is committed: slow records must not end it. */
    private static final int PART_OF_TIMEOUT = 3;

    private final Producer<byte[], byte[]> producer;
    private final Classifier classifier;
    private final UnreadRecords unreadable;
    private final long maxNanos;
    private final RowEncoder encoder;
    private final OutputTopics topics;
    private final RefineryMetrics metrics;
    private final KafkaClientMetrics producerMetrics;

    /** What the thread is refining, for whoever watches it; null in between. */
    private final AtomicReference<RawRecord> inHand = new AtomicReference<>();

    /** @param transactionTimeout after how long Kafka ends a transaction */
    TransactionalWriter(
            Producer<byte[], byte[]> producer,
            Duration transactionTimeout,
            Classifier classifier,
            UnreadRecords unreadable,
            RowEncoder encoder,
            Generation generation,
            RefineryMetrics metrics) {
        this.producer = producer;
        this.maxNanos = transactionTimeout.toNanos() / PART_OF_TIMEOUT;
        this.classifier = classifier;
        this.unreadable = unreadable;
        this.encoder = encoder;
        this.topics = OutputTopics.of(generation);
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

    /** Commits offsets, and nothing else. */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        producer.beginTransaction();
        producer.sendOffsetsToTransaction(offsets, group);
        producer.commitTransaction();
    }

    /** The record at which the thread is, or null. May be called from any thread. */
    RawRecord inHand() {
        return inHand.getAcquire();
    }

    /** What is refined within it becomes visible together, or not at all. Once it has failed, the writer is of no more use. */
    final class Transaction implements AutoCloseable {

        private final RefineryMetrics.Tally tally = metrics.tally();
        private final long begunNanos = System.nanoTime();
        private int records;
        private boolean isCommitted;

        /**
         * Refines a record, and remembers it in its window.
         *
         * @param isToBeSetAside whether its value is not to be read
         * @return whether its value was not read
         */
        boolean refine(RawRecord raw, DedupeWindow window, boolean isToBeSetAside) {
            records++;
            boolean isSetAside = isToBeSetAside || unreadable.contains(raw);
            inHand.setRelease(raw);
            try {
                RefinedRows refined = isSetAside
                        ? RefinedRows.setAside(raw, classifier, window, encoder, topics)
                        : RefinedRows.of(raw, classifier, window, encoder, topics);
                inHand.setRelease(null); // what Kafka takes its time for is not the record's fault
                send(raw, refined);
                tally.count(raw.type(), refined.outcome());
                return isSetAside;
            } finally {
                inHand.setRelease(null);
            }
        }

        /**
         * Remembers a record that was refined before. One whose value cannot be read is known by its headers alone, as it was
         * when it was refined.
         */
        void remember(RawRecord raw, DedupeWindow window, boolean isUnread) {
            records++;
            inHand.setRelease(raw);
            try {
                if (isUnread || unreadable.contains(raw)) {
                    classifier.classifyUnread(raw, window);
                } else {
                    classifier.remember(raw, window);
                }
            } catch (RuntimeException | StackOverflowError e) {
                LOG.debugf(e, "%s: its id cannot be read, so copies of it are not found", raw.coordinates());
            } finally {
                inHand.setRelease(null);
            }
        }

        /** Whether it is better committed than given more records. */
        boolean isOld() {
            return System.nanoTime() - begunNanos > maxNanos;
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

    /**
     * A row's record is as old as its writing: by the raw record's time, which is in the row, Kafka might delete it before a
     * sink has read it.
     */
    private void send(RawRecord raw, RefinedRows refined) {
        Headers headers = raw.metadata().forwarded();
        for (RefinedRows.Row row : refined.rows()) {
            producer.send(new ProducerRecord<>(row.topic(), null, refined.key(), row.value(), headers));
        }
    }

    /** Aborts what is open; a thread that is interrupted leaves that to Kafka. */
    @Override
    public void close() {
        producerMetrics.close();
        producer.close(Thread.currentThread().isInterrupted() ? Duration.ZERO : CLOSE);
    }
}
