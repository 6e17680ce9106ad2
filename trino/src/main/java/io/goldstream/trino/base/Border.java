package io.goldstream.trino.base;

import java.util.Map;

/**
 * Up to where rows were moved: every row below it is in the base table, every other row is not.
 *
 * @param offsets of each lane the first offset that was not moved; a lane without one begins at 0
 */
public record Border(Map<Lane, Long> offsets) {

    public Border {
        offsets = Map.copyOf(offsets);
    }

    /** Whether a landed row is in the base table. */
    public boolean isMoved(Lane lane, long offset) {
        return offset < offsets.getOrDefault(lane, 0L);
    }

    /** Whether a mark is beyond it. */
    public boolean isBelow(Mark mark) {
        return !isMoved(mark.lane(), mark.upto() - 1);
    }
}
