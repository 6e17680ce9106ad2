package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.format.FileType;
import io.goldstream.connect.sink.layout.Layout;
import java.time.Duration;
import java.util.Optional;

/**
 * How a connector lands records.
 *
 * @param connector its name: manifests and staging are kept by it
 * @param files what they are
 * @param layout where they are
 * @param rotation when they are flushed
 * @param bounds of what a task holds open
 * @param retry of storage errors
 * @param start where reading begins
 * @param tombstones what becomes of null values
 * @param tolerant whether a record that cannot be landed is passed over, where Connect has no reporter to give it to
 * @param landedColumns whether rows say where in Kafka they were read
 */
public record Landing(
        String connector,
        FileType files,
        Layout layout,
        Rotation rotation,
        Bounds bounds,
        Retry retry,
        Start start,
        Tombstones tombstones,
        boolean tolerant,
        boolean landedColumns) {

    /**
     * Of one task; beyond them, what is largest is flushed early.
     *
     * @param openFiles most files that are open at once: a hard bound
     * @param bytes held in memory for them, estimated after each batch
     */
    public record Bounds(int openFiles, long bytes) {}

    /**
     * @param timeout how long storage errors are retried, from the first of a row on, before the task fails; empty for ever
     * @param backoff how long to wait before the first retry
     */
    public record Retry(Optional<Duration> timeout, Duration backoff) {}

    /**
     * Where reading begins.
     *
     * @param from where to begin a partition of which the lake has nothing
     * @param gapsAreGone whether offsets that the consumer does not deliver are no longer in Kafka. It is so if the consumer
     *     goes to the oldest record where an offset is gone, and the connector's own configuration says that it does: what
     *     the worker's properties say, a task cannot see
     * @param allCome whether every record that the consumer delivers comes to the task: no error is tolerated, and there is no
     *     transformation that might drop one
     */
    public record Start(From from, boolean gapsAreGone, boolean allCome) {

        /** Where to begin a partition of which the lake has nothing. */
        public enum From {
            /** With the oldest record that Kafka has: the lake is to be whole. */
            EARLIEST,
            /** Where the consumer group stands. */
            GROUP
        }
    }

    /** What becomes of a record whose value is null. */
    public enum Tombstones {
        /** It is counted, and passed over. */
        SKIP,
        /** It is a line like any other; Parquet has no such row. */
        WRITE,
        /** It goes the way of errors: the dead-letter queue, or a failed task. */
        FAIL
    }
}
