package io.goldstream.connect.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The default credential, as a worker with a managed identity has it: a token from the identity's endpoint, over TLS to
 * Azurite, which looks at a token's claims and not at its signature. So this proves the wiring, not a tenant;
 * nor workload identity or a service principal, which the same credential takes where it finds them.
 */
class DefaultCredentialIT {

    private static final String PASSWORD = "azurite";

    @TempDir
    private Path folder;

    @Test
    void aManagedIdentityLandsAFile() throws Exception {
        Path keys = folder.resolve("azurite.p12");
        run(new ProcessBuilder(
                java("keytool"),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD));
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer identity = identity(asked);
        try (Azurite azurite = Azurite.start("--oauth", "basic", "--cert", keys.toString(), "--pwd", PASSWORD)) {
            // In a process of its own: the identity is found in the environment, the certificate in Java's properties.
            ProcessBuilder worker = new ProcessBuilder(
                    java("java"),
                    "-Djavax.net.ssl.trustStore=" + keys,
                    "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Worker.class.getName(),
                    azurite.endpoint());
            worker.environment()
                    .putAll(Map.of(
                            "IDENTITY_ENDPOINT",
                            "http://127.0.0.1:" + identity.getAddress().getPort() + "/token",
                            "IDENTITY_HEADER",
                            "secret"));

            assertThat(run(worker)).contains("landed DONE, read {}");
            assertThat(asked).isNotEmpty().allMatch(query -> query.contains("resource=https://storage.azure.com"));
        } finally {
            identity.stop(0);
        }
    }

    /** What a sink does, by the default credential. */
    static final class Worker {
        public static void main(String[] arguments) throws IOException {
            var access = new AzureAccess(AzureCredential.DEFAULT, "", Optional.empty(), Duration.ofSeconds(60), 1);
            AzureRoot root = AzureRoot.parse(arguments[0] + "/lake/folder");
            access.container(root).create();
            try (BlobStore store = new AzureBlobStore(root, access)) {
                store.compareAndSwap("_checkpoints/c/t/0", Optional.empty(), "{}".getBytes(StandardCharsets.UTF_8));
                Document document = store.read("_checkpoints/c/t/0").orElseThrow();
                Publication published = store.publish(BlobStoreContract.stage(store, "t/a.parquet", "abc"), "c1");
                System.out.println(
                        "landed " + published + ", read " + new String(document.content(), StandardCharsets.UTF_8));
            }
        }
    }

    private static HttpServer identity(List<String> asked) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            asked.add(URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8));
            long now = Instant.now().getEpochSecond();
            byte[] answer = """
                    {"access_token": "%s", "expires_on": "%d", "resource": "https://storage.azure.com", "token_type": "Bearer"}
                    """.formatted(token(now), now + 3600).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String token(long now) {
        String claims = """
                {"aud": "https://storage.azure.com", "iss": "https://sts.windows.net/00000000-0000-0000-0000-000000000000/",
                 "nbf": %d, "iat": %d, "exp": %d}""".formatted(now - 60, now - 60, now + 3600);
        return base64("{\"alg\": \"none\", \"typ\": \"JWT\"}") + "." + base64(claims) + "." + base64("signature");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static String run(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
