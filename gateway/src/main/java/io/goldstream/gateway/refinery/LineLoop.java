package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Refines raw records that come as {@linkplain RawLine lines}: each partition's in the order of their offsets, an empty line
 * behind the last. Records that need no refining come too, because they stand in the dedupe windows of those that do.
 */
final class LineLoop {

    private final Map<String, EventType> types;
    private final TransactionalWriter writer;
    private final DedupeWindows windows;
    private final RefineryMetrics metrics;
    private final int maxRecords;

    private boolean isAtTheEnd;

    LineLoop(
            Map<String, EventType> types,
            TransactionalWriter writer,
            DedupeWindows windows,
            RefineryMetrics metrics,
            int maxRecords) {
        this.types = types;
        this.writer = writer;
        this.windows = windows;
        this.metrics = metrics;
        this.maxRecords = maxRecords;
    }

    /** Refines those that are marked as missing. They are behind the group's offsets, which stay. */
    void refineMissing(BufferedReader lines) throws IOException {
        for (List<RawLine> batch = next(lines); !batch.isEmpty(); batch = next(lines)) {
            try (TransactionalWriter.Transaction transaction = writer.begin()) {
                batch.forEach(line -> refine(line, 0, line.missing(), transaction));
                transaction.commit();
            }
            metrics.cut(windows.takeCut());
        }
    }

    /**
     * Refines all that the group has not refined yet, and moves its offsets.
     *
     * @param refined the first offset of each partition that is not refined
     * @param ends where each partition ended when the markers of replays were read: what stands behind is left
     */
    void refineAll(
            BufferedReader lines,
            String group,
            Map<TopicPartition, OffsetAndMetadata> refined,
            Map<TopicPartition, Long> ends)
            throws IOException {
        for (List<RawLine> batch = next(lines); !batch.isEmpty(); batch = next(lines)) {
            try (TransactionalWriter.Transaction transaction = writer.begin()) {
                transaction.commit(refineAll(batch, refined, ends, transaction), new ConsumerGroupMetadata(group));
            }
            metrics.cut(windows.takeCut());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> refineAll(
            List<RawLine> batch,
            Map<TopicPartition, OffsetAndMetadata> refined,
            Map<TopicPartition, Long> ends,
            TransactionalWriter.Transaction transaction) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (RawLine line : batch) {
            OffsetAndMetadata next = refined.get(line.topicPartition());
            boolean isNew = (next == null || line.offset() >= next.offset())
                    && line.offset() < ends.getOrDefault(line.topicPartition(), 0L);
            refine(line, next == null ? 0 : next.offset(), isNew, transaction);
            if (isNew) {
                offsets.put(line.topicPartition(), new OffsetAndMetadata(line.offset() + 1));
            }
        }
        return offsets;
    }

    private void refine(RawLine line, long resumeAt, boolean isNew, TransactionalWriter.Transaction transaction) {
        RawRecord raw = line.record(types);
        DedupeWindows.Assigned assigned = windows.of(line.topicPartition());
        if (assigned == null) {
            windows.open(line.topicPartition(), resumeAt, 0, CrashIsolation.of(resumeAt, null, false));
            assigned = windows.of(line.topicPartition());
        }
        if (isNew) {
            transaction.refine(raw, assigned.window(), false);
        } else {
            transaction.remember(raw, assigned.window(), false);
        }
    }

    /** Up to a transaction's records; none after the empty line. */
    private List<RawLine> next(BufferedReader lines) throws IOException {
        List<RawLine> batch = new ArrayList<>();
        while (batch.size() < maxRecords && !isAtTheEnd) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the input ended too early; refined lines stay, so run the command again");
            }
            isAtTheEnd = line.isEmpty();
            if (!isAtTheEnd) {
                batch.add(RawLine.of(line));
            }
        }
        return batch;
    }
}
