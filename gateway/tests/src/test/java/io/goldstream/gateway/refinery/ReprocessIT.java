package io.goldstream.gateway.refinery;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.gateway.GatewayProcess;
import io.goldstream.gateway.KafkaBroker;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The packaged gateway as a batch: nothing but what it is told to refine. */
class ReprocessIT {

    @Test
    void aProcessThatReprocessesOpensNoEdgeAndNeedsNoClients() throws Exception {
        KafkaBroker broker = new KafkaBroker();
        String bootstrap = broker.start();
        try (RawLedger ledger = new RawLedger(bootstrap)) {
            ledger.produceListens(100);

            try (GatewayProcess gateway =
                    GatewayProcess.start("reprocess", bootstrap, Map.of("GOLDSTREAM_REPROCESS", "topics"))) {
                assertThat(gateway.awaitEnd()).as("%s", gateway.log()).isZero();
            }
            ledger.awaitExactlyOnce();
        } finally {
            broker.stop();
        }
    }
}
