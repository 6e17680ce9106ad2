package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.gateway.GatewayProcess;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The server's own timeouts end a connection without an answer, so they have to leave time for the gateway's. */
class TimeoutsIT {

    private static final Map<String, String> ALONE =
            Map.of("GOLDSTREAM_AUTH_OPEN", "true", "GOLDSTREAM_REFINERY_ENABLED", "false");

    @Test
    void aBodyThatStallsIsAnsweredThoughIdleConnectionsEndSoonAfter() throws Exception {
        try (GatewayProcess gateway = start(
                        "brief",
                        Map.of(
                                "GOLDSTREAM_EDGE_BODY_TIMEOUT",
                                "2s",
                                "GOLDSTREAM_EDGE_DELIVERY_TIMEOUT",
                                "2s",
                                "QUARKUS_HTTP_IDLE_TIMEOUT",
                                "4s"))
                .awaitReady()) {
            try (Socket client =
                    new Socket(gateway.url().getHost(), gateway.url().getPort())) {
                client.getOutputStream()
                        .write(("POST /v1/events/auth HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 100\r\n\r\n{")
                                .getBytes(UTF_8));
                assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 408 ")
                        .contains("/problems/body-too-slow");
            }
        }
    }

    @Test
    void aGatewayThatCouldNotAnswerDoesNotStart() throws Exception {
        try (GatewayProcess gateway = start("impatient", Map.of("QUARKUS_HTTP_IDLE_TIMEOUT", "30s"))) {
            assertThat(gateway.awaitEnd()).isNotZero();
            assertThat(gateway.log())
                    .contains(
                            "quarkus.http.idle-timeout (30 s) has to be longer than goldstream.edge.body-timeout (30 s)");
        }
    }

    /** By the packaged gateway, all at once; {@code GatewayConfigTest} has the others. */
    @Test
    void valuesThatMakeNoSenseEndTheStart() throws Exception {
        Map<String, String> senseless = Map.of(
                "GOLDSTREAM_EDGE_MAX_EVENTS",
                "-5",
                "GOLDSTREAM_REFINERY_SESSION_TIMEOUT",
                "1s",
                "GOLDSTREAM_OPERATORS_KEY_SHA256",
                "gso_not_a_hash");
        try (GatewayProcess gateway = start("senseless", senseless)) {
            assertThat(gateway.awaitEnd()).isNotZero();
            assertThat(gateway.log())
                    .contains(
                            "goldstream.edge.max-events has to be 1 or more, but is -5",
                            "goldstream.refinery.session-timeout has to be 6 s or more, but is PT1S",
                            "goldstream.operators.key-sha256 has to be the SHA-256 of a key")
                    .doesNotContain("gso_not_a_hash");
        }
    }

    @Test
    void aMisspeltSettingIsNoticed() throws Exception {
        try (GatewayProcess gateway = start("misspelt-name", Map.of("GOLDSTREAM_EDGE_BODYTIMEOUT", "10s"))) {
            assertThat(gateway.awaitEnd()).isNotZero();
            assertThat(gateway.log()).contains("GOLDSTREAM_EDGE_BODYTIMEOUT is not a setting of the gateway.");
        }
    }

    private static GatewayProcess start(String name, Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>(ALONE);
        environment.putAll(more);
        return GatewayProcess.start(name, Servers.shared().broker().bootstrap(), environment);
    }
}
