package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.store.BlobStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lands one topic partition, from its opening to its closing. */
final class PartitionWriter {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);
    private static final long NOTHING = -1;

    private final TopicPartition partition;
    private final Checkpoint checkpoint;
    private final BlobStore store;
    private final Rotation rotation;
    private final Clock clock;
    private final OpenFiles files;
    private Optional<Flush> flush = Optional.empty();
    private Instant openSince = Instant.MAX;
    private long lastAccepted;
    private long uncommitted = NOTHING;

    PartitionWriter(TopicPartition partition, Checkpoint checkpoint, BlobStore store, Landing landing, Clock clock) {
        this.partition = partition;
        this.checkpoint = checkpoint;
        this.store = store;
        this.rotation = landing.rotation();
        this.clock = clock;
        this.files = new OpenFiles(partition, checkpoint.owner(), landing);
        this.lastAccepted = checkpoint.next().orElse(0) - 1;
    }

    /**
     * Takes a record, in memory.
     *
     * @param redelivered whether Connect sends this batch again, as it does after a RetriableException: then what was
     *     accepted before is passed over. At any other time an offset comes back only if the topic was cut or made anew.
     */
    void accept(SinkRecord record, boolean redelivered) {
        long offset = record.originalKafkaOffset();
        if (offset <= lastAccepted) {
            if (redelivered) {
                return;
            }
            throw new ConnectException("topic " + partition.topic() + " was truncated or made anew: partition "
                    + partition.partition() + " delivers offset " + offset + " after " + lastAccepted
                    + " was landed (manifest " + checkpoint.describe() + "). To land the topic as it is now: stop the"
                    + " connector (PUT /connectors/<name>/stop), reset its offsets (PATCH or DELETE"
                    + " /connectors/<name>/offsets), and resume it");
        }
        if (files.isEmpty()) {
            openSince = clock.instant();
            uncommitted = checkpoint.next().orElse(offset);
        }
        try {
            files.add(record);
        } catch (DataException e) {
            throw new DataException("cannot land the record " + partition + "@" + offset + ": " + e.getMessage(), e);
        }
        lastAccepted = offset;
    }

    /** Stages what fills a block, and flushes if a bound is reached. After an IOException, call it again. */
    void advance() throws IOException {
        finishFlush();
        for (OpenFile file : files.all()) {
            file.stage(store);
        }
        Optional<Rotation.Reason> due = rotation.due(load());
        if (due.isPresent()) {
            LOG.debug("Flushing {} because of {}", partition, due.get());
            flush = Optional.of(new Flush(files.take(), uncommitted, lastAccepted + 1));
            finishFlush();
        }
    }

    /** Ends a flush that an earlier storage error interrupted. */
    void finishFlush() throws IOException {
        if (flush.isPresent()) {
            flush.get().run(store, checkpoint);
            LOG.info(
                    "Landed {} [{}, {}) in {} files",
                    partition,
                    flush.get().commit().prev(),
                    flush.get().commit().next(),
                    flush.get().files().size());
            flush = Optional.empty();
        }
    }

    private Rotation.Load load() {
        return new Rotation.Load(age(), files.largestBytes(), files.rows(), files.count());
    }

    private Duration age() {
        return files.isEmpty() ? Duration.ZERO : Duration.between(openSince, clock.instant());
    }

    /** In how long the age bound will be reached; empty where nothing is open. */
    Optional<Duration> untilDue() {
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(rotation.maxAge().minus(age()));
    }

    /** The offset that Connect may commit: what it gave, as long as nothing below is still to be committed here. */
    long committable(long given) {
        if (flush.isPresent()) {
            Flush running = flush.get();
            return Math.min(
                    running.isCommitted()
                            ? running.commit().next()
                            : running.commit().prev(),
                    given);
        }
        return files.isEmpty() ? given : Math.min(uncommitted, given);
    }

    /** Drops what is open: the next owner starts where the manifest says. */
    void close() {
        for (OpenFile file : files.take()) {
            abandon(file);
        }
        if (flush.isPresent() && !flush.get().isCommitted()) {
            LOG.info("{} closes in mid-flush; its files stay staged until the next owner decides", partition);
        }
    }

    private void abandon(OpenFile file) {
        try {
            store.abandon(file.path());
        } catch (IOException e) {
            LOG.warn("Could not remove the staged {}; the next owner will", store.describe(file.path()), e);
        }
    }
}
