package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.commit.Commit;
import io.goldstream.connect.sink.commit.TopicMadeAnewException;
import io.goldstream.connect.sink.land.Landing.Start;
import io.goldstream.connect.sink.land.Landing.Tombstones;
import io.goldstream.connect.sink.land.Rotation.Reason;
import io.goldstream.connect.sink.layout.EventClock;
import io.goldstream.connect.sink.layout.LateData;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.StagedFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lands one topic partition, from its opening to its closing. */
final class PartitionWriter {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);

    private final TopicPartition partition;
    private final Optional<String> topicId;
    private final TopicIds topicIds;
    private final Optional<LandedRows> landedRows;
    private final Checkpoint checkpoint;
    private final BlobStore store;
    private final Landing landing;
    private final Errants errants;
    private final Meters meters;
    private final Clock clock;
    private final EventClock eventClock;
    private final OpenFiles files;
    private final List<Future<?>> reports = new ArrayList<>();
    private Optional<Pending> pending = Optional.empty();
    private Optional<Flush> flush = Optional.empty();
    private long pendingRecords;
    private long lastAccepted;
    private boolean begun;
    private Optional<Refusal> refusal = Optional.empty();
    private Optional<Instant> unsettledSince = Optional.empty();

    /** What came since the last flush began: from which offset on, since when, and the first record's timestamp. */
    private record Pending(long from, Instant since, long timestamp) {}

    /** A record that can neither be landed nor be left out: whoever owns the partition, stops before it. */
    private record Refusal(long offset, RuntimeException cause) {}

    /**
     * @param topicId what Kafka called the topic as the partition was opened; empty where it is not known
     * @param topicIds what it calls it now: answers must be younger than the records that came
     */
    PartitionWriter(
            TopicPartition partition,
            Optional<String> topicId,
            TopicIds topicIds,
            Checkpoint checkpoint,
            BlobStore store,
            Landing landing,
            Errants errants,
            Meters meters,
            Clock clock) {
        this.partition = partition;
        this.topicId = topicId;
        this.topicIds = topicIds;
        this.landedRows = landing.landedColumns()
                ? topicId.map(id -> new LandedRows(id, partition.partition()))
                : Optional.empty();
        this.checkpoint = checkpoint;
        this.store = store;
        this.landing = landing;
        this.errants = errants;
        this.meters = meters;
        this.clock = clock;
        this.eventClock = new EventClock(landing.layout(), clock);
        this.files = new OpenFiles(partition, checkpoint.author(), landing, store);
        this.lastAccepted = checkpoint.next().orElse(0) - 1;
    }

    TopicPartition partition() {
        return partition;
    }

    /** Where to read from; empty to leave it to the consumer group. */
    OptionalLong begin() {
        return checkpoint.next().isEmpty() && landing.start().from() == Start.From.EARLIEST
                ? OptionalLong.of(0)
                : checkpoint.next();
    }

    /**
     * Takes a record, in memory. Behind a {@link #refusal} it takes none.
     *
     * @param redelivered whether Connect sends this batch again, as it does after a RetriableException: then what was
     *     accepted before is passed over. At any other time an offset comes back only if the topic was cut or made anew.
     */
    void accept(SinkRecord record, boolean redelivered) throws IOException {
        if (refusal.isPresent()) {
            return;
        }
        long offset = record.originalKafkaOffset();
        if (offset <= lastAccepted) {
            if (redelivered) {
                return;
            }
            throw TopicMadeAnewException.byOffset(partition, offset, lastAccepted, checkpoint.describe());
        }
        if (!begun) {
            begun = true;
            lookAtGap(offset);
        }
        boolean first = pending.isEmpty();
        OpenFile file = null;
        SinkRecord row = record;
        try {
            row = withCoordinate(record);
            file = place(row);
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever its value, its schema, its key or its headers bring about is the record's own fault. What fails
            // behind this, when the row is written, is the task's.
            if (!report(record, fault(offset, e))) {
                return;
            }
        }
        if (file != null) {
            files.write(file, row);
        }
        if (first) {
            long timestamp = record.timestamp() == null ? clock.millis() : record.timestamp();
            pending = Optional.of(new Pending(checkpoint.next().orElse(offset), clock.instant(), timestamp));
        }
        pendingRecords++;
        lastAccepted = offset;
    }

    /** Whether the record may be left out. */
    private boolean report(SinkRecord record, DataException fault) {
        try {
            reports.add(errants.report(record, fault));
            return true;
        } catch (RuntimeException e) {
            refusal = Optional.of(new Refusal(record.originalKafkaOffset(), e));
            return false;
        }
    }

    /** What the task has to fail with, once all rows before are landed. */
    Optional<RuntimeException> refusal() {
        return refusal.map(Refusal::cause);
    }

    private SinkRecord withCoordinate(SinkRecord record) {
        return landedRows.isPresent() ? landedRows.get().of(record) : record;
    }

    private DataException fault(long offset, Throwable e) {
        String reason = e instanceof StackOverflowError
                ? "it is nested too deeply: have a transformation flatten it or leave that part out, or land it as it is,"
                        + " with ByteArrayConverter and format=bytes"
                : e instanceof DataException ? e.getMessage() : e.toString();
        return new DataException("cannot land the record " + partition + "@" + offset + ": " + reason, e);
    }

    /** Records that are passed over without a word would be the loss that the sink exists to prevent. */
    private void lookAtGap(long offset) {
        OptionalLong begin = begin();
        if (begin.isEmpty() || offset <= begin.getAsLong()) {
            return;
        }
        String gap =
                partition + ": the lake's next offset is " + begin.getAsLong() + ", but Kafka continues at " + offset;
        if (landing.start().gapsAreGone()) {
            LOG.warn(
                    "{}. Transactions and compaction leave such gaps; then nothing is lost. Otherwise Kafka deleted these records"
                            + " before the sink had landed them",
                    gap);
        } else if (landing.start().from() == Start.From.EARLIEST
                && landing.start().allCome()) {
            throw new ConnectException(
                    gap + ". The consumer may have skipped the records of this gap, because the connector's"
                            + " configuration does not set consumer.override.auto.offset.reset. Nothing was landed after the gap."
                            + " Set that option to earliest. If the worker does not allow it, and Kafka has none of these records,"
                            + " set the partition's offset to " + offset + " (PATCH /connectors/<name>/offsets)");
        } else {
            LOG.warn(
                    "{}. The missing offsets are no longer in Kafka, were dropped by the converter or a transformation, were a"
                            + " transaction's markers, or were skipped by the consumer's auto.offset.reset. Set"
                            + " consumer.override.auto.offset.reset=earliest to rule out the last of these",
                    gap);
        }
    }

    /** The file for the record, which can hold it; null if the record is passed over. */
    private OpenFile place(SinkRecord record) throws IOException {
        if (record.value() == null && landing.tombstones() != Tombstones.WRITE) {
            if (landing.tombstones() == Tombstones.FAIL) {
                throw new DataException("it has no value (a tombstone): set tombstones=skip to pass over such records");
            }
            meters.tombstone();
            return null;
        }
        boolean late = landing.layout().watchesTime() && eventClock.isLate(record);
        if (late) {
            meters.late();
            if (landing.layout().late() == LateData.REPORT) {
                throw new DataException("its event time is late by more than event.time.lateness="
                        + landing.layout().lateness() + ": raise that, or set late.data=keep");
            }
        }
        return files.place(record, late);
    }

    /** Stages what fills a block, and flushes if a bound is reached. After an IOException, call it again. */
    void advance() throws IOException {
        finishFlush();
        files.stage(store);
        Rotation.Load load = new Rotation.Load(age(), files.largestBytes(), pendingRecords, eventClock.windowEnded());
        Optional<Reason> due = landing.rotation().due(load);
        if (due.isPresent()) {
            flush(due.get());
        }
        settleIdle();
    }

    /** Where traffic has ceased, no other commit comes that would take the last one's place in the manifest. */
    private void settleIdle() {
        boolean idle = unsettledSince
                .filter(since -> pending.isEmpty()
                        && Duration.between(since, clock.instant())
                                        .compareTo(landing.rotation().maxAge())
                                >= 0)
                .isPresent();
        if (idle) {
            try {
                checkpoint.settlePublished();
                unsettledSince = Optional.empty();
            } catch (IOException e) {
                // Nothing waits for it but others that would compact the files.
                LOG.warn(
                        "Could not mark the last commit of {} as complete; will try again. Nothing is lost: {}",
                        partition,
                        e.toString());
                unsettledSince = Optional.of(clock.instant());
            }
        }
    }

    /** Flushes what is open, now. After an IOException, {@link #finishFlush} goes on with it. */
    void flush(Reason reason) throws IOException {
        finishFlush();
        if (pending.isPresent()) {
            LOG.debug("Flushing {} because of {}", partition, reason);
            meters.flushed(reason);
            Pending taken = pending.get();
            flush = Optional.of(new Flush(files.take(), reports, taken.from(), lastAccepted + 1, taken.timestamp()));
            reports.clear();
            pending = Optional.empty();
            pendingRecords = 0;
            eventClock.startAnew();
            finishFlush();
        }
    }

    /** Ends a flush that an earlier storage error interrupted. */
    void finishFlush() throws IOException {
        if (flush.isPresent()) {
            if (!flush.get().isCommitted()) {
                confirmTopic();
            }
            flush.get().run(store, checkpoint);
            Commit commit = flush.get().commit();
            LOG.info(
                    "Landed the offsets from {} to before {} of {} in {} files",
                    commit.prev(),
                    commit.next(),
                    partition,
                    commit.files().size());
            meters.landed(
                    commit.files().stream().mapToLong(StagedFile::rows).sum(),
                    commit.files().stream().mapToLong(StagedFile::bytes).sum(),
                    commit.files().size());
            flush = Optional.empty();
            unsettledSince = commit.files().isEmpty() ? Optional.empty() : Optional.of(clock.instant());
        }
    }

    /**
     * Kafka gives no id twice: what has the same one before and after the records came had it when they came. By another,
     * they would be taken for other records.
     */
    private void confirmTopic() throws IOException {
        if (topicId.isPresent()) {
            Optional<String> now = topicIds.of(partition.topic());
            if (now.isPresent() && !now.equals(topicId)) {
                throw TopicMadeAnewException.meanwhile(partition, topicId.get(), now.get(), checkpoint.describe());
            }
        }
    }

    /**
     * Commits, without a file, that there is nothing to land below an offset: what a converter refused, or a transformation
     * dropped, never comes here, and would be read again by each next owner, and refused again.
     *
     * @param given up to which Connect has delivered all there is
     */
    void passOver(long given) throws IOException {
        finishFlush();
        OptionalLong begin = begin();
        long from = Math.max(lastAccepted + 1, begin.orElse(0));
        long end = beforeRefusal(given);
        if (pending.isEmpty() && begin.isPresent() && end > from) {
            flush = Optional.of(new Flush(List.of(), List.of(), from, end, Long.MAX_VALUE));
            lastAccepted = end - 1;
            finishFlush();
        }
    }

    private Duration age() {
        return pending.map(open -> Duration.between(open.since(), clock.instant()))
                .orElse(Duration.ZERO);
    }

    int openFiles() {
        return files.count();
    }

    long bufferedBytes() {
        return files.bufferedBytes();
    }

    /** The timestamp of the oldest record that is not landed; {@link Long#MAX_VALUE} if all are. */
    long oldest() {
        return Math.min(
                flush.map(Flush::oldest).orElse(Long.MAX_VALUE),
                pending.map(Pending::timestamp).orElse(Long.MAX_VALUE));
    }

    /** Since when it has had records that no flush has begun to land; empty where there are none. */
    Optional<Instant> since() {
        return pending.map(Pending::since);
    }

    /** In how long the age bound will be reached; empty where nothing is open. */
    Optional<Duration> untilDue() {
        return pending.map(open -> landing.rotation().maxAge().minus(age()));
    }

    /** The first offset that was taken and is not in the lake; empty where there is none. */
    OptionalLong unlanded() {
        long first = committable(Long.MAX_VALUE);
        return first == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first);
    }

    /** The offset that Connect may commit: what it gave, as long as nothing below is still to be committed here. */
    long committable(long given) {
        long end = beforeRefusal(given);
        if (flush.isPresent()) {
            Flush running = flush.get();
            return Math.min(
                    running.isCommitted()
                            ? running.commit().next()
                            : running.commit().prev(),
                    end);
        }
        return pending.map(open -> Math.min(open.from(), end)).orElse(end);
    }

    private long beforeRefusal(long given) {
        return refusal.map(refused -> Math.min(refused.offset(), given)).orElse(given);
    }

    /** Drops what is open: the next owner starts where the manifest says. */
    void close() {
        for (String path : files.drop()) {
            abandon(path);
        }
        if (flush.isPresent() && !flush.get().isCommitted()) {
            LOG.info(
                    "{} was closed during a flush. Its files stay staged; the partition's next task publishes or deletes them",
                    partition);
        }
    }

    private void abandon(String path) {
        try {
            store.abandon(path);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Could not delete the staged {}; the partition's next task will", store.describe(path), e);
        }
    }
}
