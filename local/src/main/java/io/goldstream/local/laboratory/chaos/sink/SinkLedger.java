package io.goldstream.local.laboratory.chaos.sink;

import java.util.ArrayList;
import java.util.List;

/**
 * What went into the topics of a run, and what Azure's own client reads back from the published files.
 *
 * @param produced different rows that Kafka acknowledged
 * @param rows in all published files
 * @param lost rows that are in no file
 * @param doubled rows beyond the first of their kind
 * @param files published
 * @param broken what failed, or did not fail where it had to
 */
public record SinkLedger(long produced, long rows, long lost, long doubled, long files, List<String> broken) {

    public SinkLedger {
        broken = List.copyOf(broken);
    }

    static SinkLedger of(long produced, LandedRows landed, List<String> broken) {
        return new SinkLedger(
                produced,
                landed.rows(),
                landed.missing(produced).size(),
                landed.rows() - landed.timesByNumber().size(),
                landed.files(),
                broken);
    }

    /** What does not add up, in sentences; none is as it should be. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>(broken);
        if (lost > 0) {
            faults.add(lost + " rows are lost");
        }
        if (doubled > 0) {
            faults.add(doubled + " rows are published twice");
        }
        if (produced == 0 || rows - doubled + lost != produced) {
            faults.add("%d rows were produced, but the files have %d".formatted(produced, rows));
        }
        return faults;
    }

    boolean isWhole() {
        return lost == 0 && rows >= produced;
    }
}
