package io.goldstream.local.laboratory.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.Cli;
import io.goldstream.local.Cli.Run;
import org.junit.jupiter.api.Test;

/** The gateway is killed while events come in, as often as fits into the tests; {@code chaos gateway} does so longer. */
class GatewayChaosIT {

    @Test
    void whatWasAcknowledgedOutlivesKillsAndStandsOnce() throws Exception {
        Run run = new Cli("chaos").run("chaos", "gateway", "--seed", "7", "--kills", "4", "--events", "20000");

        assertThat(run.succeeded().out())
                .contains("kills                  4", "kills under load       4")
                .contains("acknowledged           20,000", "in bronze              20,000")
                .contains("acknowledged, lost     0", "doubled in bronze      0");
        assertThat(run.err()).contains("kill 4 of 4: the gateway (pid ");
    }
}
