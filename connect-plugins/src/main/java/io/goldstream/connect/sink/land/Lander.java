package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.land.Rotation.Reason;
import io.goldstream.connect.sink.layout.FileName;
import io.goldstream.connect.sink.store.BlobStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
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
    private final AnsweredTopicIds topicIds;
    private final Meters meters;
    private final Errants errants;
    private final Landing landing;
    private final Clock clock;
    private final Outage outage;
    private final Map<TopicPartition, PartitionWriter> writers = new HashMap<>();
    private Optional<RuntimeException> kept = Optional.empty();
    private boolean redelivering;
    private long openFiles;

    public Lander(SinkTaskContext context, BlobStore store, TopicIds topicIds, Landing landing, Clock clock) {
        this.context = context;
        this.topicIds = new AnsweredTopicIds(topicIds);
        this.landing = landing;
        this.clock = clock;
        this.meters = new Meters(clock);
        this.store = new MeteredStore(store, meters);
        this.errants = new Errants(Optional.ofNullable(context.errantRecordReporter()), landing.tolerant(), meters);
        this.outage = new Outage(clock, landing.retry().timeout(), meters);
        meters.register(context::pluginMetrics);
    }

    /** Takes partitions over, and tells Connect where to read on. Waits out storage errors until the retry timeout. */
    public void open(Collection<TopicPartition> partitions) {
        topicIds.askAnew();
        for (TopicPartition partition : partitions) {
            PartitionWriter writer = takeOver(partition);
            writers.put(partition, writer);
            writer.begin().ifPresent(next -> context.offset(partition, next));
        }
    }

    private PartitionWriter takeOver(TopicPartition partition) {
        while (true) {
            try {
                Optional<String> topicId = topicId(partition.topic());
                Checkpoint checkpoint =
                        Checkpoint.open(store, Checkpoint.path(landing.connector(), partition), topicId);
                sweep(partition, checkpoint);
                outage.over();
                LOG.info("Opened {} at {}", partition, checkpoint.next());
                return new PartitionWriter(
                        partition, topicId, topicIds, checkpoint, store, landing, errants, meters, clock);
            } catch (IOException e) {
                // A throw would fail the task: Connect does not retry an open.
                outage.failed(e);
                pause();
            }
        }
    }

    private Optional<String> topicId(String topic) throws IOException {
        Optional<String> id = topicIds.of(topic);
        if (id.isEmpty() && landing.landedColumns()) {
            throw new ConnectException("landed.columns=true needs the topics' ids, and Kafka has none for " + topic
                    + ": use a cluster that gives ids, as Kafka does since 2.8, or set landed.columns=false");
        }
        return id;
    }

    /** Removes what older owners staged and never committed; what cannot be removed now, the next owner will. */
    private void sweep(TopicPartition partition, Checkpoint checkpoint) {
        try {
            removeOrphans(partition, checkpoint);
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "Could not delete the staged files that older tasks left for {} ({}). The partition's next task deletes them",
                    partition,
                    e.toString());
        }
    }

    private void removeOrphans(TopicPartition partition, Checkpoint checkpoint) throws IOException {
        Pattern others = FileName.ofOtherAuthors(partition, checkpoint.author());
        List<String> orphans = store.staged().stream()
                .filter(path -> others.matcher(path).matches())
                .toList();
        // Who is still the owner after the list was made knows that no younger owner staged any of it.
        if (!orphans.isEmpty() && checkpoint.isCurrent()) {
            for (String path : orphans) {
                LOG.info("Deleting {}, which a task that is gone had staged", store.describe(path));
                store.abandon(path);
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(landing.retry().backoff().toMillis());
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
        topicIds.askAnew();
        try {
            for (PartitionWriter writer : writers.values()) {
                writer.finishFlush();
            }
            openFiles = openFiles();
            for (SinkRecord record : records) {
                accept(record);
            }
            advance();
            redelivering = false;
        } catch (IOException e) {
            redelivering = true;
            tell();
            failed(e);
            context.timeout(landing.retry().backoff().toMillis());
            throw new RetriableException("the batch will be tried again: " + e, e);
        } catch (RuntimeException | Error e) {
            // A row may be half in its file. Connect asks preCommit once more before it closes: nothing may be flushed.
            kept = Optional.of(failure(e));
            throw e;
        }
    }

    private static RuntimeException failure(Throwable e) {
        return e instanceof RuntimeException cause ? cause : new ConnectException("the task failed: " + e, e);
    }

    private void accept(SinkRecord record) throws IOException {
        PartitionWriter writer = writer(record);
        int before = writer.openFiles();
        writer.accept(record, redelivering);
        openFiles += writer.openFiles() - before;
        if (openFiles > landing.bounds().openFiles()) {
            // May fail in mid-batch: then the whole batch comes again, and what was accepted of it is passed over.
            largest(PartitionWriter::openFiles).flush(Reason.FILES);
            openFiles = openFiles();
        }
    }

    private PartitionWriter largest(ToLongFunction<PartitionWriter> size) {
        return Collections.max(writers.values(), Comparator.comparingLong(size));
    }

    private long openFiles() {
        return total(PartitionWriter::openFiles);
    }

    private long total(ToLongFunction<PartitionWriter> size) {
        return writers.values().stream().mapToLong(size).sum();
    }

    private PartitionWriter writer(SinkRecord record) {
        TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        PartitionWriter writer = writers.get(partition);
        if (writer == null) {
            throw new ConnectException(
                    "Connect gave this task a record of " + partition + ", which it has not opened. Restart the task");
        }
        return writer;
    }

    private void advance() throws IOException {
        try {
            flushDue();
        } finally {
            tell();
        }
        outage.over();
        writers.values().stream()
                .flatMap(writer -> writer.untilDue().stream())
                .min(Duration::compareTo)
                .ifPresent(due -> context.timeout(Math.max(1, due.toMillis())));
    }

    private void tell() {
        meters.registerRest();
        meters.holding(
                openFiles(),
                total(PartitionWriter::bufferedBytes),
                writers.values().stream()
                        .mapToLong(PartitionWriter::oldest)
                        .min()
                        .orElse(Long.MAX_VALUE));
    }

    private void flushDue() throws IOException {
        for (PartitionWriter writer : writers.values()) {
            writer.advance();
        }
        while (total(PartitionWriter::bufferedBytes) > landing.bounds().bytes()) {
            largest(PartitionWriter::bufferedBytes).flush(Reason.MEMORY);
        }
    }

    /**
     * Flushes what is due; returns what Connect may commit. Never throws. The offsets that are given count records that a
     * converter or a transformation kept back, too; where nothing else is open, the manifests take them, no more often than
     * Connect commits.
     */
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> given) {
        if (kept.isEmpty()) {
            try {
                advance();
                for (Map.Entry<TopicPartition, OffsetAndMetadata> offset : given.entrySet()) {
                    if (writers.containsKey(offset.getKey())) {
                        writers.get(offset.getKey()).passOver(offset.getValue().offset());
                    }
                }
            } catch (IOException e) {
                keep(e);
            } catch (RuntimeException | Error e) {
                kept = Optional.of(failure(e));
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
            failed(e);
            context.timeout(landing.retry().backoff().toMillis());
        } catch (ConnectException tooLong) {
            kept = Optional.of(tooLong);
        }
    }

    /** While Kafka is away no records come, and a task that only waits for it need not be restarted by anybody. */
    private void failed(IOException e) {
        if (e instanceof TopicIds.Unanswered) {
            LOG.warn("Waiting for Kafka before the next commit: {}", e.toString());
        } else {
            outage.failed(e);
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
        try {
            topicIds.close();
        } finally {
            store.close();
        }
    }
}
