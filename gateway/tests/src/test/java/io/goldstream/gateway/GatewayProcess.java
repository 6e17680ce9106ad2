package io.goldstream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.gateway.auth.WriteKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged gateway, jar or native executable, in a process of its own, to be frozen and killed. */
public final class GatewayProcess implements AutoCloseable {

    /** What operators show on the management ports of gateways that tests start. */
    public static final String OPERATOR_KEY = "gso_tests";

    private static final Path JAR = Path.of("../target/quarkus-app/quarkus-run.jar");
    private static final String HEAP = "-Xmx256m";
    /** What the JVM itself chooses in the pods of the manifests. */
    private static final String COLLECTOR = "-XX:+UseSerialGC";

    /** A test is over before the second one's work pays. */
    private static final String FIRST_COMPILER_ALONE = "-XX:TieredStopAtLevel=1";

    private static final Path AOT_CACHE = Path.of("../target/gateway.aot");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Process process;
    private final int port;
    private final int managementPort;

    private GatewayProcess(String name, Process process, int port, int managementPort) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** Starts a refinery without an edge. */
    public static GatewayProcess refinery(String name, String bootstrap, Map<String, String> environment)
            throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "GOLDSTREAM_EDGE_ENABLED",
                "false",
                "GOLDSTREAM_AUTH_OPEN",
                "true",
                "QUARKUS_HTTP_HOST_ENABLED",
                "false"));
        all.putAll(environment);
        return start(name, bootstrap, all);
    }

    /** Starts a gateway, edge and refinery, that asks nobody who he is unless the environment says so. */
    public static GatewayProcess start(String name, String bootstrap, Map<String, String> environment)
            throws IOException {
        int port = FreePort.find();
        int managementPort = FreePort.find();
        Map<String, String> all = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrap,
                "GOLDSTREAM_INSTANCE",
                name,
                EdgeProtocol.OPERATORS_VARIABLE,
                WriteKeys.sha256(OPERATOR_KEY),
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(managementPort)));
        all.putAll(environment);
        Path log = Files.createDirectories(Path.of("target/it")).resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(all);
        return new GatewayProcess(name, builder.start(), port, managementPort);
    }

    /** Of what was packaged: the profile native names its executable. */
    private static List<String> command() {
        String executable = System.getProperty("gateway.executable");
        if (executable != null) {
            return List.of(executable, HEAP);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                HEAP,
                COLLECTOR,
                FIRST_COMPILER_ALONE,
                "-XX:AOTCache=" + AOT_CACHE.toAbsolutePath(),
                "-jar",
                JAR.toAbsolutePath().toString());
    }

    /** Where clients reach it. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where operators reach it. */
    public URI managementUrl() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    /** What it has logged, this time and before. */
    public String log() throws IOException {
        return Files.readString(Path.of("target/it").resolve(name + ".log"));
    }

    /** The status of a health check; 0 where nobody answers. */
    public int health(String check) throws InterruptedException {
        try {
            return get("/q/health/" + check).statusCode();
        } catch (IOException noAnswer) {
            return 0;
        }
    }

    /** Returns how it ended. */
    public int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as(name + " ends")
                .isTrue();
        return process.exitValue();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    public GatewayProcess awaitReady() throws Exception {
        Instant deadline = Instant.now().plus(LIMIT);
        while (!isReady()) {
            assertThat(process.isAlive()).as(name + " runs").isTrue();
            assertThat(Instant.now()).as(name + " is ready").isBefore(deadline);
            Thread.sleep(100);
        }
        return this;
    }

    public boolean isReady() throws InterruptedException {
        return health("ready") == 200;
    }

    /** The sum of a counter over its tags, as Prometheus reads it. */
    public double metric(String metric) throws Exception {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Asks the management port. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(path, "GET");
    }

    /** Tells the management port, without a body, as an operator. */
    public HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return send(path, "POST");
    }

    private HttpResponse<String> send(String path, String method) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + OPERATOR_KEY)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /** SIGSTOP: alive, with all its connections, and doing nothing. */
    public void freeze() throws Exception {
        signal("STOP");
    }

    /** SIGCONT: as if no time had passed. */
    public void thaw() throws Exception {
        signal("CONT");
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and the end of it. */
    public void stop() throws InterruptedException {
        terminate();
        awaitEnd();
    }

    private void signal(String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
