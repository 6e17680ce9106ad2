package io.goldstream.local.laboratory.chaos;

import io.goldstream.cli.load.LoadReport;
import io.goldstream.cli.load.LoadReport.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * What clients were told, beside what is there.
 *
 * @param sent events that were made up
 * @param kills how often the gateway was killed
 * @param underLoad how many of these kills met requests that had no answer yet
 * @param acknowledged events that a client was told are kept
 * @param undelivered events whose clients gave up, or were refused
 * @param raw records in the raw topics: more than events, since requests without an answer were sent again
 * @param bronze rows in bronze
 * @param quarantined events in quarantine
 * @param duplicates rows in quarantine that are duplicates: repetitions, told apart from new events
 * @param lost events that were acknowledged, and are nowhere
 * @param doubled events that have more than one row in bronze
 * @param unaccounted raw records without a row, or with more than one
 */
public record GatewayLedger(
        long sent,
        int kills,
        int underLoad,
        long acknowledged,
        long undelivered,
        long raw,
        long bronze,
        long quarantined,
        long duplicates,
        long lost,
        long doubled,
        long unaccounted) {

    static GatewayLedger of(
            int sent, int kills, int underLoad, List<Long> acknowledged, LoadReport report, Landed landed) {
        return new GatewayLedger(
                sent,
                kills,
                underLoad,
                acknowledged.size(),
                report.count(Outcome.UNDELIVERED) + report.count(Outcome.REJECTED),
                landed.raw(),
                landed.bronze().values().stream().mapToLong(Integer::longValue).sum(),
                landed.quarantined().size(),
                landed.duplicates(),
                acknowledged.stream()
                        .filter(number -> !landed.bronze().containsKey(number)
                                && !landed.quarantined().contains(number))
                        .count(),
                landed.bronze().values().stream().filter(rows -> rows > 1).count(),
                Math.abs(landed.raw() - landed.coordinates()) + Math.abs(landed.rows() - landed.coordinates()));
    }

    /** What does not add up, in sentences; none is as it should be. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        check(faults, lost == 0, lost + " acknowledged events are lost");
        check(faults, doubled == 0, doubled + " events stand twice in bronze");
        check(faults, unaccounted == 0, unaccounted + " raw records have no row, or two");
        check(faults, undelivered == 0, undelivered + " events could not be delivered");
        check(faults, acknowledged == sent, "of %d events, %d were acknowledged".formatted(sent, acknowledged));
        check(faults, bronze + quarantined == sent, "bronze and quarantine hold %d".formatted(bronze + quarantined));
        return faults;
    }

    private static void check(List<String> faults, boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
