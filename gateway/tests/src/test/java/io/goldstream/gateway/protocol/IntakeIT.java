package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import io.goldstream.gateway.GatewayProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the edge makes of a request, byte for byte: what it answers, and what then stands in the raw topic. */
@Tag("fast")
class IntakeIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String JSON_TYPE = "application/json";
    private static final String LINES = "application/x-ndjson";
    private static final String AUTH = "/v1/events/auth";

    private static Servers servers;

    /** Stands in each event of a test, and in no other's. */
    private final String mark = "mark-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        servers = Servers.shared();
    }

    private record Answer(int status, JsonNode body, HttpResponse<byte[]> response) {}

    @Test
    void aBodyThatIsNotWholeIsRefusedAndNothingOfItIsKept() throws Exception {
        byte[] first = Zstd.compress((auth("") + "\n").getBytes(UTF_8));
        byte[] second = Zstd.compress((auth("") + "\n").repeat(50).getBytes(UTF_8));
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.writeBytes(first);
        cut.write(second, 0, second.length - 3);
        assertThat(post(AUTH, cut.toByteArray(), "Content-Type", LINES, "Content-Encoding", "zstd")
                        .status())
                .isEqualTo(400);
        ByteArrayOutputStream more = new ByteArrayOutputStream();
        more.writeBytes(first);
        more.writeBytes(auth("").getBytes(UTF_8));
        assertThat(post(AUTH, more.toByteArray(), "Content-Type", LINES, "Content-Encoding", "zstd")
                        .status())
                .isEqualTo(400);
        assertThat(kept()).isEmpty();
    }

    @Test
    void anOptionThatIsNotUnderstoodIsRefusedAndNothingIsKept() throws Exception {
        byte[] event = auth("").getBytes(UTF_8);
        for (String query : List.of(
                "dryRun=1",
                "dryRun=yes",
                "dryRun=",
                "dryRun",
                "dryrun=true",
                "dry_run=true",
                "dryRun=true&dryRun=false",
                "strict=true",
                "dryRun=%zz")) {
            Answer answer = post(AUTH + "?" + query, event, "Content-Type", JSON_TYPE);
            assertThat(answer.status()).as(query).isEqualTo(400);
        }
        assertThat(post(AUTH + ";dryRun=true", event, "Content-Type", JSON_TYPE).status())
                .isEqualTo(400);
        for (String prefer : List.of("handling=strikt", "handling", "handling=\"\"")) {
            assertThat(post(AUTH, event, "Content-Type", JSON_TYPE, "Prefer", prefer)
                            .status())
                    .as(prefer)
                    .isEqualTo(400);
        }
        assertThat(kept()).isEmpty();
    }

    @Test
    void aDryRunSaysThatItIsOneAndForecastsWhatStrictHandlingDoes() throws Exception {
        byte[] mixed = (auth("") + "\n{\"x\": \"" + mark + "\"}").getBytes(UTF_8);
        Answer lenient = post(AUTH + "?dryRun=true", mixed, "Content-Type", LINES);
        assertThat(lenient.body().get("dry_run").asBoolean()).isTrue();
        assertThat(lenient.body().get("accepted").asInt()).isEqualTo(1);
        Answer forecast = post(AUTH + "?dryRun=true", mixed, "Content-Type", LINES, "Prefer", "handling=\"strict\"");
        Answer strict = post(AUTH, mixed, "Content-Type", LINES, "Prefer", "handling=\"strict\"");
        assertThat(strict.status()).isEqualTo(forecast.status()).isEqualTo(422);
        assertThat(strict.body().get("rejected")).isEqualTo(forecast.body().get("rejected"));
        assertThat(strict.body().has("dry_run")).isFalse();
        assertThat(strict.response().headers().firstValue("Preference-Applied")).hasValue("handling=strict");
        assertThat(kept()).isEmpty();
    }

    @Test
    void tokensAreTheSameInEverySpelling() throws Exception {
        byte[] lines = (auth("") + "\n" + auth("")).getBytes(UTF_8);
        for (String type : List.of("application/X-NDJSON", "APPLICATION/x-ndjson;Charset=\"utf-8\"")) {
            assertThat(post(AUTH, lines, "Content-Type", type)
                            .body()
                            .get("accepted")
                            .asInt())
                    .as(type)
                    .isEqualTo(2);
        }
        byte[] gzip = gzip(auth(""));
        assertThat(post(AUTH, gzip, "Content-Type", JSON_TYPE, "Content-Encoding", "X-GZip")
                        .status())
                .isEqualTo(200);
        assertThat(post(
                                AUTH,
                                gzip,
                                "Content-Type",
                                JSON_TYPE,
                                "Content-Encoding",
                                "identity",
                                "Content-Encoding",
                                "gzip")
                        .status())
                .isEqualTo(200);
        Answer twice =
                post(AUTH, gzip, "Content-Type", JSON_TYPE, "Content-Encoding", "gzip", "Content-Encoding", "gzip");
        assertThat(twice.status()).isEqualTo(415);
        assertThat(twice.response().headers().firstValue("Accept-Encoding")).hasValue("gzip, zstd");
        for (String type : List.of("application/json;charset=utf-16", "application/*", "*/*", "text/html")) {
            assertThat(post(AUTH, lines, "Content-Type", type).status())
                    .as(type)
                    .isEqualTo(415);
        }
        String token = servers.issuer().token("ada");
        assertThat(send(
                                "POST",
                                AUTH,
                                auth("").getBytes(UTF_8),
                                "Authorization",
                                "bEARER " + token,
                                "Content-Type",
                                JSON_TYPE)
                        .status())
                .isEqualTo(200);
        assertThat(kept()).hasSize(7);
    }

    @Test
    void aCloudEventIsTheSameInEveryMode() throws Exception {
        String id = mark + " Größe 100%";
        String event = auth("");
        String envelope =
                "{\"specversion\": \"1.0\", \"id\": \"" + id + "\", \"source\": \"/player\", \"type\": \"auth\","
                        + " \"time\": null, \"subject\": null, \"data_base64\": null, \"data\": " + event + "}";
        assertThat(post("/v1/events", envelope.getBytes(UTF_8), "Content-Type", "application/CloudEvents+JSON")
                        .status())
                .isEqualTo(200);
        assertThat(post(
                                "/v1/events",
                                event.getBytes(UTF_8),
                                "Content-Type",
                                "application/JSON; charset=UTF-8",
                                "ce-specversion",
                                "1.0",
                                "ce-id",
                                mark + "%20Gr%C3%B6%c3%9fe%20100%25",
                                "ce-source",
                                "\"/player\"",
                                "ce-type",
                                "auth")
                        .status())
                .isEqualTo(200);
        assertThat(Written.await(servers.broker().bootstrap(), "quarantine.events", id)
                        .record())
                .as("the second is a duplicate of the first")
                .isNotNull();
        assertThat(kept()).containsExactly(event, event);
        Answer empty = post("/v1/events", "[]".getBytes(UTF_8), "Content-Type", "application/cloudevents-batch+json");
        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.body().get("accepted").asInt()).isZero();
        assertThat(post("/v1/events", " ".getBytes(UTF_8), "Content-Type", "application/cloudevents-batch+json")
                        .status())
                .isEqualTo(400);
        assertThat(post("/v1/events", "[]".getBytes(UTF_8), "Content-Type", "application/cloudevents+json")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void anotherBodyUnderTheSameKeyIsNoDuplicate() throws Exception {
        byte[] first = (auth("\"page\": \"a\", ") + "\n" + auth("")).getBytes(UTF_8);
        byte[] mended = (auth("\"page\": \"b\", ") + "\n" + auth("")).getBytes(UTF_8);
        for (byte[] body : List.of(first, mended, first)) {
            assertThat(post(AUTH, body, "Content-Type", LINES, "Idempotency-Key", mark)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(ids()).hasSize(6);
        assertThat(ids().stream().distinct())
                .as("the first, the mended, and the one beside both")
                .hasSize(3);
    }

    /** What weighs too much as a record is rejected alike by a dry run, strictly and in truth; what is just below is kept. */
    @Test
    void sizeIsJudgedOnce() throws Exception {
        for (int bytes : new int[] {999_000, 999_990, 600_000}) {
            String padding = "x".repeat(bytes - auth("\"x\": \"\", ").length());
            for (String envelope : List.of("", "i".repeat(200))) {
                String event = auth("\"x\": \"" + padding + "\", ");
                String id = envelope.isEmpty() ? "" : "\"eventId\": \"" + envelope.replace("i", "j") + "\", ";
                String body = event + "\n" + "{" + id + event.substring(1);
                Answer dry = post(AUTH + "?dryRun=true", body.getBytes(UTF_8), "Content-Type", LINES);
                Answer strict = post(AUTH, body.getBytes(UTF_8), "Content-Type", LINES, "Prefer", "handling=strict");
                Answer real = post(AUTH, body.getBytes(UTF_8), "Content-Type", LINES);
                assertThat(real.status()).isEqualTo(dry.status());
                assertThat(real.body().get("accepted")).isEqualTo(dry.body().get("accepted"));
                assertThat(strict.status()).isEqualTo(dry.status() == 200 ? 200 : 422);
            }
        }
    }

    /** An escaped quote takes two bytes more in the row that holds what the contract does not know. */
    @Test
    void whatIsAcceptedReachesBronzeHoweverItGrows() throws Exception {
        String id = "\"eventId\": \"" + mark + "\", ";
        String event = auth(id + "\"x\": \"" + "\\\"".repeat(499_700) + "\", ");
        Answer answer = post(AUTH, event.getBytes(UTF_8), "Content-Type", JSON_TYPE);
        assertThat(event.length()).isBetween(999_000, 1_000_000);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Written.await(servers.broker().bootstrap(), "bronze.auth_events", mark)
                        .record()
                        .value()
                        .length)
                .isGreaterThan(1_990_000);
    }

    /** Each of these characters becomes three by normalization. */
    @Test
    void aTextThatGrowsIsForecastAsItIsRefined() throws Exception {
        String song = new String(Character.toChars(0x1D160)).repeat(240_000);
        String event = "{\"eventId\": \"" + mark + "\", \"ts\": 1738195209000, \"sessionId\": 1, \"userId\": 1,"
                + " \"artist\": \"a\", \"duration\": 60.5, \"song\": \"" + song + "\"}";
        Answer dry = post("/v1/events/listen?dryRun=true", event.getBytes(UTF_8), "Content-Type", JSON_TYPE);
        Answer real = post("/v1/events/listen", event.getBytes(UTF_8), "Content-Type", JSON_TYPE);
        assertThat(real.status()).isEqualTo(dry.status()).isEqualTo(422);
        assertThat(real.body().get("events")).isEqualTo(dry.body().get("events"));
        JsonNode row = JSON.readTree(Written.await(servers.broker().bootstrap(), "quarantine.events", mark)
                .record()
                .value());
        assertThat(row.get("violations"))
                .isEqualTo(real.body().get("events").get(0).get("violations"));
    }

    /** The key is the user's or the session's id, so that one text weighs twice. */
    @Test
    void aKeyCountsToo() throws Exception {
        for (String field : List.of("userId", "sessionId")) {
            int before = kept().size();
            String rest = auth("").substring(1).replace(field.equals("sessionId") ? "\"sessionId\": 513, " : "{", "");
            String event = "{\"" + field + "\": \"" + "7".repeat(600_000) + "\", " + rest;
            byte[] body = (event + "\n" + auth("")).getBytes(UTF_8);
            Answer dry = post(AUTH + "?dryRun=true", body, "Content-Type", LINES);
            Answer strict = post(AUTH, body, "Content-Type", LINES, "Prefer", "handling=strict");
            assertThat(strict.status()).isEqualTo(422);
            assertThat(kept()).as("strict keeps no half").hasSize(before);
            Answer real = post(AUTH, body, "Content-Type", LINES);
            assertThat(real.status()).isEqualTo(dry.status()).isEqualTo(207);
            for (String verdict : List.of("accepted", "quarantined", "rejected")) {
                assertThat(real.body().get(verdict))
                        .as(verdict)
                        .isEqualTo(dry.body().get(verdict));
            }
            assertThat(real.response().body().length).isLessThan(1_000);
        }
    }

    @Test
    void anIdThatBreaksItsRuleIsNotRepeated() throws Exception {
        String event = "{\"eventId\": \"" + "i".repeat(600_000) + "\", " + auth("").substring(1);
        Answer answer = post(AUTH, event.getBytes(UTF_8), "Content-Type", JSON_TYPE);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.response().body().length).isLessThan(1_000);
        String id = answer.body().get("events").get(0).get("id").asText();
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        assertThat(ids()).containsExactly(id);
    }

    /** Only its first bytes are looked at: what stands behind them, or is no id, leaves it one that is generated. */
    @Test
    void anEventThatIsTooLargeIsNamedByTheIdAtItsBegin() throws Exception {
        String padding = "\"x\": \"" + "x".repeat(1_000_000) + "\"";
        String first = "{\"ts\": 1, \"eventId\": \"" + mark + "\", " + padding + "}";
        String last = "{" + padding + ", \"eventId\": \"" + mark + "\"}";
        String wrong = "{\"eventId\": \"" + "i".repeat(201) + "\", " + padding + "}";
        Answer answer = post(AUTH, (first + "\n" + last + "\n" + wrong).getBytes(UTF_8), "Content-Type", LINES);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("rejected").asInt()).isEqualTo(3);
        assertThat(answer.body().at("/events/0/id").asText()).isEqualTo(mark);
        for (int generated = 1; generated < 3; generated++) {
            assertThat(UUID.fromString(answer.body()
                                    .at("/events/" + generated + "/id")
                                    .asText())
                            .version())
                    .isEqualTo(7);
        }
    }

    /** Normalization makes two characters of one: the id that is kept is longer than one that may be sent. */
    @Test
    void anEventIsKnownAgainByTheIdThatItWasSentWith() throws Exception {
        String sent = mark + "\u0958".repeat(150);
        String kept = mark + "\u0915\u093c".repeat(150);
        String rest = "\", " + auth("").substring(1);
        byte[] event = ("{\"eventId\": \"" + sent + rest).getBytes(UTF_8);
        byte[] renamed = ("{\"eventId\": \"" + kept + rest).getBytes(UTF_8);
        Answer dry = post(AUTH + "?dryRun=true", event, "Content-Type", JSON_TYPE);
        assertThat(dry.status()).isEqualTo(200);
        for (int sending = 0; sending < 2; sending++) {
            assertThat(post(AUTH, event, "Content-Type", JSON_TYPE).status()).isEqualTo(200);
        }
        assertThat(ids()).containsExactly(kept, kept);
        String bootstrap = servers.broker().bootstrap();
        JsonNode row = JSON.readTree(
                Written.await(bootstrap, "bronze.auth_events", kept).record().value());
        assertThat(row.get("event_id").asText()).isEqualTo(kept);
        JsonNode duplicate = JSON.readTree(
                Written.await(bootstrap, "quarantine.events", kept).record().value());
        assertThat(duplicate.get("kind").asText()).isEqualTo("duplicate");
        assertThat(duplicate.get("event_id").asText()).isEqualTo(kept);

        Answer dryRenamed = post(AUTH + "?dryRun=true", renamed, "Content-Type", JSON_TYPE);
        Answer another = post(AUTH, renamed, "Content-Type", JSON_TYPE);
        assertThat(another.status()).isEqualTo(dryRenamed.status()).isEqualTo(422);
        assertThat(another.body().at("/events/0/violations/0/rule").asText()).isEqualTo("auth.eventId.length");
    }

    /** One stream of a connection stalls: it is answered, and those beside it and after it are, too. */
    @Test
    void aStalledBodyEndsNoOtherRequestOfItsConnection() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var client = oneConnection(vertx);
            HttpClientRequest stalled = http2(client);
            stalled.setChunked(true);
            stalled.write(Buffer.buffer("{\"ts\":"));
            HttpClientResponse answer = get(stalled.response());
            assertThat(answer.statusCode()).isEqualTo(408);
            assertThat(answer.getHeader("Content-Type")).isEqualTo("application/problem+json");
            HttpClientRequest next = http2(client);
            assertThat(next.connection()).isSameAs(stalled.connection());
            assertThat(get(next.send(Buffer.buffer(auth("")))).statusCode()).isEqualTo(200);
        } finally {
            get(vertx.close());
        }
    }

    /** Neither the longest headers nor a body that is too long, whose length nobody said, end it. */
    @Test
    void whatIsTooLongEndsNoOtherRequestOfItsConnection() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var client = oneConnection(vertx);
            HttpClientRequest beside = http2(client);
            beside.setChunked(true);
            beside.write(Buffer.buffer(auth("").getBytes(UTF_8)));
            HttpClientRequest tooLong = http2(client);
            tooLong.setChunked(true);
            tooLong.write(Buffer.buffer(new byte[11 << 20]));
            assertThat(get(tooLong.response()).statusCode()).isEqualTo(413);
            HttpClientRequest longHeaders = http2(client);
            assertThat(longHeaders.connection()).isSameAs(beside.connection());
            longHeaders.putHeader("X-Long", "x".repeat(18_000));
            assertThat(get(longHeaders.send(Buffer.buffer(auth("")))).statusCode())
                    .isEqualTo(200);
            beside.end();
            assertThat(get(beside.response()).statusCode()).isEqualTo(200);
        } finally {
            get(vertx.close());
        }
    }

    private static io.vertx.core.http.HttpClient oneConnection(Vertx vertx) {
        return vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1));
    }

    private static HttpClientRequest http2(io.vertx.core.http.HttpClient client) throws Exception {
        URI url = servers.gateway().url();
        HttpClientRequest request = get(client.request(HttpMethod.POST, url.getPort(), url.getHost(), AUTH));
        request.putHeader("Authorization", "Bearer gsk_web").putHeader("Content-Type", JSON_TYPE);
        return request;
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void methodsThatAreNotThereAreAnsweredWithThoseThatAre() throws Exception {
        Map<String, List<String>> allowed = Map.of(
                AUTH,
                List.of("POST"),
                "/v1/events",
                List.of("POST"),
                "/v1/event-types",
                List.of("GET", "HEAD"),
                "/v1/event-types/auth/schema",
                List.of("GET", "HEAD"));
        for (Map.Entry<String, List<String>> path : allowed.entrySet()) {
            for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")) {
                Answer answer = send(method, path.getKey(), new byte[0], "Authorization", "Bearer gsk_web");
                if (path.getValue().contains(method)) {
                    assertThat(answer.status()).as(method + " " + path.getKey()).isNotEqualTo(405);
                } else {
                    assertThat(answer.status()).as(method + " " + path.getKey()).isEqualTo(405);
                    assertThat(answer.response().headers().firstValue("Allow"))
                            .hasValue(String.join(", ", path.getValue()) + ", OPTIONS");
                }
            }
            String options = send("OPTIONS", path.getKey(), new byte[0])
                    .response()
                    .headers()
                    .firstValue("Allow")
                    .orElseThrow();
            assertThat(Stream.of(options.split(", ")).filter(method -> !method.equals("OPTIONS")))
                    .containsExactlyInAnyOrderElementsOf(path.getValue());
        }
        Answer head = send("HEAD", "/v1/event-types/auth/schema", new byte[0]);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.response().body()).isEmpty();
    }

    /** A page's beacon: a text, and no header of its own; its key is in the URL, its origin told by the browser. */
    @Test
    void aPagesBeaconIsTaken() throws Exception {
        byte[] body = auth("").getBytes(UTF_8);
        String[] beacon = {"Content-Type", "text/plain;charset=UTF-8", "Origin", "https://player.example"};
        assertThat(send("POST", AUTH + "?key=gsk_page", body, beacon).status()).isEqualTo(200);
        assertThat(send("POST", AUTH + "?key=gsk_page", ("[" + auth("") + "," + auth("") + "]").getBytes(UTF_8), beacon)
                        .body()
                        .get("accepted")
                        .asInt())
                .isEqualTo(2);
        assertThat(kept()).hasSize(3);
        assertThat(send("POST", AUTH + "?key=gsk_page", body, "Content-Type", "text/plain")
                        .status())
                .as("no page")
                .isEqualTo(403);
        assertThat(send("POST", AUTH + "?key=gsk_web", body, beacon).status())
                .as("a key that is not for pages")
                .isEqualTo(403);
        assertThat(send("POST", AUTH + "?key=gsk_unknown", body, beacon).status())
                .isEqualTo(401);
        assertThat(send("POST", AUTH, body, beacon).status()).isEqualTo(401);
        assertThat(send(
                                "POST",
                                AUTH + "?key=gsk_page",
                                body,
                                "Content-Type",
                                "text/plain",
                                "Origin",
                                "https://elsewhere.example")
                        .status())
                .isEqualTo(403);
        assertThat(kept()).hasSize(3);
    }

    @Test
    void aReplayAsksForTheOperatorsKey() throws Exception {
        URI url = servers.gateway().managementUrl().resolve("/v1/quarantine/replay?dryRun=true");
        for (String shown : new String[] {null, "Bearer gsk_web", "Basic Z3NvX3Rlc3Rz", "Bearer", "gso_tests"}) {
            HttpRequest.Builder request = HttpRequest.newBuilder(url)
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("x"));
            if (shown != null) {
                request.header("Authorization", shown);
            }
            HttpResponse<String> refused = HTTP.send(request.build(), BodyHandlers.ofString());
            assertThat(refused.statusCode()).as(shown).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
        for (String origin : List.of("https://player.example", "https://elsewhere.example", "null")) {
            HttpRequest page = HttpRequest.newBuilder(url)
                    .header("Authorization", "Bearer " + GatewayProcess.OPERATOR_KEY)
                    .header("Origin", origin)
                    .POST(BodyPublishers.noBody())
                    .build();
            assertThat(HTTP.send(page, BodyHandlers.discarding()).statusCode())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(servers.gateway()
                        .post("/v1/quarantine/replay?dryRun=true&type=status_change")
                        .statusCode())
                .isEqualTo(200);
        for (String query :
                List.of("dryRun=1", "dryrun=true", "dryRun=true&dryRun=false", "dryRun=", "kind=Invalid", "x=%25zz")) {
            assertThat(servers.gateway().post("/v1/quarantine/replay?" + query).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    /** It never becomes a request, so that nothing of ours sees it: a status and no body. */
    @Test
    void whatTheServerTakesForNoRequestIsAnsweredWithoutABody() throws Exception {
        String rest = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        Map<String, String> statuses = new HashMap<>();
        for (String path : List.of("/v1/events/%zz", "/v1/events/auth?dryRun=%zz", "/v1/events/auth?%", "/%f")) {
            statuses.put(
                    "POST " + path + rest + "Authorization: Bearer gsk_web\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 2\r\n\r\n{}",
                    "400");
        }
        statuses.put("GET /v1/event-types/%4/schema" + rest + "\r\n", "400");
        statuses.put("GET /v1/event-types HTTP/one\r\n\r\n", "400");
        statuses.put("GET /v1/event-types?" + "x".repeat(5_000) + rest + "\r\n", "414");
        statuses.put("GET /v1/event-types" + rest + "X: " + "x".repeat(30_000) + "\r\n\r\n", "431");
        for (Map.Entry<String, String> one : statuses.entrySet()) {
            assertThat(exchange(servers.gateway().url(), one.getKey()))
                    .as(one.getKey())
                    .matches("(?s)HTTP/1\\.[01] " + one.getValue() + " .*")
                    .endsWith("\r\n\r\n");
        }
        assertThat(exchange(servers.gateway().managementUrl(), "GET /v1/quarantine?rule=%zz" + rest + "\r\n"))
                .as("a query of the management port is ours")
                .startsWith("HTTP/1.1 400")
                .contains("\"/problems/unreadable-option\"");
    }

    /** A page that an operator opens reaches what the operator's machine reaches, but its browser keeps the answer from it. */
    @Test
    void noPageReadsTheManagementPort() throws Exception {
        URI server = servers.gateway().managementUrl();
        String page = " HTTP/1.1\r\nHost: x\r\nOrigin: https://page.example\r\nConnection: close\r\n";
        for (String path : List.of("/v1/quarantine", "/q/metrics", "/q/health/ready", "/v1/nothing")) {
            assertThat(exchange(server, "GET " + path + page + "\r\n"))
                    .as(path)
                    .startsWith("HTTP/1.1 ")
                    .doesNotContainIgnoringCase("Access-Control-Allow-Origin");
        }
    }

    @Test
    void aRequestThatNamesNoHostOrAWrongOneIsAProblem() throws Exception {
        for (URI server : List.of(servers.gateway().url(), servers.gateway().managementUrl())) {
            for (String host : List.of("", "Host: a b\r\n")) {
                assertThat(exchange(server, "GET /q/openapi HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"))
                        .as(server + " " + host)
                        .startsWith("HTTP/1.1 400")
                        .contains("application/problem+json")
                        .contains("The header Host");
            }
        }
    }

    /** All that comes until the server closes the connection. */
    private static String exchange(URI server, String bytes) throws Exception {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(bytes.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private String auth(String more) {
        return "{" + more + "\"ts\": 1738195816000, \"sessionId\": 513, \"success\": false, \"city\": \"" + mark
                + "\"}";
    }

    private static Answer post(String path, byte[] body, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer gsk_web"));
        return send("POST", path, body, all.toArray(String[]::new));
    }

    private static Answer send(String method, String path, byte[] body, String... headers) throws Exception {
        URI server = servers.gateway().url();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path.replace("%zz", "%25zz")))
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), JSON.readTree(response.body()), response);
    }

    /** The values that stand in the raw topic and have this test's mark, in no order. */
    private List<String> kept() {
        return read(true);
    }

    /** Their ids. */
    private List<String> ids() {
        return read(false);
    }

    private List<String> read(boolean values) {
        List<String> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers.broker().bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor("raw.auth_events").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            consumer.seekToBeginning(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> {
                    String value = new String(record.value(), UTF_8);
                    if (value.contains(mark)) {
                        String id =
                                new String(record.headers().lastHeader("ce_id").value(), UTF_8);
                        found.add(values ? value : id);
                    }
                });
            }
        }
        return found;
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
