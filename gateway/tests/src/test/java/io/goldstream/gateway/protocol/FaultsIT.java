package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.gateway.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What goes wrong around the edge, and what clients see of it. Every test ends with the client's ledger: what was
 * acknowledged stands in bronze or quarantine, once, and nothing else does.
 */
class FaultsIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String BRONZE = "bronze.auth_events";

    private static Servers servers;
    private final Ledger ledger = new Ledger();

    @BeforeAll
    static void start() throws Exception {
        servers = Servers.shared();
    }

    @Test
    void aFrozenBrokerCostsClientsAnswersAndNoEvents() throws Exception {
        try (LedgerClient clients = clients("frozen-")) {
            await(() -> ledger.size() > 300);
            servers.broker().freeze();
            try {
                await(() -> clients.marked() > 0 && clients.turnedAway() > 0);
                await(() -> servers.gateway().health("ready") == 503);
                assertThat(servers.gateway().health("live")).isEqualTo(200);
            } finally {
                servers.broker().thaw();
            }
            await(() -> servers.gateway().isReady());
            int before = ledger.size();
            await(() -> ledger.size() > before + 300);
        }
        ledger.mustEqualBronzeAndQuarantine(servers.broker().bootstrap(), BRONZE);
    }

    @Test
    void aKilledBrokerThatIsBackIsUsedAgain() throws Exception {
        try (LedgerClient clients = clients("killed-")) {
            await(() -> ledger.size() > 300);
            servers.broker().kill();
            try {
                await(() -> clients.marked() > 0 && clients.turnedAway() > 0);
                await(() -> servers.gateway().health("ready") == 503);
                assertThat(servers.gateway().health("live")).isEqualTo(200);
            } finally {
                servers.broker().run();
            }
            await(() -> servers.gateway().isReady());
            int before = ledger.size();
            await(() -> ledger.size() > before + 300);
        }
        ledger.mustEqualBronzeAndQuarantine(servers.broker().bootstrap(), BRONZE);
    }

    /** Balancers see that it is not ready, and it goes on for as long as they need; then it answers what it took, and ends. */
    @Test
    void aGatewayThatIsToldToEndAnswersWhatItTook() throws Exception {
        try (LedgerClient clients = clients("sigterm-")) {
            await(() -> ledger.size() > 300);
            servers.gateway().terminate();
            await(() -> servers.gateway().health("ready") == 503);
            int before = ledger.size();
            await(() -> ledger.size() > before + 20);
            assertThat(servers.gateway().awaitEnd()).isEqualTo(143);
            assertThat(servers.gateway().log()).doesNotContain("were not answered in time");
            servers.startGateway();
            int after = ledger.size();
            await(() -> ledger.size() > after + 300);
            assertThat(clients.marked()).isZero();
        }
        ledger.mustEqualBronzeAndQuarantine(servers.broker().bootstrap(), BRONZE);
    }

    @Test
    void poisonAmongTenThousandSpoilsNothing() throws Exception {
        List<byte[]> poison = List.of(
                "no JSON".getBytes(UTF_8),
                new byte[] {0, (byte) 0xFF, '{', 0},
                ("[".repeat(5_000) + "]".repeat(5_000)).getBytes(UTF_8),
                ("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)).getBytes(UTF_8),
                "{\"ts\": 1738195816000, \"sessionId\": \"\\ud800\", \"success\": false, \"page\": \"\\udfff\""
                        .getBytes(UTF_8),
                "{\"eventId\": \"\\ud800\", \"ts\": 1738195816000, \"sessionId\": 7}".getBytes(UTF_8),
                "{\"eventId\": \"\\ud801\", \"ts\": 1738195816000, \"sessionId\": 7}".getBytes(UTF_8),
                ("{\"ts\": " + "9".repeat(20_000) + "}").getBytes(UTF_8),
                "{\"ts\": 1e999999999, \"sessionId\": -1e-400}".getBytes(UTF_8),
                ("{\"" + "n".repeat(60_000) + "\": 1}").getBytes(UTF_8),
                "{\"ts\": 1, \"ts\": 2}".getBytes(UTF_8),
                ("{\"ts\": 1, \"city\": \"a" + "\u0301".repeat(400_000) + "\"}").getBytes(UTF_8),
                "\u0000\u0001\u0002".getBytes(UTF_8));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < 10_000; i++) {
            body.writeBytes(
                    i % 100 == 7 && i / 100 < poison.size()
                            ? poison.get(i / 100)
                            : ("{\"eventId\": \"poison-" + i
                                            + "\", \"ts\": 1738195816000, \"sessionId\": 7, \"success\": false}")
                                    .getBytes(UTF_8));
            body.write('\n');
        }

        JsonNode receipt = post(body.toByteArray());

        assertThat(receipt.get("accepted").asInt()).isEqualTo(10_000 - poison.size());
        assertThat(receipt.get("quarantined").asInt()).isEqualTo(poison.size());
        for (int i = 0; i < 10_000; i++) {
            if (!(i % 100 == 7 && i / 100 < poison.size())) {
                ledger.acknowledge("poison-" + i);
            }
        }
        receipt.get("events")
                .forEach(event -> ledger.acknowledge(event.get("id").asText()));
        ledger.mustEqualBronzeAndQuarantine(servers.broker().bootstrap(), BRONZE);
    }

    /** What is not kept is not in the ledger, and what stands beside it is. */
    @Test
    void anEventThatIsTooLargeIsNotKeptAndSpoilsNothing() throws Exception {
        String fields = "\"ts\": 1738195816000, \"sessionId\": 7, \"success\": false";
        JsonNode receipt = post(("{\"eventId\": \"oversize-0\", " + fields
                        + "}\n{\"eventId\": \"oversize-1\", \"page\": \"" + "x".repeat(1_000_000) + "\", " + fields
                        + "}\n{\"eventId\": \"oversize-2\", " + fields + "}")
                .getBytes(UTF_8));

        assertThat(receipt.get("rejected").asInt()).isEqualTo(1);
        assertThat(receipt.get("events").get(0).get("id").asText()).isNotEmpty();
        ledger.acknowledge("oversize-0");
        ledger.acknowledge("oversize-2");
        ledger.mustEqualBronzeAndQuarantine(servers.broker().bootstrap(), BRONZE);
    }

    /** What is refused whole is not in the ledger, down to the events that stand in it; who sends beside it is served. */
    @Test
    void bodiesThatAreRefusedLeaveNothingAndSpoilNothing() throws Exception {
        String event = "{\"eventId\": \"refused\", \"ts\": 1738195816000, \"sessionId\": 7, \"success\": false}\n";
        try (LedgerClient clients = clients("beside-")) {
            await(() -> ledger.size() > 100);
            try (Socket slow = servers.slowBody(
                    "/v1/events/auth",
                    List.of("Authorization", "Bearer gsk_web", "Content-Type", "application/x-ndjson"),
                    event)) {
                assertThat(status(gzip(event + " ".repeat(20 * 1024 * 1024)), "application/x-ndjson", "gzip"))
                        .isEqualTo(413);
                assertThat(status((event + " ".repeat(11 * 1024 * 1024)).getBytes(UTF_8), "application/x-ndjson", null))
                        .isEqualTo(413);
                assertThat(status(
                                ("[" + event + "," + "[".repeat(2_000) + "]".repeat(2_000) + "]").getBytes(UTF_8),
                                "application/json",
                                null))
                        .isEqualTo(400);
                assertThat(new String(slow.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 408");
            }
            int before = ledger.size();
            await(() -> ledger.size() > before + 100);
            assertThat(clients.marked() + clients.turnedAway()).isZero();
        }
        ledger.mustEqualBronzeAndQuarantine(servers.broker().bootstrap(), BRONZE);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static int status(byte[] body, String type, String encoding) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        servers.gateway().url().resolve("/v1/events/auth"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer gsk_web")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
        if (encoding != null) {
            request.header("Content-Encoding", encoding);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    private LedgerClient clients(String prefix) {
        return new LedgerClient(prefix, () -> servers.gateway().url(), ledger);
    }

    private static JsonNode post(byte[] body) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(servers.gateway().url().resolve("/v1/events/auth"))
                                        .header("Authorization", "Bearer gsk_web")
                                        .header("Content-Type", "application/x-ndjson")
                                        .POST(BodyPublishers.ofByteArray(body))
                                        .build(),
                                BodyHandlers.ofByteArray())
                        .body());
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        Await.until("the state that is waited for", LIMIT, condition);
    }
}
