package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The contract: every status code and verdict, over real HTTP, of the packaged gateway with a real broker behind it. Each
 * file in {@code src/main/resources/protocol} is a request and the answer that is promised to it.
 *
 * <p>{@code -Dgolden.update=true} writes the answers into the files, to be reviewed as a change like any other.
 */
@Tag("fast")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProtocolIT {

    private static final Path FILES = Path.of("../src/main/resources/protocol");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String FROZEN = "a frozen broker";
    private static final String LONG_AWAY = "a broker that is away for long";
    private static final String ENDING = "a gateway that was told to end";
    private static final Set<String> DISTURBING = Set.of(FROZEN, LONG_AWAY, ENDING);

    /** Served on the management port. */
    private static final String QUARANTINE = "/v1/quarantine";

    /** Bodies that would not be readable in a file. */
    private static final Map<String, byte[]> BODIES = Map.of(
            "a body that is cut",
            cut(),
            "deep nesting",
            ("[".repeat(2_000) + "]".repeat(2_000)).getBytes(UTF_8),
            "a body that expands far",
            gzip(lines(33 * 1024 * 1024 / 80)),
            "a zip bomb",
            gzip(" ".repeat(20 * 1024 * 1024)),
            "a zstd bomb",
            Zstd.compress(" ".repeat(20 * 1024 * 1024).getBytes(UTF_8)),
            "a body that is too long",
            new byte[11 * 1024 * 1024],
            "too many events",
            "1\n".repeat(10_001).getBytes(UTF_8),
            "a large event",
            ("{\"eventId\": \"6f1c2b0e-large\", \"song\": \"" + "x".repeat(1_000_000) + "\"}").getBytes(UTF_8));

    private static Servers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = Servers.shared();
    }

    /** Those that leave the servers not as they were come last. */
    @TestFactory
    Stream<DynamicTest> everyAnswerIsTheOneThatIsPromised() throws IOException {
        Map<Path, Exchange> exchanges = new TreeMap<>();
        try (Stream<Path> files = Files.list(FILES)) {
            for (Path file : files.toList()) {
                exchanges.put(file, Exchange.read(file));
            }
        }
        assertThat(exchanges).hasSizeGreaterThan(35);
        return exchanges.entrySet().stream()
                .sorted(Comparator.comparing(
                        entry -> DISTURBING.contains(entry.getValue().setting().orElse(""))))
                .map(entry -> dynamicTest(
                        entry.getKey().getFileName().toString(), () -> check(entry.getKey(), entry.getValue())));
    }

    private static void check(Path file, Exchange exchange) throws Exception {
        String answer =
                switch (exchange.setting().orElse("")) {
                    case FROZEN, LONG_AWAY -> answerOfAFrozenBroker(exchange);
                    case ENDING -> answerOfAGatewayThatEnds(exchange);
                    case "a slow body" -> answerToASlowBody(exchange);
                    default -> answer(exchange);
                };
        if (Boolean.getBoolean("golden.update")) {
            Exchange.rewrite(file, answer);
        } else {
            assertThat(answer).as(exchange.notes().getFirst()).isEqualTo(exchange.answer());
        }
    }

    private static String answerOfAFrozenBroker(Exchange exchange) throws Exception {
        servers.broker().freeze();
        try {
            if (!exchange.setting().equals(Optional.of(LONG_AWAY))) {
                double before = servers.gateway().metric("goldstream_edge_retries_total");
                String answer = answer(exchange);
                assertThat(servers.gateway().metric("goldstream_edge_retries_total"))
                        .as("each retry has its reason")
                        .isEqualTo(before + 1);
                return answer;
            }
            CompletableFuture<HttpResponse<byte[]>> waiting =
                    HTTP.sendAsync(request(exchange, exchange.body().getBytes(UTF_8)), BodyHandlers.ofByteArray());
            while (servers.gateway().metric("goldstream_edge_in_flight_requests") < 1) {
                assertThat(waiting).as("it waits for Kafka").isNotDone();
                Thread.sleep(20);
            }
            Thread.sleep(1_500); // longer than a request may wait before the next one is turned away
            String answer = answer(exchange);
            assertThat(waiting.get().statusCode()).isEqualTo(503);
            return answer;
        } finally {
            servers.broker().thaw();
            servers.gateway().awaitReady();
        }
    }

    /**
     * It serves for a while, and then answers only what it took: slow bodies, of which one begins five times a second. What is
     * asked meanwhile is a dry run, which does not wait for Kafka: the last slow body has to be under way when the gateway
     * closes, or the gateway ends before it can be asked.
     */
    private static String answerOfAGatewayThatEnds(Exchange exchange) throws Exception {
        byte[] body = exchange.body().getBytes(UTF_8);
        HttpRequest request = request(exchange, body);
        HttpRequest dryRun = HttpRequest.newBuilder(request, (name, value) -> true)
                .uri(URI.create(request.uri() + "?dryRun=true"))
                .build();
        servers.gateway().terminate();
        List<Socket> slow = new ArrayList<>();
        try {
            do {
                slow.add(servers.slowBody(exchange.path(), exchange.headers(), exchange.body()));
                Thread.sleep(200);
            } while (HTTP.send(dryRun, BodyHandlers.discarding()).statusCode() == 200);
            return Exchange.text(HTTP.send(request, BodyHandlers.ofByteArray()));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
            servers.gateway().awaitEnd();
            servers.startGateway();
        }
    }

    private static String answer(Exchange exchange) throws Exception {
        byte[] body = BODIES.getOrDefault(
                exchange.setting().orElse(""), exchange.body().getBytes(UTF_8));
        if (exchange.isSentTwice()) {
            body = "{\"ts\": 1738195816000, \"sessionId\": 513, \"success\": false}\n"
                    .repeat(100)
                    .getBytes(UTF_8);
            HTTP.send(request(exchange, body), BodyHandlers.discarding());
        }
        return Exchange.text(HTTP.send(request(exchange, body), BodyHandlers.ofByteArray()));
    }

    private static HttpRequest request(Exchange exchange, byte[] body) throws Exception {
        URI server = exchange.path().startsWith(QUARANTINE)
                ? servers.gateway().managementUrl()
                : servers.gateway().url();
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.path()))
                .method(exchange.method(), BodyPublishers.ofByteArray(body));
        List<String> headers = exchange.headers();
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), withToken(headers.get(i + 1)));
        }
        return request.build();
    }

    private static String withToken(String header) throws Exception {
        return header.replace("oidc-token", servers.issuer().token("ada"))
                .replace("others-token", servers.issuer().tokenForAnother("ada"))
                .replace("forged-token", servers.issuer().forgedToken("ada"));
    }

    private static String answerToASlowBody(Exchange exchange) throws Exception {
        try (Socket socket = servers.slowBody(exchange.path(), exchange.headers(), exchange.body())) {
            // Until the gateway closes the connection: nobody can send the rest of a request that was given up.
            String answer = read(socket.getInputStream());
            String[] parts = answer.split("\r\n\r\n", 2);
            int status = Integer.parseInt(parts[0].split(" ")[1]);
            String type = parts[0].replaceAll("(?is).*content-type: ([^\r]*).*", "$1");
            return Exchange.text(status, Map.of("Content-Type", List.of(type)), parts[1].getBytes(UTF_8));
        }
    }

    private static String read(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), UTF_8);
    }

    @Test
    void whoIsTurnedAwayBeforeTheBodyIsReadKeepsTheConnection() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        servers.gateway().url().resolve("/v1/events/listen"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(" ".repeat(5_000_000).getBytes(UTF_8)));
        for (int i = 0; i < 3; i++) {
            assertThat(HTTP.send(request.build(), BodyHandlers.ofByteArray()).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void browsersOfTheOriginsThatAreNamedAreLetIn() throws Exception {
        assertThat(preflight("https://player.example").headers().firstValue("access-control-allow-origin"))
                .hasValue("https://player.example");
        assertThat(preflight("https://player.example").headers().firstValue("access-control-allow-headers"))
                .hasValueSatisfying(headers -> assertThat(headers.toLowerCase()).contains("authorization"));
        assertThat(preflight("https://elsewhere.example").headers().firstValue("access-control-allow-origin"))
                .isEmpty();
    }

    private static HttpResponse<byte[]> preflight(String origin) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(servers.gateway().url().resolve("/v1/events/listen"))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "authorization,content-type")
                        .build(),
                BodyHandlers.ofByteArray());
    }

    @Test
    void theKeysSourceIsWrittenAndTheClientsClaimIsKeptAside() throws Exception {
        String id = "claimed-" + UUID.randomUUID();
        HttpRequest request = HttpRequest.newBuilder(servers.gateway().url().resolve("/v1/events"))
                .header("Authorization", "Bearer gsk_web")
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", id)
                .header("ce-source", "/player/7")
                .header("ce-type", "auth")
                .POST(BodyPublishers.ofString("{\"ts\": 1738195816000, \"sessionId\": 513, \"success\": false}"))
                .build();
        assertThat(HTTP.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);

        Written written = Written.await(servers.broker().bootstrap(), "raw.auth_events", id);
        assertThat(written.header("ce_source")).isEqualTo("/apps/web");
        assertThat(written.header("ce_clientsource")).isEqualTo("/player/7");
    }

    @Test
    void swaggerUiIsThere() throws Exception {
        HttpRequest page = HttpRequest.newBuilder(servers.gateway().url().resolve("/q/swagger-ui/"))
                .build();
        HttpResponse<String> answer = HTTP.send(page, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("/q/openapi");
    }

    /** Whatever the tests before it sent. */
    @Test
    @Order(Integer.MAX_VALUE)
    void noKeyOrTokenIsEverLogged() throws Exception {
        assertThat(servers.gateway().log()).doesNotContain("gsk_web", "gsk_unknown", "gsk_page", "gso_tests", "eyJ");
    }

    /** Native code and Unsafe are allowed where they are used, to those who use them. */
    @Test
    @Order(Integer.MAX_VALUE)
    void noServersJvmWarns() throws Exception {
        assertThat(servers.gateway().log()).contains("started in").doesNotContain("WARNING: ");
        assertThat(servers.broker().log()).contains("Formatting").doesNotContain("WARNING: ");
    }

    private static byte[] cut() {
        byte[] frame =
                Zstd.compress("{\"ts\": 1738195816000, \"sessionId\": 513, \"success\": false}\n".getBytes(UTF_8));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(frame);
        body.write(frame, 0, frame.length - 1);
        return body.toByteArray();
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"eventId\": \"").append(Integer.toHexString(i * 0x9E3779B9));
            lines.append("\", \"ts\": 1738195209000, \"sessionId\": ").append(i * 31 % 9_973);
            lines.append(", \"song\": \"")
                    .append(Long.toHexString(i * 0x9E3779B97F4A7C15L))
                    .append("\"}\n");
        }
        return lines.toString();
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
