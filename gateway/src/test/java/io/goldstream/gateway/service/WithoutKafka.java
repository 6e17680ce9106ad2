package io.goldstream.gateway.service;

import io.goldstream.gateway.auth.WriteKeys;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An edge that knows one write key and the operators' key, and reaches no broker. */
public class WithoutKafka implements QuarkusTestProfile {

    static final String KEY = "gsk_listens";
    static final String OPERATOR_KEY = "gso_tests";

    /** Where its management port is; a property, since Quarkus loads this class more than once. */
    private static final String MANAGEMENT_PORT = "tests.management-port";

    @Override
    public Map<String, String> getConfigOverrides() {
        String httpPort = Integer.toString(freePort());
        return Map.of(
                "kafka.bootstrap.servers",
                "127.0.0.1:" + freePort(),
                "goldstream.refinery.enabled",
                "false",
                "goldstream.edge.delivery-timeout",
                "500ms",
                "goldstream.auth.write-keys",
                keys().toString(),
                "goldstream.operators.key-sha256",
                WriteKeys.sha256(OPERATOR_KEY),
                // Not any: a server that chooses its port has other metrics, and the two servers must have the same.
                "quarkus.http.test-port",
                httpPort,
                "quarkus.http.port", // of what was packaged
                httpPort,
                "quarkus.management.port",
                managementPort(),
                "quarkus.management.test-port",
                managementPort(),
                "quarkus.log.category.\"org.apache.kafka\".level",
                "ERROR");
    }

    static synchronized String managementPort() {
        if (System.getProperty(MANAGEMENT_PORT) == null) {
            System.setProperty(MANAGEMENT_PORT, Integer.toString(freePort()));
        }
        return System.getProperty(MANAGEMENT_PORT);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port of 127.0.0.1 is free", e);
        }
    }

    private static Path keys() {
        try {
            Path file = Files.createDirectories(Path.of("target/it"))
                    .resolve("keys-without-kafka.json")
                    .toAbsolutePath();
            Files.writeString(file, """
                    [{"id": "player", "sha256": "%s", "source": "/apps/player", "types": ["listen"]}]
                    """.formatted(WriteKeys.sha256(KEY)));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
