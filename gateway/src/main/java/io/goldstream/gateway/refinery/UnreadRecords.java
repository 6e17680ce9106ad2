package io.goldstream.gateway.refinery;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The records that this process does not read any more: it took too long with them, twice, or was told so. Thread-safe.
 */
final class UnreadRecords {

    private static final int TIMES = 2;

    /** Each costs a thread that may never end: there cannot be many. */
    private final Map<String, Integer> timeouts = new ConcurrentHashMap<>();

    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    /** @param told coordinates such as {@code raw.listen_events-0-42} */
    UnreadRecords(Collection<String> told) {
        unreadable.addAll(told);
    }

    boolean contains(RawRecord raw) {
        return !unreadable.isEmpty() && unreadable.contains(raw.coordinates());
    }

    /** The record was in hand for too long. */
    void timedOut(RawRecord raw) {
        if (timeouts.merge(raw.coordinates(), 1, Integer::sum) >= TIMES) {
            unreadable.add(raw.coordinates());
        }
    }
}
