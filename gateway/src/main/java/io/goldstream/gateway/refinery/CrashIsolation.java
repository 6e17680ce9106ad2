package io.goldstream.gateway.refinery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Finds the record that ends the sessions of a partition. Before its first record is touched, a session commits that it
 * tries; its first commit takes that back. So whoever comes next knows how many sessions ended at the same offset, be it by {@code kill -9},
 * and takes fewer records at once: {@code 256}, {@code 16}, 1. A record that was alone in a transaction twice, and ended the
 * session both times, is set aside unread.
 *
 * <p>It is kept as metadata of the group's committed offset, such as {@code tries=2 unread=17,40}. Not thread-safe.
 */
final class CrashIsolation {

    private static final int[] RECORDS = {Integer.MAX_VALUE, Integer.MAX_VALUE, 256, 16, 1, 1};
    private static final int FIRST_ALONE = 4;
    private static final int LAST_ALONE = 5;

    /** So many transactions take as many records as one of the size that failed. */
    private static final int CLEAN = 16;

    /** Kafka takes 4,096 bytes of metadata: so many offsets of 20 digits fit. */
    private static final int MAX_UNREAD = 150;

    private static final String TRIES = "tries=";
    private static final String UNREAD = "unread=";

    private final Deque<Long> unread = new ArrayDeque<>();
    private int tries;
    private int clean;
    private boolean hasBegun;
    private long next;

    private CrashIsolation(long next) {
        this.next = next;
    }

    /**
     * @param next the first offset that is not refined
     * @param committed what the group has committed, or null
     * @param isExcused whether the last session ended for a reason that no record can have
     */
    static CrashIsolation of(long next, OffsetAndMetadata committed, boolean isExcused) {
        CrashIsolation isolation = new CrashIsolation(next);
        if (committed != null) {
            isolation.read(committed.metadata());
        }
        if (isExcused && isolation.tries > 0) {
            isolation.tries--;
        }
        return isolation;
    }

    private void read(String metadata) {
        for (String word : metadata.split(" ")) {
            try {
                if (word.startsWith(TRIES)) {
                    tries = Math.clamp(Integer.parseInt(word.substring(TRIES.length())), 0, LAST_ALONE);
                } else if (word.startsWith(UNREAD)) {
                    for (String offset : word.substring(UNREAD.length()).split(",")) {
                        unread.add(Long.parseLong(offset));
                    }
                }
            } catch (NumberFormatException e) {
                return; // somebody else's metadata
            }
        }
    }

    /** Whether this session has said that it tries. */
    boolean hasBegun() {
        return hasBegun;
    }

    /** Whether transactions are bounded, and hold records of no other partition. */
    boolean isCareful() {
        return tries > 1 || tries == 1 && !hasBegun;
    }

    /** How many records a transaction may have. */
    int records() {
        return RECORDS[Math.min(tries, LAST_ALONE)];
    }

    /** One more session tries; what it is to commit before it does. */
    OffsetAndMetadata begin() {
        hasBegun = true;
        tries++;
        return new OffsetAndMetadata(next, metadata(Math.min(tries, LAST_ALONE)));
    }

    /** Whether the first record that is not refined has ended two sessions alone. */
    boolean isTheNextToBeSetAside() {
        return tries > LAST_ALONE;
    }

    /** That this record was set aside: its value is not read again, also not for the dedupe window. */
    void setAside(long offset) {
        unread.add(offset);
        if (unread.size() > MAX_UNREAD) {
            unread.remove();
        }
        tries = Math.min(tries, FIRST_ALONE - 1);
    }

    boolean isUnread(long offset) {
        return !unread.isEmpty() && unread.contains(offset);
    }

    /**
     * What is to be committed with records that were refined. While this partition needs care, a commit also says that the
     * records behind it are tried.
     *
     * @param reached the first offset that is not refined
     * @param keptFrom unread records before this offset are forgotten
     */
    OffsetAndMetadata commit(OffsetAndMetadata reached, long keptFrom) {
        unread.removeIf(offset -> offset < keptFrom);
        next = reached.offset();
        if (tries <= 1) {
            tries = 0;
        } else {
            tries = Math.min(tries, FIRST_ALONE);
            if (++clean == CLEAN) {
                clean = 0;
                tries--;
            }
        }
        return new OffsetAndMetadata(reached.offset(), reached.leaderEpoch(), metadata(tries));
    }

    /** What is to be committed when the partition is given up between two transactions, or null: nobody tries any more. */
    OffsetAndMetadata release() {
        if (!hasBegun || tries == 0) {
            return null;
        }
        hasBegun = false;
        tries--;
        return new OffsetAndMetadata(next, metadata(tries));
    }

    private String metadata(int said) {
        List<String> words = new ArrayList<>();
        if (said > 0) {
            words.add(TRIES + said);
        }
        if (!unread.isEmpty()) {
            words.add(UNREAD
                    + String.join(",", unread.stream().map(String::valueOf).toList()));
        }
        return String.join(" ", words);
    }
}
