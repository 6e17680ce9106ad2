package io.goldstream.local.laboratory.chaos.lake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LakeChaosIT {

    /** {@code ./goldstream chaos lake} runs thirty. */
    @Test
    void whateverHappensEachRowCountsOnceAllTheTime() throws Exception {
        try (LakeChaos chaos = LakeChaos.open(System.out::println)) {
            for (long seed = 1; seed <= 2; seed++) {
                LakeLedger ledger = chaos.run(seed, seed == 2);

                assertThat(ledger.faults()).as("%s", ledger).isEmpty();
                assertThat(ledger.landed()).isPositive();
                assertThat(ledger.trinoKilled()).isEqualTo(seed == 2 ? 1 : 0);
                assertThat(ledger.questions()).isPositive();
            }
        }
    }
}
