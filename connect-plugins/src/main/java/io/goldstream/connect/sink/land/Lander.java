package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.commit.FencedException;
import io.goldstream.connect.sink.commit.LostManifests;
import io.goldstream.connect.sink.land.Rotation.Reason;
import io.goldstream.connect.sink.layout.FileName;
import io.goldstream.connect.sink.store.BlobStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    /** Longer than a task that slept takes to hear from its group. */
    private static final Duration REOPENING = Duration.ofSeconds(30);

    private static final int MOST_DOUBLINGS = 5;

    /** Far below a consumer's max.poll.interval.ms, 5 minutes by default, after which its group gives its partitions to others. */
    private static final Duration FLUSHING = Duration.ofMinutes(1);

    /** Within the 5 s that a worker waits for a task to stop, by its default task.shutdown.graceful.timeout.ms. */
    private static final Duration CLOSING = Duration.ofSeconds(3);

    /** A partition that was open for so long is lost for the first time again. */
    private static final Duration ROW = Duration.ofMinutes(15);

    private final SinkTaskContext context;
    private final BlobStore store;
    private final AnsweredTopicIds topicIds;
    private final Meters meters;
    private final Errants errants;
    private final Landing landing;
    private final Clock clock;
    private final Outage outage;
    private final Map<TopicPartition, PartitionWriter> writers = new HashMap<>();

    /** Partitions that are assigned to this task and not open: another task took them, or storage did not answer. */
    private final Map<TopicPartition, Closed> closed = new HashMap<>();

    /**
     * Opened since the last batch, with where they begin: Connect goes back there before the next one, and what came before is
     * not theirs.
     */
    private final Map<TopicPartition, Long> rewound = new HashMap<>();

    private Optional<RuntimeException> kept = Optional.empty();
    /** The last loss of each partition to another task. */
    private final Map<TopicPartition, Closed> losses = new HashMap<>();

    /** How far Connect had delivered at the last preCommit, of what may be committed then. */
    private final Map<TopicPartition, Long> delivered = new HashMap<>();

    /** What the last preCommit returned. Connect reads it only after the close that follows, if one does. */
    private Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();

    private boolean redelivering;
    private long openFiles;

    /**
     * A partition that waits to be opened again.
     *
     * @param losses to another task, in a row; 0 where storage did not answer
     * @param next when to try again
     * @param from the first offset that was passed over meanwhile, for a lake that says of none where it ends
     */
    private record Closed(int losses, Instant next, OptionalLong from) {

        boolean waitsForStorage() {
            return losses == 0;
        }
    }

    public Lander(SinkTaskContext context, BlobStore store, TopicIds topicIds, Landing landing, Clock clock) {
        this.context = context;
        this.topicIds = new AnsweredTopicIds(topicIds);
        this.landing = landing;
        this.clock = clock;
        this.meters = new Meters(clock);
        this.store = new MeteredStore(store, meters);
        this.errants = new Errants(Optional.ofNullable(context.errantRecordReporter()), landing.tolerant(), meters);
        this.outage = new Outage(clock, landing.retry(), meters);
        meters.register(context::pluginMetrics);
    }

    /**
     * Takes partitions over, and tells Connect where to read on. What cannot be opened now is tried again by the next puts: a
     * wait here would be one within a poll, in which a task can neither be stopped nor keep its partitions for long.
     */
    public void open(Collection<TopicPartition> partitions) {
        topicIds.askAnew();
        LostManifests lost = new LostManifests(store);
        for (TopicPartition partition : partitions) {
            try {
                PartitionWriter writer = takeOver(partition, lost);
                writer.begin().ifPresent(next -> context.offset(partition, next));
            } catch (IOException e) {
                closed.put(partition, new Closed(0, clock.instant(), OptionalLong.empty()));
                failed(e);
                context.timeout(outage.backoff().toMillis());
            }
        }
    }

    private PartitionWriter takeOver(TopicPartition partition, LostManifests lost) throws IOException {
        Optional<String> topicId = topicId(partition.topic());
        String manifest = Checkpoint.path(landing.connector(), partition);
        Checkpoint checkpoint =
                Checkpoint.open(store, manifest, topicId, () -> lost.check(landing.connector(), partition));
        sweep(partition, checkpoint);
        LOG.info("Opened {} at {}", partition, checkpoint.next());
        PartitionWriter writer =
                new PartitionWriter(partition, topicId, topicIds, checkpoint, store, landing, errants, meters, clock);
        writers.put(partition, writer);
        return writer;
    }

    /** Opens what is due, under a new epoch. Whoever else has such a partition is fenced then, as this task was. */
    private void openAgain() throws IOException {
        LostManifests lost = new LostManifests(store);
        for (Map.Entry<TopicPartition, Closed> due : List.copyOf(closed.entrySet())) {
            TopicPartition partition = due.getKey();
            if (!clock.instant().isBefore(due.getValue().next())) {
                PartitionWriter writer = takeOver(partition, lost);
                closed.remove(partition);
                OptionalLong from = writer.begin().isPresent()
                        ? writer.begin()
                        : due.getValue().from();
                if (from.isPresent()) {
                    context.offset(partition, from.getAsLong());
                    rewound.put(partition, from.getAsLong());
                }
            }
        }
    }

    /**
     * Another task has opened the partition. Where this one still has it by Connect's word, it opens it again after a while,
     * which is long enough for a task that slept to hear that it has lost it, and longer each time: two connectors of one name
     * would take it from each other for ever.
     */
    private void lost(PartitionWriter writer, FencedException fenced) {
        TopicPartition partition = writer.partition();
        Closed before = losses.get(partition);
        boolean isRow = before != null && clock.instant().isBefore(before.next().plus(ROW));
        int inARow = isRow ? before.losses() + 1 : 1;
        Duration wait = REOPENING.multipliedBy(1L << Math.min(inARow - 1, MOST_DOUBLINGS));
        LOG.warn(
                "Lost {} to another task. If the partition stays with this task, the task opens it again in {}: {}",
                partition,
                wait,
                fenced.getMessage());
        meters.fenced();
        Closed waiting = new Closed(inARow, clock.instant().plus(wait), writer.unlanded());
        closed.put(partition, waiting);
        losses.put(partition, waiting);
        writers.remove(partition);
        writer.close();
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

    /** @throws RetriableException after a storage error, to be called with the same records again */
    public void put(Collection<SinkRecord> records) {
        if (kept.isPresent()) {
            throw kept.get();
        }
        topicIds.askAnew();
        delivered.clear();
        if (!redelivering) {
            rewound.clear();
        }
        try {
            openAgain();
            for (PartitionWriter writer : List.copyOf(writers.values())) {
                unlessLost(writer, PartitionWriter::finishFlush);
            }
            openFiles = openFiles();
            for (SinkRecord record : records) {
                accept(record);
            }
            advance();
            endAtRefusal();
            if (redelivering) {
                // Connect has gone back already, and takes this batch's end for its position now.
                rewound.forEach(context::offset);
            }
            redelivering = false;
        } catch (IOException e) {
            redelivering = true;
            tell();
            failed(e);
            context.timeout(outage.backoff().toMillis());
            throw new RetriableException("the batch will be tried again: " + e, e);
        } catch (RuntimeException | Error e) {
            // A row may be half in its file. Connect asks preCommit once more before it closes: nothing may be flushed.
            kept = Optional.of(failure(e));
            throw e;
        }
    }

    /**
     * Lands all rows that were read, then has the next put fail. Whoever reads on with another configuration, such as
     * another store.root, starts at the refused record: the group's offset takes it only from a put that returns.
     */
    private void endAtRefusal() throws IOException {
        if (refusal().isPresent()) {
            for (PartitionWriter writer : List.copyOf(writers.values())) {
                unlessLost(writer, open -> open.flush(Reason.REFUSAL));
            }
            kept = refusal();
            context.timeout(1);
        }
    }

    private Optional<RuntimeException> refusal() {
        return writers.values().stream()
                .flatMap(writer -> writer.refusal().stream())
                .findFirst();
    }

    private static RuntimeException failure(Throwable e) {
        return e instanceof RuntimeException cause ? cause : new ConnectException("the task failed: " + e, e);
    }

    /** What another task's opening ends is that partition alone. */
    private void unlessLost(PartitionWriter writer, Step step) throws IOException {
        try {
            step.run(writer);
        } catch (FencedException fenced) {
            lost(writer, fenced);
        }
    }

    private interface Step {
        void run(PartitionWriter writer) throws IOException;
    }

    private void accept(SinkRecord record) throws IOException {
        TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
        if (closed.containsKey(partition)) {
            // It comes again, once the partition is open.
            Closed waiting = closed.get(partition);
            if (waiting.from().isEmpty()) {
                closed.put(
                        partition,
                        new Closed(waiting.losses(), waiting.next(), OptionalLong.of(record.originalKafkaOffset())));
            }
            return;
        }
        if (rewound.containsKey(partition)) {
            return;
        }
        PartitionWriter writer = writer(partition);
        int before = writer.openFiles();
        writer.accept(record, redelivering);
        openFiles += writer.openFiles() - before;
        if (openFiles > landing.bounds().openFiles()) {
            // May fail in mid-batch: then the whole batch comes again, and what was accepted of it is passed over.
            unlessLost(largest(PartitionWriter::openFiles), full -> full.flush(Reason.FILES));
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

    private PartitionWriter writer(TopicPartition partition) {
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
        if (closed.values().stream().noneMatch(Closed::waitsForStorage)) {
            outage.over();
        }
        Stream.concat(
                        writers.values().stream().flatMap(writer -> writer.untilDue().stream()),
                        closed.values().stream().map(waiting -> Duration.between(clock.instant(), waiting.next())))
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

    /** While storage is slow, what is not flushed in time is left to the next put; there it comes first. */
    private void flushDue() throws IOException {
        Instant deadline = clock.instant().plus(FLUSHING);
        List<PartitionWriter> oldestFirst = writers.values().stream()
                .sorted(Comparator.comparing(writer -> writer.since().orElse(Instant.MIN)))
                .toList();
        for (PartitionWriter writer : oldestFirst) {
            if (clock.instant().isBefore(deadline)) {
                unlessLost(writer, PartitionWriter::advance);
            }
        }
        while (total(PartitionWriter::bufferedBytes) > landing.bounds().bytes()) {
            unlessLost(largest(PartitionWriter::bufferedBytes), full -> full.flush(Reason.MEMORY));
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
                    PartitionWriter writer = read(offset.getKey());
                    if (writer != null) {
                        unlessLost(
                                writer, open -> open.passOver(offset.getValue().offset()));
                    }
                }
            } catch (IOException e) {
                keep(e);
            } catch (RuntimeException | Error e) {
                kept = Optional.of(failure(e));
            }
        }
        delivered.clear();
        committable = new HashMap<>();
        given.forEach((partition, offset) -> {
            PartitionWriter writer = read(partition);
            if (writer != null) {
                delivered.put(partition, offset.offset());
                committable.put(partition, new OffsetAndMetadata(writer.committable(offset.offset())));
            }
        });
        return committable;
    }

    /** A partition's writer, if Connect's position is of what it has read: not between an opening and the next batch. */
    private PartitionWriter read(TopicPartition partition) {
        return rewound.containsKey(partition) ? null : writers.get(partition);
    }

    /** The writers go on where they stood; only an outage that lasts too long has to be told, by the next put. */
    private void keep(IOException e) {
        try {
            failed(e);
            context.timeout(outage.backoff().toMillis());
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

    /**
     * Flushes what is open of these partitions, so that tasks which stop more often than files grow old land something, too.
     * Connect has called preCommit just before, and commits by its answer just after. Begins no flush once that takes too
     * long, or while storage does not answer: the next owner reads the rest again.
     */
    public void close(Collection<TopicPartition> partitions) {
        Instant deadline = clock.instant().plus(CLOSING);
        boolean flushes = kept.isEmpty() && !outage.isOn();
        for (TopicPartition partition : partitions) {
            PartitionWriter writer = writers.remove(partition);
            if (writer != null) {
                flushes = flushes && clock.instant().isBefore(deadline) && isLanded(writer);
                writer.close();
            }
            closed.remove(partition);
            rewound.remove(partition);
            delivered.remove(partition);
        }
    }

    private boolean isLanded(PartitionWriter writer) {
        TopicPartition partition = writer.partition();
        Optional<Long> end = Optional.ofNullable(delivered.get(partition));
        boolean landed = true;
        try {
            writer.flush(Reason.CLOSE);
            if (end.isPresent()) {
                writer.passOver(end.get());
            }
        } catch (FencedException fenced) {
            committable.remove(partition);
            return true; // another task has it, and reads it again
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "Could not flush {} before it is closed. Nothing is lost, its next task reads it again: {}",
                    partition,
                    e.toString());
            landed = false;
        }
        end.ifPresent(offset -> committable.put(partition, new OffsetAndMetadata(writer.committable(offset))));
        return landed;
    }

    @Override
    public void close() {
        writers.values().forEach(PartitionWriter::close);
        writers.clear();
        closed.clear();
        try {
            topicIds.close();
        } finally {
            store.close();
        }
    }
}
