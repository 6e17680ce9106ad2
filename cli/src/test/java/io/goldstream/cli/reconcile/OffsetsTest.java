package io.goldstream.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.cli.CommandFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.junit.jupiter.api.Test;

class OffsetsTest {

    /** As if the group had refined nothing, no record would be missing. */
    @Test
    void aKafkaThatDoesNotAnswerIsNoGroupWithoutOffsets() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Offsets offsets = new Offsets(
                        Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + silent.getLocalPort()),
                        Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> offsets.committed("goldstream-refinery"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageStartingWith("Kafka did not tell the offsets of the group goldstream-refinery: ")
                    .hasMessageEndingWith("(check --kafka, --kafka-config and the rights of the Kafka user)");
        }
    }
}
