package io.goldstream.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.gateway.Await;
import io.goldstream.gateway.GatewayProcess;
import io.goldstream.gateway.KafkaBroker;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An edge that is there before its user of Kafka and its identity provider: it serves once they are there, by itself. */
class LateServersIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void anEdgeThatIsThereFirstServesOnceItsUserAndItsIdentityProviderAreThere() throws Exception {
        TestIssuer issuer = new TestIssuer();
        issuer.goAway();
        KafkaBroker broker = new KafkaBroker();
        broker.start();
        Map<String, String> environment = new HashMap<>(broker.login("edge", "secret-of-edge"));
        environment.putAll(Map.of(
                "GOLDSTREAM_REFINERY_ENABLED",
                "false",
                "QUARKUS_OIDC_TENANT_ENABLED",
                "true",
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                issuer.url(),
                "QUARKUS_OIDC_TOKEN_AUDIENCE",
                TestIssuer.AUDIENCE));
        try (http;
                GatewayProcess gateway = GatewayProcess.start(
                        "late-servers-" + ProcessHandle.current().pid(), broker.bootstrap(), environment)) {
            Await.until("it lives", LIMIT, () -> gateway.health("live") == 200);
            HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve("/v1/events/auth"))
                    .header("Authorization", "Bearer " + issuer.token("a-service"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"ts\": 1738195816000, \"sessionId\": 7, \"success\": false}"))
                    .build();

            for (int i = 0; i < 3; i++) {
                HttpResponse<String> refused = http.send(request, BodyHandlers.ofString());
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
                assertThat(refused.body()).contains("the identity provider does not answer");
            }
            assertThat(gateway.log().split("The identity provider does not answer", -1))
                    .hasSize(2);
            assertThat(gateway.log()).doesNotContain("a request failed", "OidcCommonUtils", "OidcRecorder");

            issuer.comeBack();
            // Until Kafka refuses the login, and what was sent.
            Await.until("Kafka refuses the login", LIMIT, () -> http.send(request, BodyHandlers.ofString())
                    .body()
                    .contains("\"retry\":1"));
            assertThat(gateway.log()).contains("SaslAuthentication");
            assertThat(gateway.health("ready")).isEqualTo(503);

            broker.makeUser("edge", "secret-of-edge");
            Await.until(
                    "Kafka takes the event",
                    LIMIT,
                    () -> http.send(request, BodyHandlers.ofString()).statusCode() == 200);
            assertThat(gateway.health("ready")).isEqualTo(200);
        } finally {
            issuer.goAway();
            broker.stop();
        }
    }
}
