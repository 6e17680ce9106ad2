package io.goldstream.gateway.refinery;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The dedupe window of each assigned partition. It is kept nowhere: whoever is assigned a partition reads some of its
 * records again, from before where the refinery goes on.
 */
final class DedupeWindows {

    private final Duration span;
    private final int maxRecords;
    private final Map<TopicPartition, Assigned> assigned = new HashMap<>();

    private long cutTaken;
    private long cutByClosed;

    /**
     * @param resumeAt the first offset that was not refined when the partition came
     * @param isolation finds a record that ends sessions
     */
    record Assigned(DedupeWindow window, long resumeAt, CrashIsolation isolation) {

        /** Whether the record was refined before, and is read again only for its identity. */
        boolean isRefined(long offset) {
            return offset < resumeAt;
        }
    }

    DedupeWindows(Duration span, int maxRecords) {
        this.span = span;
        this.maxRecords = maxRecords;
    }

    /**
     * @param resumeAt the first offset that is not yet refined
     * @param beginning the first offset that Kafka still has
     * @param isolation finds a record that ends sessions
     * @return where to start reading: as far back as the window looks
     */
    long open(TopicPartition partition, long resumeAt, long beginning, CrashIsolation isolation) {
        assigned.put(partition, new Assigned(new DedupeWindow(span, maxRecords), resumeAt, isolation));
        return Math.max(beginning, resumeAt - maxRecords);
    }

    void close(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Assigned gone = assigned.remove(partition);
            if (gone != null) {
                cutByClosed += gone.window().cut();
            }
        }
    }

    Assigned of(TopicPartition partition) {
        return assigned.get(partition);
    }

    /** The first offset whose record a window may need, of one that is refined up to {@code next}. */
    long reachesBackTo(long next) {
        return next - maxRecords;
    }

    /** How many identities were cut from all windows since this was last asked. */
    long takeCut() {
        long cut = cutByClosed
                + assigned.values().stream()
                        .mapToLong(partition -> partition.window().cut())
                        .sum();
        long since = cut - cutTaken;
        cutTaken = cut;
        return since;
    }
}
