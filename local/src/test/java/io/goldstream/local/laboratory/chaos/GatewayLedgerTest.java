package io.goldstream.local.laboratory.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.cli.load.LoadReport;
import io.goldstream.cli.load.LoadReport.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ledger of the gateway's chaos tells each way in which a promise can be broken. */
class GatewayLedgerTest {

    private static final List<Long> ALL = List.of(0L, 1L, 2L);

    @Test
    void allIsWellWhereRepetitionsAreSetAside() {
        GatewayLedger ledger = ledger(ALL, new Landed(Map.of(0L, 1, 1L, 1), Set.of(2L), 2, 5, 5, 5));
        assertThat(ledger.faults()).isEmpty();
        assertThat(ledger.duplicates()).isEqualTo(2);
    }

    @Test
    void anAcknowledgedEventThatIsNowhereIsLost() {
        assertThat(ledger(ALL, new Landed(Map.of(0L, 1, 1L, 1), Set.of(), 0, 2, 2, 2))
                        .faults())
                .contains("1 acknowledged events are lost");
    }

    @Test
    void anEventWithTwoRowsInBronzeIsDoubled() {
        assertThat(ledger(ALL, new Landed(Map.of(0L, 1, 1L, 2, 2L, 1), Set.of(), 0, 4, 4, 4))
                        .faults())
                .contains("1 events stand twice in bronze");
    }

    @Test
    void aRawRecordWithoutARowOrWithTwoIsUnaccounted() {
        Map<Long, Integer> bronze = Map.of(0L, 1, 1L, 1, 2L, 1);
        assertThat(ledger(ALL, new Landed(bronze, Set.of(), 0, 3, 3, 4)).faults())
                .containsExactly("1 raw records have no row, or two");
        assertThat(ledger(ALL, new Landed(bronze, Set.of(), 1, 3, 4, 3)).faults())
                .containsExactly("1 raw records have no row, or two");
    }

    @Test
    void whatNoClientWasToldIsNotEnough() {
        LoadReport report = new LoadReport();
        report.add(Outcome.ACCEPTED, 2);
        report.add(Outcome.UNDELIVERED, 1);
        Landed landed = new Landed(Map.of(0L, 1, 1L, 1), Set.of(), 0, 2, 2, 2);
        assertThat(GatewayLedger.of(3, 1, 1, List.of(0L, 1L), report, landed).faults())
                .containsExactly(
                        "1 events could not be delivered",
                        "of 3 events, 2 were acknowledged",
                        "bronze and quarantine hold 2");
    }

    private static GatewayLedger ledger(List<Long> acknowledged, Landed landed) {
        return GatewayLedger.of(3, 1, 1, acknowledged, new LoadReport(), landed);
    }
}
