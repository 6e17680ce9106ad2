package io.goldstream.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.goldstream.cli.load.Chunk.Line;
import io.goldstream.cli.load.LoadReport.Outcome;
import io.goldstream.events.EventType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real HTTP server that answers as it is told to. */
class HttpDeliveryTest {

    private record Request(String path, String key, String body) {}

    private record Reply(int status, String retryAfter, String body) {}

    private final List<Request> requests = new ArrayList<>();
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final LoadReport report = new LoadReport();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anAcceptedChunkIsOneRequestUnderItsKey() throws InterruptedException {
        replies.add(new Reply(200, null, verdicts(2, "")));

        send(Duration.ofSeconds(30), "{\"ts\":1}", "{\"ts\":2}");

        assertThat(requests).containsExactly(new Request("/v1/events/listen", "key", "{\"ts\":1}\n{\"ts\":2}\n"));
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(report.isDelivered()).isTrue();
    }

    @Test
    void aBusyGatewayIsAskedAgainWithTheSameRequest() throws InterruptedException {
        replies.add(new Reply(503, "0", "{\"title\":\"Kafka is away\"}"));
        replies.add(new Reply(429, "0", ""));
        replies.add(new Reply(200, null, verdicts(1, "")));

        send(Duration.ofSeconds(30), "{\"ts\":1}");

        assertThat(requests).hasSize(3);
        assertThat(requests).containsOnly(requests.getFirst());
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(1);
    }

    @Test
    void onlyWhatIsMarkedRetryIsSentAgainAndCarriesItsId() throws InterruptedException {
        replies.add(new Reply(207, null, verdicts(1, """
                        {"index":1,"id":"id-1","verdict":"retry"},
                        {"index":2,"id":"id-2","verdict":"quarantined","violations":[{"rule":"listen.song.present","message":"has a song"}]}
                        """)));
        replies.add(new Reply(200, null, verdicts(1, "")));

        send(Duration.ofSeconds(30), "{\"ts\":1}", "{\"ts\":2}", "{\"ts\":3}");

        assertThat(requests.get(1).body()).isEqualTo("{\"eventId\":\"id-1\",\"ts\":2}\n");
        assertThat(requests.get(1).key()).isNotEqualTo(requests.get(0).key());
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(report.examples(Outcome.QUARANTINED))
                .containsExactly("test, line 3: listen.song.present: has a song");
    }

    @Test
    void aServiceUnavailableWithVerdictsCountsByItsVerdicts() throws InterruptedException {
        replies.add(new Reply(503, "0", verdicts(1, "{\"index\":1,\"id\":\"b\",\"verdict\":\"retry\"}")));
        replies.add(new Reply(200, null, verdicts(1, "")));

        send(Duration.ofSeconds(30), "{\"ts\":1}", "{\"ts\":2}");

        assertThat(requests.get(1).body()).isEqualTo("{\"eventId\":\"b\",\"ts\":2}\n");
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(2);
    }

    @Test
    void aChunkThatIsTooLargeIsHalvedUntilTheLineToBlameIsFound() throws InterruptedException {
        replies.add(new Reply(413, null, ""));
        replies.add(new Reply(200, null, verdicts(1, "")));
        replies.add(new Reply(413, null, "{\"title\":\"Too large\"}"));

        send(Duration.ofSeconds(30), "{\"ts\":1}", "{\"big\":1}");

        assertThat(requests).extracting(Request::key).containsExactly("key", "key/0", "key/1");
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(1);
        assertThat(report.examples(Outcome.REJECTED)).singleElement().asString().contains("line 2", "Too large");
    }

    @Test
    void aRefusedChunkIsUndeliveredWithTheGatewaysWords() throws InterruptedException {
        replies.add(new Reply(401, null, "{\"title\":\"Unauthorized\",\"detail\":\"send a write key\"}"));

        send(Duration.ofSeconds(30), "{\"ts\":1}", "{\"ts\":2}");

        assertThat(requests).hasSize(1);
        assertThat(report.count(Outcome.UNDELIVERED)).isEqualTo(2);
        assertThat(report.summary()).contains("undelivered 2", "401 (Unauthorized: send a write key)");
    }

    @Test
    void aGatewayThatStaysAwayIsGivenUpOn() throws InterruptedException {
        server.stop(0);

        send(Duration.ofMillis(1), "{\"ts\":1}");

        assertThat(report.isDelivered()).isFalse();
        assertThat(report.summary()).contains("does it run?");
    }

    private void send(Duration patience, String... events) throws InterruptedException {
        List<Line> lines = new ArrayList<>();
        for (String event : events) {
            lines.add(new Line(lines.size() + 1, event.getBytes(StandardCharsets.UTF_8)));
        }
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try (HttpDelivery delivery = new HttpDelivery(url, Optional.empty(), patience)) {
            delivery.send(new Chunk(EventType.LISTEN, "test", "key", lines), report);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
        requests.add(new Request(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                new String(body, StandardCharsets.UTF_8)));
        Reply reply = replies.remove();
        if (reply.retryAfter() != null) {
            exchange.getResponseHeaders().add("Retry-After", reply.retryAfter());
        }
        byte[] answer = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static String verdicts(int accepted, String events) {
        return "{\"accepted\":" + accepted + ",\"events\":[" + events + "]}";
    }
}
