package io.goldstream.k8s.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.k8s.Manifest;
import io.goldstream.k8s.Metrics;
import io.goldstream.k8s.Overlay;
import io.prometheus.jmx.JmxCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Production's manifests, run on this machine: a broker with their listener, topics, users and access rules; edge and
 * refinery on the environment of their pods, in the prod profile; a Connect worker on its configuration; the Job's command.
 * What is of this machine instead: addresses, folders of mounts, one replica instead of three, the lake's place.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManifestsRunIT {

    private static final String KEY = "gsk_manifests-run-it";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Path CLI = Path.of("../cli/target/cli.jar");
    private static final Path GATEWAY =
            Path.of("../gateway/target").toAbsolutePath().normalize();

    private static Overlay overlay;
    private static Path home;
    private static Broker broker;
    private static Child edge;
    private static Child refinery;
    private static Map<String, String> refineryEnvironment;
    private static Worker worker;
    private static String edgeUrl;
    private static String edgeManagement;
    private static String refineryManagement;
    private static Path lake;

    @BeforeAll
    static void start() throws Exception {
        overlay = Overlay.render(Overlay.WITH_PRODUCERS);
        home = Files.createTempDirectory(Path.of("target"), "run").toAbsolutePath();
        lake = Files.createDirectories(home.resolve("lake"));
        Path keys = Files.createDirectories(home.resolve("write-keys"));
        Files.writeString(keys.resolve("write-keys.json"), """
                [{"id": "it", "sha256": "%s", "source": "/it"}]""".formatted(sha256(KEY)));
        broker = Broker.start(overlay, home);

        Map<String, Map<String, String>> secrets = new HashMap<>();
        overlay.of("KafkaUser").forEach(user -> secrets.put(user.name(), Broker.secret(user.name())));
        secrets.put(
                "goldstream-cluster-ca-cert",
                Map.of("ca.crt", Files.readString(broker.caFolder().resolve("ca.crt"))));
        PodEnvironment environments = new PodEnvironment(
                overlay, secrets, Map.of("/etc/kafka-ca", broker.caFolder(), "/etc/goldstream", keys));
        int http = Child.freePort();
        int edgePort = Child.freePort();
        int refineryPort = Child.freePort();
        edgeUrl = "http://127.0.0.1:" + http;
        edgeManagement = "http://127.0.0.1:" + edgePort;
        refineryManagement = "http://127.0.0.1:" + refineryPort;
        edge = gateway("edge", environments.of(overlay.get("Deployment", "gateway-edge")), http, edgePort);
        refineryEnvironment = environments.of(overlay.get("StatefulSet", "gateway-refinery"));
        refinery = gateway("refinery", refineryEnvironment, Child.freePort(), refineryPort);
        Map<String, String> workerEnvironment = environments.of(
                overlay.get("KafkaConnect", "goldstream").at("/spec/template/connectContainer/env"),
                "goldstream-connect-0");
        workerEnvironment.replaceAll(
                (name, value) -> name.startsWith("GOLDSTREAM_LAKE_ROOT") ? lake.toString() : value);
        workerEnvironment.putAll(Map.of(
                "GOLDSTREAM_LAKE_STORE", "local",
                "GOLDSTREAM_SINK_MAX_AGE", "PT3S",
                "GOLDSTREAM_SINK_MAX_AGE_RAW", "PT3S",
                "GOLDSTREAM_SINK_KAFKA", broker.bootstrapServers()));
        worker = Worker.start(overlay, broker, workerEnvironment, home);
        edge.await("edge ready", () -> get(edgeManagement + "/q/health/ready").statusCode() == 200);
        refinery.await(
                "refinery ready",
                () -> get(refineryManagement + "/q/health/ready").statusCode() == 200);
        worker.process()
                .await("worker ready", () -> get(worker.url() + "/connectors").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        Stream.of(worker, refinery, edge, broker)
                .filter(server -> server != null)
                .forEach(server -> {
                    try {
                        server.close();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    @Order(1)
    void everyProbeIsAnsweredAtItsPath() throws Exception {
        for (Manifest workload :
                List.of(overlay.get("Deployment", "gateway-edge"), overlay.get("StatefulSet", "gateway-refinery"))) {
            String management = workload.name().endsWith("edge") ? edgeManagement : refineryManagement;
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                String path = workload.pod()
                        .at("/spec/containers/0/" + probe + "/httpGet/path")
                        .asText();
                assertThat(get(management + path).statusCode())
                        .as(workload.id() + " " + path)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    @Order(2)
    void theJobsCommandPutsTheSinksAndTheyRun() throws Exception {
        Manifest job = overlay.get("CronJob", "put-sinks");
        List<String> arguments = Manifest.elements(job.containers().getFirst().path("args"))
                .map(argument -> argument.asText())
                .toList();
        List<String> command = new ArrayList<>(List.of("-jar", CLI.toString()));
        arguments.forEach(argument -> command.add(argument.replace("/etc/sinks", "../connect-plugins/sinks")
                .replace("http://goldstream-connect-api:8083", worker.url())));

        Child put = Child.start(home.resolve("sinks.log"), command, Map.of());

        assertThat(put.join()).as(put.tail()).isZero();
        assertThat(Files.readString(home.resolve("sinks.log")))
                .contains(
                        "goldstream-raw runs",
                        "goldstream-bronze runs",
                        "goldstream-silver runs",
                        "goldstream-quarantine runs");
    }

    @Test
    @Order(3)
    void aSinkWithAMistakeIsNamedAndTheJobFails() throws Exception {
        Path sinks = Files.createDirectories(home.resolve("mistaken"));
        Files.writeString(
                sinks.resolve("raw.json"),
                Files.readString(Path.of("../connect-plugins/sinks/raw.json")).replace("\"parquet\"", "\"parket\""));

        Child put = Child.start(
                home.resolve("mistaken.log"),
                List.of("-jar", CLI.toString(), "sinks", "put", sinks.toString(), "--connect", worker.url()),
                Map.of());

        assertThat(put.join()).isEqualTo(1);
        assertThat(Files.readString(home.resolve("mistaken.log"))).contains("raw.json, format: ");
    }

    @Test
    @Order(4)
    void whatComesByHttpIsInEveryLayersFiles() throws Exception {
        assertThat(post("", listen("210.5")).statusCode()).isEqualTo(401);
        HttpResponse<String> taken = post(KEY, listen("210.5"));
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        assertThat(post(KEY, listen("-1.5")).statusCode()).isEqualTo(422);

        for (String table :
                List.of("raw/listen_events", "bronze/listen_events", "silver/listens", "quarantine/events")) {
            worker.process().await(table, () -> hasParquet(lake.resolve(table)));
        }
    }

    /** As the page of the component producers says. */
    @Test
    @Order(4)
    void whatComesByKafkaIsInEveryLayersFiles() throws Exception {
        Path bronze = lake.resolve("bronze/page_view_events");
        assertThat(hasParquet(bronze)).isFalse();
        send("producer", "raw.page_view_events", """
                {"ts": 1738195209000, "sessionId": 3067, "itemInSession": 3, "userId": 1354, "level": "free", "auth": "Logged In", \
                "page": "Home", "method": "GET", "status": 200}""");

        worker.process().await("bronze", () -> hasParquet(bronze));
        worker.process().await("silver", () -> hasParquet(lake.resolve("silver/page_views")));
    }

    @Test
    @Order(5)
    void aSinksUserMayWriteDeadLettersAndTheDocumentedSinkLandsThem() throws Exception {
        // Connect makes the topic of a dead-letter queue itself.
        try (Admin admin = Admin.create(as("connect"))) {
            admin.createTopics(List.of(new NewTopic("dead.raw", 1, (short) 1)))
                    .all()
                    .get();
        }
        send("connect", "dead.raw", "x");
        assertThatThrownBy(() -> send("connect", "raw.listen_events", "x"))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        Matcher documented = Pattern.compile("(?s)(/connectors/goldstream-dead/config).*?-d '(\\{.+?})'")
                .matcher(Files.readString(Path.of("../docs/connect.md")));
        assertThat(documented.find()).isTrue();
        HttpRequest put = HttpRequest.newBuilder(URI.create(worker.url() + documented.group(1)))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(documented.group(2).replace("PT5M", "PT1S")))
                .build();

        worker.process()
                .await(
                        "the sink of dead letters",
                        () -> HTTP.send(put, BodyHandlers.ofString()).statusCode() < 300);
        worker.process().await("dead letters", () -> hasParquet(lake.resolve("dead/dead/raw")));
    }

    /** The command by which docs/reprocessing.md starts the gateway in a copy of a refinery's pod. */
    @Test
    @Order(5)
    void theDocumentedProcessReprocessesInTheRefinerysEnvironment() throws Exception {
        Map<String, String> environment = new HashMap<>(refineryEnvironment);
        Matcher documented = Pattern.compile("(?s)--container=gateway --\\s+env (.+?) java (.+?)\n")
                .matcher(Files.readString(Path.of("../docs/reprocessing.md")));
        assertThat(documented.find()).isTrue();
        Map<String, String> told = Map.of("$GOLDSTREAM_REPROCESS", "topics", "$GOLDSTREAM_GENERATION", "1");
        for (String variable : documented.group(1).split("\\s+")) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], told.getOrDefault(parts[1], parts[1]));
        }
        environment.put("GOLDSTREAM_REFINERY_GROUP", "goldstream-reprocess-it");
        assertThat(documented.group(2)).endsWith("-jar /deployments/quarkus-run.jar");

        Child batch = gateway("reprocess", environment, Child.freePort(), Child.freePort());

        assertThat(batch.join()).as(batch.tail()).isZero();
    }

    private static void send(String user, String topic, String value) throws Exception {
        Map<String, Object> settings = new HashMap<>(as(user));
        settings.put("acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value.getBytes())).get();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway-edge", "producer"})
    @Order(5)
    void whoOnlyWritesMayNotReadWhatItWrites(String user) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(as(user), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition("raw.listen_events", 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(30)))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    /** What KEDA's scaler asks for: where the group is, and where its topics end. */
    @Test
    @Order(5)
    void kedasUserSeesHowFarTheRefineryIsBehind() throws Exception {
        String group = overlay.get("ScaledObject", "gateway-refinery")
                .at("/spec/triggers/0/metadata/consumerGroup")
                .asText();
        try (Admin admin = Admin.create(as("keda"))) {
            Set<TopicPartition> read = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .keySet();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            read.forEach(partition -> ends.put(partition, OffsetSpec.latest()));

            assertThat(read).anyMatch(partition -> partition.topic().equals("raw.listen_events"));
            assertThat(admin.listOffsets(ends).all().get()).hasSameSizeAs(read);
        }
    }

    private static Map<String, Object> as(String user) {
        return Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                Broker.secret(user).get("sasl.jaas.config"),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                broker.caFolder().resolve("ca.crt").toString());
    }

    @Test
    @Order(6)
    void everyMetricOfAnAlertOrAPanelIsThere() throws Exception {
        Set<String> there = new TreeSet<>();
        for (String management : List.of(edgeManagement, refineryManagement)) {
            get(management + "/q/metrics")
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> there.add(line.split("[ {]")[0]));
        }
        there.addAll(jmx("kafka-metrics", "kafka-metrics.yaml", broker.jmxPort()));
        there.addAll(jmx("connect-metrics", "connect-metrics.yaml", worker.jmxPort()));

        List<String> expressions = Metrics.expressions(overlay);
        Set<String> wanted = Metrics.missing(expressions, Set.of());
        wanted.removeIf(name -> name.startsWith("trino_")); // which PipelineIT looks for

        assertThat(wanted).hasSizeGreaterThan(10);
        assertThat(there).containsAll(wanted);
    }

    /**
     * Native code and Unsafe are allowed where they are used, to those who use them. A server's log is all that it printed; a
     * worker without a log configuration prints nothing but errors and the JVM's own words.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    void noServersJvmWarns() throws IOException {
        for (String server : List.of("kafka", "edge", "refinery", "connect")) {
            assertThat(Files.readString(home.resolve(server + ".log")))
                    .as(server)
                    .doesNotContain("WARNING: ");
        }
    }

    private static Child gateway(String name, Map<String, String> environment, int http, int management)
            throws IOException {
        Map<String, String> here = new HashMap<>(environment);
        here.putAll(Map.of(
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(http),
                "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT", Integer.toString(management),
                "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers()));
        return Child.start(
                home.resolve(name + ".log"),
                List.of(
                        "-Xmx384m",
                        "-XX:AOTCache=" + GATEWAY.resolve("gateway.aot"),
                        "-jar",
                        GATEWAY.resolve("quarkus-app/quarkus-run.jar").toString()),
                here);
    }

    private static Set<String> jmx(String configMap, String key, int port) throws Exception {
        String rules = overlay.get("ConfigMap", configMap).at("/data").path(key).asText();
        JmxCollector collector =
                new JmxCollector("jmxUrl: service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi\n" + rules);
        Set<String> names = new TreeSet<>();
        collector.register(new PrometheusRegistry());
        for (MetricSnapshot metric : collector.collect()) {
            Metrics.served(metric).forEach(names::add);
        }
        return names;
    }

    private static String listen(String duration) {
        return """
                {"ts": 1738195209000, "sessionId": 3067, "itemInSession": 3, "userId": 1354, "level": "free", "auth": "Logged In", \
                "artist": "Olomid\\u00c3\\u00a9", "song": "Night Shift", "duration": %s}""".formatted(duration);
    }

    private static HttpResponse<String> post(String key, String json) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(edgeUrl + "/v1/events/listen"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        if (!key.isEmpty()) {
            request.header("X-Write-Key", key);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static boolean hasParquet(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        }
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes()));
    }
}
