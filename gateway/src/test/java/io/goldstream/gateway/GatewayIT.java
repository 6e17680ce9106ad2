package io.goldstream.gateway;

import io.goldstream.gateway.GatewayIT.Settings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** The same of what was packaged, in the prod profile: the jar, or with {@code -Pnative} the native executable. */
@QuarkusIntegrationTest
@QuarkusTestResource(Settings.class)
class GatewayIT extends GatewayTest {

    @BeforeEach
    void findPorts() {
        service = URI.create("http://127.0.0.1:" + Settings.port);
        management = URI.create("http://127.0.0.1:" + Settings.managementPort);
    }

    /** Ports of its own; and in the prod profile a gateway without clients wants to be told so. */
    public static final class Settings implements QuarkusTestResourceLifecycleManager {

        private static int port;
        private static int managementPort;

        @Override
        public Map<String, String> start() {
            try {
                port = GatewayProcess.freePort();
                managementPort = GatewayProcess.freePort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of(
                    "quarkus.http.port",
                    Integer.toString(port),
                    "quarkus.management.port",
                    Integer.toString(managementPort),
                    "goldstream.auth.open",
                    "true");
        }

        @Override
        public void stop() {}
    }
}
