package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import io.goldstream.events.EventHeaders;
import io.goldstream.events.intake.Rules;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.gateway.GatewayProcess;
import io.goldstream.gateway.edge.EventsResource;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes in by HTTP or by Kafka, and what comes out behind the refinery. */
@Tag("fast")
class GatewayIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String KEY = "Bearer gsk_web";

    private static String bootstrap;
    private static URI service;
    private static URI management;

    @BeforeAll
    static void start() throws Exception {
        Servers servers = Servers.shared();
        bootstrap = servers.broker().bootstrap();
        service = servers.gateway().url();
        management = servers.gateway().managementUrl();
    }

    @Test
    void aValidEventIsAcceptedAndReachesBronzeAndSilverOnce() {
        String id = id();
        post("listen", listen(id))
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("rules_version", equalTo(Rules.VERSION))
                .body("events", hasSize(0));

        JsonNode bronze = row("bronze.listen_events", id);
        assertThat(bronze.get("song").asText()).isEqualTo("Night Shift");
        assertThat(bronze.get("source_topic").asText()).isEqualTo("raw.listen_events");
        assertThat(row("silver.listens", id).has("first_name")).isFalse();
    }

    @Test
    void aBatchIsMixedAndEveryEventHasItsVerdict() {
        String good = id();
        String bad = id();
        post("listen", "[" + listen(good) + "," + listen(bad).replace("164.57098", "-1.5") + ",17]")
                .statusCode(207)
                .body("accepted", equalTo(1))
                .body("quarantined", equalTo(2))
                .body("events[0].index", equalTo(1))
                .body("events[0].id", equalTo(bad))
                .body("events[0].verdict", equalTo("quarantined"))
                .body("events[0].violations[0].rule", equalTo("listen.duration.positive"))
                .body("events[0].violations[0].pointer", equalTo("/duration"))
                .body("events[1].index", equalTo(2))
                .body("events[1].violations[0].rule", equalTo("event.object"));

        row("bronze.listen_events", good);
        assertThat(row("quarantine.events", bad).get("kind").asText()).isEqualTo("invalid");
    }

    @Test
    void quarantineHoldsTheOriginalBytes() throws IOException {
        String id = id();
        byte[] line =
                ("{ \"eventId\": \"" + id + "\", \"ts\": \"yesterday\", \"song\": \"\u00c3\u0089\" }").getBytes(UTF_8);
        ndjson().body(line).post("/v1/events/page_view").then().statusCode(422).body("quarantined", equalTo(1));

        assertThat(row("quarantine.events", id).get("value").binaryValue()).isEqualTo(line);
    }

    @Test
    void linesAreJudgedOneByOneAndGzipIsUnderstood() throws IOException {
        String first = id();
        String second = id();
        byte[] body = gzip(listen(first) + "\nbroken {\n\n" + listen(second) + "\n");
        ndjson().header("Content-Encoding", "gzip")
                .body(body)
                .post("/v1/events/listen")
                .then()
                .statusCode(207)
                .body("accepted", equalTo(2))
                .body("quarantined", equalTo(1))
                .body("events[0].index", equalTo(1))
                .body("events[0].violations[0].rule", equalTo("event.syntax"));

        row("bronze.listen_events", first);
        row("bronze.listen_events", second);
    }

    @Test
    void zstdIsUnderstoodToo() {
        String id = id();
        ndjson().header("Content-Encoding", "zstd")
                .body(Zstd.compress(listen(id).getBytes(UTF_8)))
                .post("/v1/events/listen")
                .then()
                .statusCode(200);
        row("bronze.listen_events", id);
    }

    @Test
    void strictHandlingKeepsAllOrNothing() {
        String good = id();
        String bad = "{\"eventId\":\"" + id() + "\"}";
        json().header("Prefer", "respond-async, handling=strict")
                .body("[" + listen(good) + "," + bad + "]")
                .post("/v1/events/listen")
                .then()
                .statusCode(422)
                .body("rejected", equalTo(2))
                .body("events[0].violations", hasSize(0))
                .body("events[1].violations[0].rule", equalTo("listen.ts.required"));
        json().header("Prefer", "handling=strict")
                .body(listen(good))
                .post("/v1/events/listen")
                .then()
                .statusCode(200);

        assertThat(row("bronze.listen_events", good)).isNotNull();
        assertThat(rows("quarantine.events"))
                .noneMatch(row -> bad.contains(row.get("event_id").asText()));
    }

    @Test
    void aDryRunOnlyJudges() {
        String judged = id();
        json().queryParam("dryRun", true)
                .body("[" + listen(judged) + ",{}]")
                .post("/v1/events/listen")
                .then()
                .statusCode(207)
                .body("accepted", equalTo(1))
                .body("quarantined", equalTo(1));
        String kept = id();
        post("listen", listen(kept)).statusCode(200);

        row("bronze.listen_events", kept);
        assertThat(rows("bronze.listen_events"))
                .noneMatch(row -> row.get("event_id").asText().equals(judged));
    }

    @Test
    void anIdempotencyKeyNamesTheSameEventsAgain() {
        String body = listen(null).replace("164.57098", "0.0");
        String key = id();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(json().header("Idempotency-Key", key)
                    .body(body)
                    .post("/v1/events/listen")
                    .then()
                    .statusCode(422)
                    .extract()
                    .path("events[0].id"));
        }
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
        assertThat(UUID.fromString(ids.get(0)).version()).isEqualTo(5);
        String other =
                json().body(body).post("/v1/events/listen").then().extract().path("events[0].id");
        assertThat(UUID.fromString(other).version()).isEqualTo(7);
    }

    @Test
    void aRepeatedRequestLeavesOneRowInBronzeAndADuplicateInQuarantine() {
        String id = id();
        post("listen", listen(id)).statusCode(200);
        post("listen", listen(id)).statusCode(200);

        JsonNode duplicate = row("quarantine.events", id);
        assertThat(duplicate.get("kind").asText()).isEqualTo("duplicate");
        assertThat(duplicate.has("value")).isFalse();
        assertThat(duplicate.get("reason").asText())
                .contains("offset "
                        + row("bronze.listen_events", id).get("source_offset").asText());
    }

    @Test
    void anEventBeyondTheLimitIsRejectedAndSpoilsNoOther() {
        String id = id();
        String large = id();
        String huge = listen(large).replace("Night Shift", "x".repeat(1_000_000));
        json().body("[" + huge + "," + listen(id) + "]")
                .post("/v1/events/listen")
                .then()
                .statusCode(207)
                .body("rejected", equalTo(1))
                .body("accepted", equalTo(1))
                .body("events[0].id", equalTo(large))
                .body("events[0].violations[0].rule", equalTo("event.size"));
        row("bronze.listen_events", id);
    }

    @Test
    void aTextThatIsTooLongIsQuarantinedAsItCameAndStopsNothing() throws IOException {
        String tooLong = id();
        String last = id();
        // In normalization form C, each of these would become three characters.
        String song = new String(Character.toChars(0x1D160)).repeat(200_000);
        post("listen", listen(tooLong).replace("Night Shift", song)).statusCode(422);
        post("listen", listen(last)).statusCode(200);

        row("bronze.listen_events", last);
        JsonNode row = row("quarantine.events", tooLong);
        assertThat(row.get("violations").get(0).get("rule").asText()).isEqualTo("listen.song.length");
        assertThat(row.get("value").binaryValue())
                .isEqualTo(listen(tooLong).replace("Night Shift", song).getBytes(UTF_8));
    }

    @Test
    void headersThatSayNonsenseAreKeptAndNotBelieved() throws Exception {
        String id = id();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>("raw.listen_events", listen(id).getBytes(UTF_8));
            record.headers().add(EventHeaders.RECEIVED_AT, "18446744073709551615".getBytes(UTF_8));
            record.headers().add(EventHeaders.ATTEMPT, "4294967296".getBytes(UTF_8));
            record.headers().add("ce_id", "\u0001".repeat(300_000).getBytes(UTF_8));
            record.headers().add("\u0001".repeat(30_000), new byte[0]);
            producer.send(record).get();
        }
        JsonNode row = row("bronze.listen_events", id);
        assertThat(row.get("received_at").asLong())
                .isEqualTo(row.get("source_timestamp").asLong());
    }

    /** As job queues do: the same event again, with the number of the try and a time in seconds. */
    @Test
    void anotherProducersRetriesAreDuplicatesWhateverItsHeadersAreCalled() throws Exception {
        String id = id();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String attempt : List.of("1", "2")) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        "raw.listen_events", 0, null, listen(id).getBytes(UTF_8));
                record.headers().add("attempt", attempt.getBytes(UTF_8));
                record.headers().add("received-at", "1738195209".getBytes(UTF_8));
                producer.send(record).get();
            }
        }
        JsonNode row = row("bronze.listen_events", id);
        assertThat(row.get("received_at").asLong())
                .isEqualTo(row.get("source_timestamp").asLong());
        JsonNode again = row("quarantine.events", id);
        assertThat(again.get("kind").asText()).isEqualTo("duplicate");
        assertThat(again.get("attempt").asInt()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void otherProducersMayCompressAsTheyLike(CompressionType compression) throws Exception {
        List<String> ids = Stream.generate(GatewayIT::id).limit(100).toList(); // in one batch that is worth it
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "compression.type", compression.name, "linger.ms", "100"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            ids.forEach(id -> producer.send(
                    new ProducerRecord<>("raw.listen_events", listen(id).getBytes(UTF_8))));
        }
        row("bronze.listen_events", ids.getLast());
    }

    @Test
    void mistakesAreAnsweredWithProblems() throws IOException {
        problem(json().body(listen(null)).post("/v1/events/dance").then(), 404, "unknown-event-type");
        problem(json().body("[{}").post("/v1/events/listen").then(), 400, "unreadable-body");
        problem(json().body("[]").post("/v1/events/listen").then(), 400, "unreadable-body");
        problem(json().post("/v1/events/listen").then(), 400, "unreadable-body");
        problem(
                given().contentType("text/csv")
                        .body("a,b")
                        .post("/v1/events/listen")
                        .then(),
                415,
                "unsupported-media-type");
        problem(
                json().header("Content-Encoding", "br")
                        .body("x")
                        .post("/v1/events/listen")
                        .then(),
                415,
                "unsupported-media-type");
        problem(
                json().header("Content-Encoding", "gzip")
                        .body("no gzip")
                        .post("/v1/events/listen")
                        .then(),
                400,
                "unreadable-body");
        problem(
                given().contentType(EventsResource.CLOUD_EVENT)
                        .body("[" + "[".repeat(2_000) + "]".repeat(2_000) + "]")
                        .post("/v1/events")
                        .then(),
                400,
                "unreadable-body");
        byte[] many = gzip("1\n".repeat(5_000_000));
        problem(
                ndjson().header("Content-Encoding", "GZIP")
                        .body(many)
                        .post("/v1/events/listen")
                        .then(),
                413,
                "body-too-large");
        byte[] bomb = gzip(" ".repeat(40_000_000));
        problem(
                json().header("Content-Encoding", "gzip")
                        .body(bomb)
                        .post("/v1/events/listen")
                        .then(),
                413,
                "body-too-large");
        json().get("/v1/events/listen").then().statusCode(405).contentType("application/problem+json");
        json().get("/v1/nothing").then().statusCode(404);
    }

    @Test
    void recordsThatOthersWriteToRawTopicsAreRefinedTooAndPoisonStopsNothing() throws Exception {
        String last = id();
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            values.add(i % 100 == 0 ? new byte[] {(byte) 0xFF, 0, '{'} : (listen(null) + "\n").getBytes(UTF_8));
        }
        values.add(null);
        values.add(listen(last).getBytes(UTF_8));
        long first = -1;
        long end = -1;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                var sent = producer.send(new ProducerRecord<>("raw.listen_events", 1, null, value));
                if (first < 0) {
                    first = sent.get().offset();
                }
                end = value != null && value == values.getLast() ? sent.get().offset() : end;
            }
        }
        row("bronze.listen_events", last);

        List<Long> offsets = new ArrayList<>();
        for (String topic : List.of("bronze.listen_events", "quarantine.events")) {
            for (JsonNode row : rows(topic)) {
                long offset = row.get("source_offset").asLong();
                if (row.get("source_topic").asText().equals("raw.listen_events")
                        && row.get("source_partition").asInt() == 1
                        && offset >= first
                        && offset <= end) {
                    offsets.add(offset);
                }
            }
        }
        assertThat(offsets).doesNotHaveDuplicates().hasSize(Math.toIntExact(end - first + 1));
        assertThat(rows("quarantine.events"))
                .filteredOn(row -> row.get("event_id").asText().startsWith("raw.listen_events-1-"))
                .hasSize(101);
    }

    @Test
    void cloudEventsComeOneByOneInBatchesAndInBinaryMode() {
        String one = id();
        given().contentType(EventsResource.CLOUD_EVENT)
                .body(cloudEvent(one, "listen", "\"data\":" + listen(null)))
                .post("/v1/events")
                .then()
                .statusCode(200);
        given().contentType(EventsResource.CLOUD_EVENT)
                .body(cloudEvent(id(), "listen", "\"data\":{}") + "\n" + cloudEvent(id(), "listen", "\"data\":{}"))
                .post("/v1/events")
                .then()
                .statusCode(422)
                .body("rejected", equalTo(1));
        String second = id();
        String encoded = Base64.getEncoder().encodeToString(listen(null).getBytes(UTF_8));
        given().contentType(EventsResource.CLOUD_EVENTS)
                .body("[" + cloudEvent(second, "io.goldstream.listen", "\"data_base64\":\"" + encoded + "\"") + ","
                        + cloudEvent("x", "dance", "\"data\":{}") + ","
                        + cloudEvent("", "listen", "\"data\":{}") + ",{},17]")
                .post("/v1/events")
                .then()
                .statusCode(207)
                .body("accepted", equalTo(1))
                .body("rejected", equalTo(4))
                .body("events[0].id", equalTo("x"))
                .body("events[0].violations[0].rule", equalTo("cloudevent.type"))
                .body("events[1].violations[0].rule", equalTo("cloudevent.id"))
                .body("events[2].violations[0].rule", equalTo("cloudevent.specversion"))
                .body("events[3].violations[0].rule", equalTo("cloudevent.envelope"));
        String third = id();
        json().header("ce-specversion", "1.0")
                .header("ce-id", third)
                .header("ce-source", "/tests")
                .header("ce-type", "listen")
                .body(listen(null))
                .post("/v1/events")
                .then()
                .statusCode(200);
        json().body(listen(null)).post("/v1/events").then().statusCode(422).body("rejected", equalTo(1));

        for (String id : List.of(one, second, third)) {
            assertThat(row("bronze.listen_events", id).get("song").asText()).isEqualTo("Night Shift");
        }
    }

    private static String cloudEvent(String id, String type, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/tests\",\"type\":\"" + type
                + "\",\"time\":\"2025-01-30T00:00:09Z\"," + data + "}";
    }

    @Test
    void tellsWhichEventsItTakes() {
        json().get("/v1/event-types").then().statusCode(200).body("type", hasSize(4));
        given().get("/v1/event-types/listen/schema")
                .then()
                .statusCode(200)
                .contentType("application/schema+json")
                .body(containsString("listen.duration.positive"));
        problem(given().get("/v1/event-types/dance/schema").then(), 404, "unknown-event-type");
    }

    @Test
    void tellsHowItIs() {
        post("auth", "{\"ts\":1738195816000,\"sessionId\":513,\"success\":false,\"eventId\":\"" + id() + "\"}")
                .statusCode(200);
        given().get(management.resolve("/q/health/live")).then().statusCode(200);
        given().get(management.resolve("/q/health/ready"))
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", hasItem("rules"));
        given().get("/q/health/ready").then().statusCode(404);
        given().get(management.resolve("/q/metrics"))
                .then()
                .statusCode(200)
                .body(containsString("goldstream_edge_events_total{type=\"auth\",verdict=\"accepted\"}"))
                .body(
                        containsString(
                                "# HELP goldstream_edge_events Events that were answered, but for dry runs, by type and verdict"));
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body(
                        "paths.'/v1/events/{type}'.post.responses.'207'.content.'application/json'"
                                + ".examples.'207-not-an-object'.value.quarantined",
                        equalTo(2))
                .body(
                        "paths.'/v1/events'.post.requestBody.content.'application/cloudevents-batch+json'"
                                + ".examples.'207-mixed'.value",
                        hasSize(4))
                .body("components.schemas.Receipt.properties.events.items.'$ref'", containsString("EventVerdict"))
                .body("components.schemas.Problem.properties.detail.type", equalTo("string"))
                .body("paths.'/v1/events/{type}'.get", nullValue());
    }

    @Test
    void whoHangsUpHoldsNoMemory() throws Exception {
        // One that waits for a body for much longer than this test.
        Map<String, String> patient = Map.of("GOLDSTREAM_AUTH_OPEN", "true", "GOLDSTREAM_REFINERY_ENABLED", "false");
        try (GatewayProcess gateway =
                GatewayProcess.start("patient", bootstrap, patient).awaitReady()) {
            hangUpOn(gateway);
            aPageIsNotLetIn(gateway);
        }
    }

    /** An open gateway on a laptop: every page that its user looks at can send it a text. */
    private static void aPageIsNotLetIn(GatewayProcess gateway) {
        RequestSpecification text = RestAssured.given()
                .baseUri(gateway.url().toString())
                .contentType("text/plain")
                .body(listen(id()));
        text.post("/v1/events/listen").then().statusCode(200);
        problem(
                text.header("Origin", "https://elsewhere.example")
                        .post("/v1/events/listen")
                        .then(),
                403,
                "forbidden");
    }

    private static void hangUpOn(GatewayProcess gateway) throws Exception {
        String begun = "[" + " ".repeat(200_000);
        byte[] head = ("POST /v1/events/listen HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 5000000\r\n\r\n" + begun)
                .getBytes(UTF_8);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Socket client = new Socket(gateway.url().getHost(), gateway.url().getPort());
            client.getOutputStream().write(head);
            clients.add(client);
        }
        // What has come counts, and 16 KiB for each request, whatever was announced.
        awaitBytesInFlight(gateway, 5 * (16 * 1024 + begun.length()));
        for (Socket client : clients) {
            client.close();
        }
        awaitBytesInFlight(gateway, 0);
    }

    private static void awaitBytesInFlight(GatewayProcess gateway, long bytes) throws Exception {
        double held = Double.NaN;
        for (int tries = 0; tries < 150 && held != bytes; tries++) {
            Thread.sleep(100);
            held = gateway.metric("goldstream_edge_in_flight_bytes");
        }
        assertThat(held).isEqualTo(bytes);
    }

    private static void problem(ValidatableResponse response, int status, String type) {
        response.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/" + type))
                .body("status", equalTo(status));
    }

    private static ValidatableResponse post(String type, String body) {
        return json().body(body).post("/v1/events/" + type).then();
    }

    private static RequestSpecification given() {
        return RestAssured.given().baseUri(service.toString()).header("Authorization", KEY);
    }

    private static RequestSpecification json() {
        return given().contentType("application/json");
    }

    private static RequestSpecification ndjson() {
        return given().contentType(EventsResource.NDJSON);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static String listen(String id) {
        return "{" + (id == null ? "" : "\"eventId\":\"" + id + "\",")
                + "\"ts\":1738195209000,\"sessionId\":3067,\"userId\":1354,\"artist\":\"Ashbrg\",\"song\":\"Night Shift\","
                + "\"duration\":164.57098,\"level\":\"free\"}";
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    /** The one row of a topic with that id; waits for it. */
    private JsonNode row(String topic, String id) {
        List<JsonNode> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
            for (int polls = 0; polls < 120 && found.isEmpty(); polls++) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> {
                    JsonNode row = parse(record.value());
                    if (row.get("event_id").asText().equals(id)) {
                        found.add(row);
                    }
                });
            }
        }
        assertThat(found).as("rows of %s with id %s", topic, id).hasSize(1);
        return found.getFirst();
    }

    /** All that is in a topic now. */
    private List<JsonNode> rows(String topic) {
        List<JsonNode> rows = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> rows.add(parse(record.value())));
            }
        }
        return rows;
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, ClientSettings.ISOLATION, ClientSettings.READ_COMMITTED),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
        return consumer;
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
