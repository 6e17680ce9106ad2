package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.GatewayProcess;
import io.goldstream.gateway.KafkaBroker;
import io.goldstream.gateway.auth.WriteKeys;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A broker, an identity provider, and the packaged gateway between them; shared by the tests, and ended with them. */
final class Servers {

    private static final double BODY_TIMEOUT_SECONDS = 3;

    private static Servers shared;

    private final KafkaBroker broker = new KafkaBroker();
    private final TestIssuer issuer;
    private final Map<String, String> environment;
    private GatewayProcess gateway;

    private Servers() throws Exception {
        broker.start();
        issuer = new TestIssuer();
        Path keys = Path.of("target/it/keys.json").toAbsolutePath();
        Files.createDirectories(keys.getParent());
        Files.writeString(keys, """
                [{"id": "web", "sha256": "%s", "source": "/apps/web"},
                 {"id": "player", "sha256": "%s", "source": "/apps/player", "types": ["listen"]},
                 {"id": "slow", "sha256": "%s", "source": "/apps/slow", "ratePerSecond": 2},
                 {"id": "page", "sha256": "%s", "source": "/apps/page", "origins": ["https://player.example"]},
                 {"id": "old", "sha256": "%s", "source": "/apps/old", "expires": "2026-01-01T00:00:00Z"}]
                """.formatted(
                        WriteKeys.sha256("gsk_web"),
                        WriteKeys.sha256("gsk_player"),
                        WriteKeys.sha256("gsk_slow"),
                        WriteKeys.sha256("gsk_page"),
                        WriteKeys.sha256("gsk_old")));
        environment = Map.ofEntries(
                Map.entry("GOLDSTREAM_AUTH_WRITE_KEYS", keys.toString()),
                // As the defaults are to each other: their relation decides who answers.
                Map.entry("GOLDSTREAM_EDGE_BODY_TIMEOUT", (int) BODY_TIMEOUT_SECONDS + "s"),
                Map.entry("QUARKUS_HTTP_READ_TIMEOUT", (int) (BODY_TIMEOUT_SECONDS * timeoutsRelation()) + "s"),
                Map.entry("GOLDSTREAM_EDGE_DRAIN_DELAY", "5s"),
                Map.entry("QUARKUS_OIDC_TENANT_ENABLED", "true"),
                Map.entry("QUARKUS_OIDC_AUTH_SERVER_URL", issuer.url()),
                Map.entry("QUARKUS_OIDC_TOKEN_AUDIENCE", TestIssuer.AUDIENCE),
                Map.entry("QUARKUS_HTTP_CORS_ENABLED", "true"),
                Map.entry("QUARKUS_HTTP_CORS_ORIGINS", "https://player.example"));
        startGateway();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            gateway.close();
            broker.stop();
        }));
    }

    /** How many times as long as for a body Quarkus waits for bytes of a connection, with the settings that users have. */
    private static double timeoutsRelation() throws Exception {
        Properties settings = new Properties();
        try (InputStream file = Servers.class.getResourceAsStream("/application.properties")) {
            settings.load(file);
        }
        String body = GatewayConfig.Edge.class
                .getMethod("bodyTimeout")
                .getAnnotation(WithDefault.class)
                .value();
        String read = settings.getProperty("quarkus.http.read-timeout");
        return Double.parseDouble(read.replace("s", "")) / Double.parseDouble(body.replace("s", ""));
    }

    /** The same for all tests of this JVM; started by the first one that asks. */
    static synchronized Servers shared() throws Exception {
        if (shared == null) {
            shared = new Servers();
        }
        return shared;
    }

    KafkaBroker broker() {
        return broker;
    }

    TestIssuer issuer() {
        return issuer;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    /** Another process of the same instance, after the last one has ended. */
    void startGateway() throws Exception {
        gateway =
                GatewayProcess.start("edge-it", broker.bootstrap(), environment).awaitReady();
    }

    /**
     * Begins a request whose body does not go on.
     *
     * @param headers name and value in turns
     */
    Socket slowBody(String path, List<String> headers, String begin) throws IOException {
        StringBuilder request = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 0; i < headers.size(); i += 2) {
            request.append(headers.get(i) + ": " + headers.get(i + 1) + "\r\n");
        }
        request.append("Content-Length: 1000\r\n\r\n" + begin);
        Socket socket = new Socket(gateway.url().getHost(), gateway.url().getPort());
        socket.getOutputStream().write(request.toString().getBytes(UTF_8));
        return socket;
    }
}
