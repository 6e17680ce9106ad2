package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.layout.FileName;
import io.goldstream.connect.sink.store.BlobStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything a sink task does, in the terms of Connect's life cycle.
 *
 * <p>Connect sends a batch again after a RetriableException, and after an exception in preCommit it seeks back behind the
 * task's back; so storage errors leave put as RetriableExceptions, and nothing leaves preCommit: what fails there is kept
 * for the next put. The age bound is met without traffic, too: as long as files are open, each call asks Connect for the
 * next put before they grow too old, whatever the worker's offset.flush.interval.ms is.
 */
public final class Lander implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lander.class);

    private final SinkTaskContext context;
    private final BlobStore store;
    private final Landing landing;
    private final Clock clock;
    private final Outage outage;
    private final Map<TopicPartition, PartitionWriter> writers = new HashMap<>();
    private Optional<RuntimeException> kept = Optional.empty();
    private boolean redelivering;

    public Lander(SinkTaskContext context, BlobStore store, Landing landing, Clock clock) {
        this.context = context;
        this.store = store;
        this.landing = landing;
        this.clock = clock;
        this.outage = new Outage(clock, landing.retryTimeout());
    }

    /** Takes partitions over, and tells Connect where to read on. Waits out storage errors until the retry timeout. */
    public void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Checkpoint checkpoint = takeOver(partition);
            writers.put(partition, new PartitionWriter(partition, checkpoint, store, landing, clock));
            checkpoint.next().ifPresent(next -> context.offset(partition, next));
            LOG.info("Opened {} at {}", partition, checkpoint.next());
        }
    }

    private Checkpoint takeOver(TopicPartition partition) {
        while (true) {
            try {
                Checkpoint checkpoint = Checkpoint.open(store, Checkpoint.path(landing.connector(), partition));
                Pattern orphans = FileName.ofOtherOwners(partition, checkpoint.owner());
                store.sweep(path -> orphans.matcher(path).matches());
                outage.over();
                return checkpoint;
            } catch (IOException e) {
                // A throw would fail the task: Connect does not retry an open.
                outage.failed(e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(landing.retryBackoff().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while waiting for the storage", e);
        }
    }

    /** @throws RetriableException after a storage error, to be called with the same records again */
    public void put(Collection<SinkRecord> records) {
        if (kept.isPresent()) {
            throw kept.get();
        }
        try {
            for (PartitionWriter writer : writers.values()) {
                writer.finishFlush();
            }
            for (SinkRecord record : records) {
                writer(record).accept(record, redelivering);
            }
            advance();
            redelivering = false;
        } catch (IOException e) {
            redelivering = true;
            outage.failed(e);
            context.timeout(landing.retryBackoff().toMillis());
            throw new RetriableException("storage failed, the batch will be sent again: " + e, e);
        } catch (RuntimeException | Error e) {
            // A row may be half in its file. Connect asks preCommit once more before it closes: nothing may be flushed.
            kept = Optional.of(e instanceof RuntimeException cause ? cause : new ConnectException("put failed", e));
            throw e;
        }
    }

    private PartitionWriter writer(SinkRecord record) {
        TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        PartitionWriter writer = writers.get(partition);
        if (writer == null) {
            throw new ConnectException("a record of " + partition + ", which is not open in this task");
        }
        return writer;
    }

    private void advance() throws IOException {
        for (PartitionWriter writer : writers.values()) {
            writer.advance();
        }
        outage.over();
        writers.values().stream()
                .flatMap(writer -> writer.untilDue().stream())
                .min(Duration::compareTo)
                .ifPresent(due -> context.timeout(Math.max(1, due.toMillis())));
    }

    /** Flushes what is due; returns what Connect may commit. Never throws. */
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> given) {
        if (kept.isEmpty()) {
            try {
                advance();
            } catch (IOException e) {
                keep(e);
            } catch (RuntimeException e) {
                kept = Optional.of(e);
            }
        }
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        given.forEach((partition, offset) -> {
            PartitionWriter writer = writers.get(partition);
            if (writer != null) {
                committable.put(partition, new OffsetAndMetadata(writer.committable(offset.offset())));
            }
        });
        return committable;
    }

    /** The writers go on where they stood; only an outage that lasts too long has to be told, by the next put. */
    private void keep(IOException e) {
        try {
            outage.failed(e);
            context.timeout(landing.retryBackoff().toMillis());
        } catch (ConnectException tooLong) {
            kept = Optional.of(tooLong);
        }
    }

    /** Abandons what is open of these partitions: their next owner reads it again. */
    public void close(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionWriter writer = writers.remove(partition);
            if (writer != null) {
                writer.close();
            }
        }
    }

    @Override
    public void close() {
        writers.values().forEach(PartitionWriter::close);
        writers.clear();
        store.close();
    }
}
