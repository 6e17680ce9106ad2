package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.gateway.GatewayProcess;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One client's uploads, and what others see of them: at an open edge, behind a proxy that it trusts. */
@Timeout(120)
class UploadsIT {

    private static final int MEBIBYTE = 1024 * 1024;
    /** Of what the edge holds: two of them leave no room for a third request of the same client. */
    private static final int ALMOST_A_QUARTER = 2 * MEBIBYTE - 20 * 1024;

    private static final String EVENT = "{\"ts\": 1738195816000, \"sessionId\": 7, \"success\": false}";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayProcess.start(
                        "uploads",
                        Servers.shared().broker().bootstrap(),
                        Map.of(
                                "GOLDSTREAM_REFINERY_ENABLED", "false",
                                "GOLDSTREAM_AUTH_OPEN", "true",
                                "GOLDSTREAM_EDGE_MAX_IN_FLIGHT_SIZE", "8M",
                                "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true",
                                "QUARKUS_HTTP_PROXY_TRUSTED_PROXIES", "127.0.0.1"))
                .awaitReady();
    }

    /** What a test has hung up is given back. */
    @BeforeEach
    void awaitNothingHeld() throws Exception {
        while (gateway.metric("goldstream_edge_in_flight_bytes") > 0) {
            Thread.sleep(50);
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void whatIsOnlyAnnouncedKeepsNobodyOut() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                idle.add(upload("10.0.0.1", "Content-Length: " + 9 * MEBIBYTE, 100));
                idle.add(upload("10.0.0.1", "Transfer-Encoding: chunked", 0));
            }
            assertThat(send("10.0.0.1").statusCode()).isEqualTo(200);
            assertThat(send("10.0.0.2").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void whoUploadsTooMuchAtOnceIsToldSoAndOthersAreServed() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                stalled.add(upload("10.0.1.1", "Content-Length: " + 9 * MEBIBYTE, ALMOST_A_QUARTER));
            }
            awaitHeld(2 * ALMOST_A_QUARTER);
            HttpResponse<String> refused = send("10.0.1.1");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body())
                    .contains("too many uploads of this client")
                    .doesNotContain("Kafka");
            assertThat(send("10.0.1.2").statusCode()).isEqualTo(200);

            try (Socket cut = upload("10.0.1.1", "Content-Length: " + 9 * MEBIBYTE, 0)) {
                assertThat(new String(cut.getInputStream().readNBytes(12), UTF_8))
                        .isEqualTo("HTTP/1.1 429");
            }
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyThatTheFreeRoomDoesNotHoldIsRefusedWhileItComes() throws Exception {
        try (Socket _ = upload("10.0.2.1", "Content-Length: " + 9 * MEBIBYTE, 5 * MEBIBYTE);
                Socket other = upload("10.0.2.2", "Content-Length: " + 9 * MEBIBYTE, 0)) {
            awaitHeld(5 * MEBIBYTE);
            try {
                other.getOutputStream().write(new byte[5 * MEBIBYTE]);
            } catch (SocketException cut) {
                // By the gateway, which may have answered before all was sent.
            }
            assertThat(new String(other.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 503");
        }
    }

    private static void awaitHeld(long bytes) throws Exception {
        while (gateway.metric("goldstream_edge_in_flight_bytes") < bytes) {
            Thread.sleep(50);
        }
    }

    /** Begins a request that ends there. */
    private static Socket upload(String address, String length, int bytes) throws IOException {
        URI url = gateway.url();
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.getOutputStream()
                .write(("POST /v1/events/auth HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + address
                                + "\r\nContent-Type: application/json\r\n" + length + "\r\n\r\n")
                        .getBytes(UTF_8));
        socket.getOutputStream().write(new byte[bytes]);
        return socket;
    }

    private static HttpResponse<String> send(String address) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(gateway.url().resolve("/v1/events/auth"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("X-Forwarded-For", address)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(EVENT))
                        .build(),
                BodyHandlers.ofString());
    }
}
