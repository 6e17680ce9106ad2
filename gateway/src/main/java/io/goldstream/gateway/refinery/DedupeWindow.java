package io.goldstream.gateway.refinery;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The identities that lately passed through one raw partition. A record is a duplicate if an earlier record of its
 * partition has the same source, id and attempt, and a timestamp at most {@code span} older: a function of the log
 * alone, so that whoever reads the partition from far enough back says the same.
 *
 * <p>Raw topics take their timestamps from the broker ({@code message.timestamp.type=LogAppendTime}), so they do not
 * run backwards; where they do, an identity is remembered by its latest one. Not thread-safe.
 */
final class DedupeWindow {

    private final long spanMillis;
    private final int maxRecords;
    private final Map<Identity, Seen> seen = new LinkedHashMap<>();

    private long latestMillis = Long.MIN_VALUE;
    private long cut;

    /** What makes two records the same event. */
    record Identity(String source, String eventId, int attempt) {}

    /** The last record that had an identity. */
    private record Seen(long offset, long timestampMillis) {}

    /**
     * @param span how much older the earlier record may be
     * @param maxRecords how many records to look back at most, by offset; an identity that goes for it is counted by
     *     {@link #cut}
     */
    DedupeWindow(Duration span, int maxRecords) {
        this.spanMillis = span.toMillis();
        this.maxRecords = maxRecords;
    }

    /** Remembers the record, and returns the offset of the earlier one if it is a duplicate. */
    Optional<Long> pass(Identity identity, long offset, long timestampMillis) {
        // Taken out and put back: the map's order is that of the last record of each identity.
        Seen earlier = seen.remove(identity);
        long timestamp = earlier == null ? timestampMillis : Math.max(timestampMillis, earlier.timestampMillis());
        seen.put(identity, new Seen(offset, timestamp));
        latestMillis = Math.max(latestMillis, timestamp);
        forget(offset);
        return earlier != null
                        && timestampMillis - earlier.timestampMillis() <= spanMillis
                        && offset - earlier.offset() <= maxRecords
                ? Optional.of(earlier.offset())
                : Optional.empty();
    }

    private void forget(long offset) {
        Iterator<Seen> oldest = seen.values().iterator();
        while (oldest.hasNext()) {
            Seen next = oldest.next();
            boolean expired = latestMillis - next.timestampMillis() > spanMillis;
            if (!expired && offset - next.offset() < maxRecords) {
                return;
            }
            if (!expired) {
                cut++;
            }
            oldest.remove();
        }
    }

    /** How many identities went before their time, for the bound on records: a duplicate of one of them is not found. */
    long cut() {
        return cut;
    }

    int size() {
        return seen.size();
    }
}
