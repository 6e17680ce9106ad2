package io.goldstream.local.laboratory.chaos.lake;

import java.util.List;

/**
 * What came of one history.
 *
 * @param landed rows
 * @param moved by runs that were not killed
 * @param runs under way at some time
 * @param killed runs
 * @param trinoKilled how often Trino was killed, and started again
 * @param lost how often a run lost to another one, and looked again
 * @param files that left landing
 * @param questions answered meanwhile
 * @param failed questions that had found a file which then left, and were asked again
 * @param faults what was wrong, in a sentence each
 */
public record LakeLedger(
        long landed,
        long moved,
        int runs,
        int killed,
        int trinoKilled,
        int lost,
        long files,
        int questions,
        int failed,
        List<String> faults) {

    public LakeLedger {
        faults = List.copyOf(faults);
    }
}
