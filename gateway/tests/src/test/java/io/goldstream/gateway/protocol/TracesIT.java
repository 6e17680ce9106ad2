package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.goldstream.gateway.GatewayProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A trace goes from the client through edge and refinery into the records, and to a collector, once it is turned on. */
class TracesIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void aRequestsTraceGoesOnInItsRecordsAndToTheCollector() throws Exception {
        Servers servers = Servers.shared();
        ConcurrentLinkedQueue<String> exported = new ConcurrentLinkedQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            exported.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        String trace = UUID.randomUUID().toString().replace("-", "");
        String id = "traced-" + trace;
        try (GatewayProcess gateway = GatewayProcess.start(
                "traces-it",
                servers.broker().bootstrap(),
                Map.of(
                        "GOLDSTREAM_AUTH_OPEN",
                        "true",
                        "GOLDSTREAM_REFINERY_ENABLED",
                        "false",
                        "QUARKUS_OTEL_SDK_DISABLED",
                        "false",
                        "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL",
                        "http/protobuf",
                        "QUARKUS_OTEL_EXPORTER_OTLP_COMPRESSION",
                        "none",
                        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://127.0.0.1:" + collector.getAddress().getPort()))) {
            gateway.awaitReady();
            send(gateway, trace, id);

            String bootstrap = servers.broker().bootstrap();
            String written = Written.await(bootstrap, "raw.auth_events", id).header("traceparent");
            assertThat(written).matches("00-" + trace + "-(?!00f067aa0ba902b7)[0-9a-f]{16}-01");
            assertThat(Written.await(bootstrap, "bronze.auth_events", id).header("traceparent"))
                    .isEqualTo(written);
            String bytes = new String(HexFormat.of().parseHex(trace), ISO_8859_1);
            Instant deadline = Instant.now().plus(LIMIT);
            while (exported.stream().noneMatch(spans -> spans.contains(bytes) && spans.contains("/v1/events/{type}"))) {
                assertThat(Instant.now()).as("the span is exported").isBefore(deadline);
                Thread.sleep(100);
            }
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void aGatewayThatWasNotToldToTraceWritesNoTrace() throws Exception {
        Servers servers = Servers.shared();
        String trace = UUID.randomUUID().toString().replace("-", "");
        String id = "untraced-" + trace;

        send(servers.gateway(), trace, id);

        assertThat(Written.await(servers.broker().bootstrap(), "raw.auth_events", id)
                        .header("traceparent"))
                .isNull();
    }

    private static void send(GatewayProcess gateway, String trace, String id) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve("/v1/events/auth"))
                .header("Authorization", "Bearer gsk_web")
                .header("Content-Type", "application/json")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .POST(BodyPublishers.ofString(
                        "{\"eventId\": \"" + id + "\", \"ts\": 1738195816000, \"sessionId\": 7, \"success\": false}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
