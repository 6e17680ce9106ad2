package io.goldstream.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.gateway.GatewayProcess;
import io.goldstream.gateway.KafkaBroker;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** While nobody knows whether a token is good, a client is neither let in nor told that its token is bad. */
class IdentityProviderAwayIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void clientsAreToldToComeAgainAndAreServedOnceTheProviderIsBack() throws Exception {
        TestIssuer issuer = new TestIssuer();
        issuer.goAway();
        KafkaBroker broker = new KafkaBroker();
        String bootstrap = broker.start();
        try (HttpClient http = HttpClient.newHttpClient();
                GatewayProcess gateway = GatewayProcess.start(
                        "without-provider",
                        bootstrap,
                        Map.of(
                                "QUARKUS_OIDC_TENANT_ENABLED",
                                "true",
                                "QUARKUS_OIDC_AUTH_SERVER_URL",
                                issuer.url(),
                                "QUARKUS_OIDC_TOKEN_AUDIENCE",
                                TestIssuer.AUDIENCE))) {
            gateway.awaitReady();
            HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve("/v1/events/listen"))
                    .header("Authorization", "Bearer " + issuer.token("a-service"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("""
                            {"ts": 1738195209000, "sessionId": 1, "userId": 1, "artist": "Kaltwasser", "song": "Night Shift",
                             "duration": 164.5}"""))
                    .build();

            for (int i = 0; i < 3; i++) {
                HttpResponse<String> refused = http.send(request, BodyHandlers.ofString());
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
                assertThat(refused.body()).contains("the identity provider does not answer");
            }
            assertThat(gateway.log().split("The identity provider does not answer", -1))
                    .hasSize(2);
            assertThat(gateway.log()).doesNotContain("a request failed");

            issuer.comeBack();
            Instant deadline = Instant.now().plus(LIMIT);
            HttpResponse<String> answer;
            do {
                answer = http.send(request, BodyHandlers.ofString());
            } while (answer.statusCode() == 503 && Instant.now().isBefore(deadline));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } finally {
            issuer.goAway();
            broker.stop();
        }
    }
}
