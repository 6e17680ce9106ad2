package io.goldstream.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.gateway.GatewayProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every path that can be read, on both ports: whoever asks, and by whichever method. */
class RoutesIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String SCHEMA = "/v1/event-types/listen/schema";
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final String PROBLEM = "application/problem+json";

    private static URI service;
    private static URI management;

    @BeforeAll
    static void start() throws Exception {
        service = Servers.shared().gateway().url();
        management = Servers.shared().gateway().managementUrl();
    }

    static Stream<URI> framework() {
        return Stream.of(
                service.resolve("/q/openapi"),
                service.resolve("/q/swagger-ui/"),
                management.resolve("/q/health"),
                management.resolve("/q/health/live"),
                management.resolve("/q/health/ready"),
                management.resolve("/q/metrics"));
    }

    static Stream<URI> readable() {
        return Stream.concat(
                framework(),
                Stream.of(
                        service.resolve("/v1/event-types"),
                        service.resolve(SCHEMA),
                        management.resolve("/v1/quarantine")));
    }

    @ParameterizedTest
    @MethodSource("readable")
    void itIsReadWhateverItsReaderAccepts(URI url) throws Exception {
        assertThat(send("GET", url).statusCode()).isEqualTo(200);
        for (String accept : List.of("*/*", "application/json", BROWSER)) {
            boolean isThere = !(url.getPath().equals("/q/metrics") && accept.equals("application/json"));
            assertThat(send("GET", url, "Accept", accept).statusCode())
                    .as(accept)
                    .isEqualTo(isThere ? 200 : 406);
        }
        HttpResponse<String> head = send("HEAD", url);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aSchemaIsToldAsWhatItsReaderAccepts() throws Exception {
        URI url = service.resolve(SCHEMA);
        String schema = "application/schema+json;charset=UTF-8";
        assertThat(type(send("GET", url))).isEqualTo(schema);
        assertThat(type(send("GET", url, "Accept", BROWSER))).isEqualTo(schema);
        assertThat(type(send("GET", url, "Accept", "application/schema+json"))).isEqualTo(schema);
        HttpResponse<String> json = send("GET", url, "Accept", "application/json");
        assertThat(type(json)).isEqualTo("application/json;charset=UTF-8");
        assertThat(json.body()).isEqualTo(send("GET", url).body());
        assertThat(send("GET", url, "Accept", "text/csv").statusCode()).isEqualTo(406);
    }

    @ParameterizedTest
    @MethodSource("framework")
    void whatIsReadIsNotWritten(URI url) throws Exception {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            HttpResponse<String> answer = send(method, url);
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(type(answer)).isEqualTo(PROBLEM);
            assertThat(answer.body()).contains("\"status\":405");
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
        }
        HttpResponse<String> options = send("OPTIONS", url);
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
    }

    @Test
    void theQuarantineIsCountedByReading() throws Exception {
        HttpResponse<String> answer = send("DELETE", management.resolve("/v1/quarantine"));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(type(answer)).isEqualTo(PROBLEM);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded dryRun=true", "application/json {\"dryRun\": true}"})
    void aReplayHasItsOptionsInTheQuery(String body) throws Exception {
        HttpRequest replay = HttpRequest.newBuilder(management.resolve("/v1/quarantine/replay?type=auth"))
                .headers("Authorization", "Bearer " + GatewayProcess.OPERATOR_KEY)
                .headers("Content-Type", body.substring(0, body.indexOf(' ')))
                .POST(BodyPublishers.ofString(body.substring(body.indexOf(' ') + 1)))
                .build();
        HttpResponse<String> answer = HTTP.send(replay, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/problems/unreadable-option", "A replay takes its options in the query");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/nothing", "/v1/nothing", "/v1/quarantine/nothing", "/q", "/q/nothing", "/q/health/nothing"
            })
    void whereNothingIsAProblemSaysSo(String path) throws Exception {
        for (URI server : List.of(service, management)) {
            for (String method : List.of("GET", "POST", "DELETE")) {
                if (path.startsWith("/q/health") && !method.equals("GET")) {
                    continue; // below a path that is only read
                }
                HttpResponse<String> answer = send(method, server.resolve(path), "Accept", BROWSER);
                assertThat(answer.statusCode()).as(method + " " + server).isEqualTo(404);
                assertThat(type(answer)).as(method + " " + server).isEqualTo(PROBLEM);
                assertThat(answer.body()).contains("\"status\":404", "There is nothing at this path");
            }
        }
    }

    private static String type(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    private static HttpResponse<String> send(String method, URI url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
