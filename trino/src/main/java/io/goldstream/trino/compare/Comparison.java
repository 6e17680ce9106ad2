package io.goldstream.trino.compare;

import java.util.List;

/**
 * How two generations compare.
 *
 * @param rows how many rows were looked at: those of either generation
 * @param settled rows of quarantine that differ only because their event was replayed: the older generation met it before, and
 *     says what was wrong; the newer one met it after, and says that it counts as its later attempt
 * @param unread rows that are left out, because a refinery failed at their record in one of the generations
 * @param countedTwice events that were replayed after the newer generation had accepted them: there, both attempts count
 * @param differences everything else, by table
 */
public record Comparison(long rows, long settled, long unread, long countedTwice, List<Difference> differences) {

    public Comparison {
        differences = List.copyOf(differences);
    }

    public long differing() {
        return differences.stream().mapToLong(Difference::rows).sum();
    }
}
