package io.goldstream.local.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.Cli;
import io.goldstream.local.Project;
import io.goldstream.local.stack.ShortLife;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the command makes is what the packaged gateway takes. No broker is needed: it is only asked to judge. */
class KeyIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Cli cli = new Cli("key");
    private final Path file = cli.work().resolve("keys.json");

    KeyIT() throws IOException {}

    @Test
    void theGatewayKnowsItsClientsByTheKeysThatAreMade() throws Exception {
        Files.deleteIfExists(file);
        String first =
                key("--id", "first", "--types", "auth,auth", "--rate", "1000", "--expires", "2126-01-01T00:00:00Z");
        assertThat(first).matches("gsk_[A-Za-z0-9_-]{43}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain(first);

        int port = freePort();
        Process gateway = gateway(port, Map.of("GOLDSTREAM_AUTH_WRITE_KEYS", file.toString()));
        try {
            await(port, "auth", first, 200);
            assertThat(status(port, "listen", first)).isEqualTo(403);
            assertThat(status(port, "auth", first + "x")).isEqualTo(401);

            String second = key("--id", "second");
            await(port, "listen", second, 200);
            assertThat(status(port, "auth", first)).isEqualTo(200);
        } finally {
            gateway.destroyForcibly();
        }
        assertThat(cli.run("key", "new", "--id", "first", "--source", "/it", "--file", file.toString())
                        .err())
                .contains("has a key first already");
        String before = Files.readString(file);
        for (String id : List.of(" ", "x".repeat(201))) {
            assertThat(cli.run("key", "new", "--id", id, "--source", "/it", "--file", file.toString())
                            .err())
                    .contains("--id is a text of 1 to 200 characters");
        }
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void aGatewayThatWouldLetEverybodyInRefusesToStart() throws Exception {
        assertThat(refusal(Map.of()))
                .contains("goldstream.auth.write-keys", "quarkus.oidc.auth-server-url", "goldstream.auth.open=true");
    }

    @Test
    void aGatewayThatWouldTakeAnyTokenOfAProviderRefusesToStart() throws Exception {
        assertThat(refusal(Map.of(
                        "QUARKUS_OIDC_TENANT_ENABLED",
                        "true",
                        "QUARKUS_OIDC_AUTH_SERVER_URL",
                        "http://127.0.0.1:1",
                        "QUARKUS_OIDC_DISCOVERY_ENABLED",
                        "false",
                        "QUARKUS_OIDC_JWKS_PATH",
                        "keys")))
                .contains("quarkus.oidc.token.audience", "goldstream.auth.oidc-role");
    }

    /** What a gateway says that does not start. */
    private String refusal(Map<String, String> environment) throws Exception {
        Process gateway = gateway(freePort(), environment);
        assertThat(gateway.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.exitValue()).isNotZero();
        return Files.readString(cli.work().resolve("gateway.log"));
    }

    private String key(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("key", "new", "--source", "/it", "--file", file.toString()));
        command.addAll(List.of(options));
        return cli.run(command.toArray(String[]::new)).succeeded().out().strip();
    }

    private Process gateway(int port, Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(freePort()),
                "KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:1",
                "GOLDSTREAM_REFINERY_ENABLED",
                "false",
                "GOLDSTREAM_AUTH_RELOAD_EVERY",
                "200ms"));
        all.putAll(environment);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ShortLife.OPTIONS);
        command.addAll(Project.current().aotCacheOption());
        command.addAll(List.of("-jar", Project.current().gatewayJar().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(cli.work().resolve("gateway.log").toFile());
        builder.environment().putAll(all);
        return builder.start();
    }

    private static void await(int port, String type, String key, int status) throws Exception {
        Instant deadline = Instant.now().plus(LIMIT);
        while (status(port, type, key) != status) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(100);
        }
    }

    /** 0 where nobody answers. */
    private static int status(int port, String type, String key) throws InterruptedException {
        String event = type.equals("auth")
                ? "{\"ts\": 1738195816000, \"sessionId\": 513, \"success\": false}"
                : "{\"ts\": 1738195209000, \"sessionId\": 7, \"userId\": 1, \"artist\": \"a\", \"song\": \"s\", \"duration\": 60.5}";
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:" + port + "/v1/events/" + type + "?dryRun=true"))
                                    .header("Content-Type", "application/json")
                                    .header("Authorization", "Bearer " + key)
                                    .POST(BodyPublishers.ofString(event))
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException noAnswer) {
            return 0;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
