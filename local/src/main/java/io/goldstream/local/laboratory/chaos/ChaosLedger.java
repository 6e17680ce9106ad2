package io.goldstream.local.laboratory.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * What went in and what came out, of the events that a chaos run sent. Rows are those that the run added.
 *
 * @param sent events that were made up
 * @param accepted events that were acknowledged as valid; by Kafka, all that were written
 * @param quarantined events that were acknowledged for quarantine
 * @param undelivered events that were given up
 * @param bronze rows in bronze
 * @param refused rows in quarantine that are no duplicates
 * @param duplicates rows in quarantine that are: repeated requests, told apart from new events
 * @param plays rows in the fact, of all time
 * @param distinctPlays different event ids in the fact, of all time
 */
public record ChaosLedger(
        long sent,
        long accepted,
        long quarantined,
        long undelivered,
        long bronze,
        long refused,
        long duplicates,
        long plays,
        long distinctPlays) {

    /** What does not add up, in sentences; none is as it should be. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        check(faults, undelivered == 0, undelivered + " events could not be delivered");
        check(
                faults,
                accepted + quarantined == sent,
                "of %d events, %d were acknowledged".formatted(sent, accepted + quarantined));
        check(faults, bronze + refused >= sent, (sent - bronze - refused) + " events are lost");
        check(faults, bronze + refused <= sent, (bronze + refused - sent) + " events were kept twice");
        check(faults, plays == distinctPlays, (plays - distinctPlays) + " plays stand twice in gold");
        return faults;
    }

    private static void check(List<String> faults, boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
