package io.goldstream.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenAPI document that the packaged gateway gives out. */
@Tag("fast")
class OpenApiIT {

    private static final Path LINTER = Path.of("src/test/openapi");
    private static final Path INSTALLED = Path.of("target/openapi-lint");
    private static final Path FILE = Path.of("target/it/openapi.json");

    private static JsonNode document;

    @BeforeAll
    static void read() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        Servers.shared().gateway().url().resolve("/q/openapi?format=json"))
                .build();
        String text = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        Files.writeString(FILE, text);
        document = new ObjectMapper().readTree(text);
    }

    /** Where there is no Node.js, it is skipped, and says so; where GOLDSTREAM_REQUIRE_TOOLS is set, it fails. */
    @Test
    void aLinterThatNobodyHereWroteFindsNothing() throws Exception {
        need("node");
        need("npm");
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "package-lock.json", "lint.mjs")) {
            Files.write(INSTALLED.resolve(file), Files.readAllBytes(LINTER.resolve(file)));
        }
        if (!Files.isDirectory(INSTALLED.resolve("node_modules/@redocly/openapi-core"))) {
            assertThat(run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"))
                    .contains("added");
        }
        assertThat(run("node", "lint.mjs", FILE.toAbsolutePath().toString())).isEmpty();
    }

    /** What the contract's files are answered with, path by path. */
    @Test
    void everyStatusThatIsAnsweredIsThere() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../src/main/resources/protocol"))) {
            for (Path file : files.toList()) {
                Exchange exchange = Exchange.read(file);
                String path = exchange.path().replaceFirst("\\?.*", "");
                String status = exchange.answer().split("\\s", 3)[1];
                JsonNode responses = responses(path, exchange.method());
                if (responses != null) {
                    assertThat(names(responses)).as(file.toString()).contains(status);
                }
            }
        }
    }

    @Test
    void everyOperationSaysWhoMayCallIt() {
        assertThat(names(document.path("components").path("securitySchemes")))
                .containsExactlyInAnyOrder("bearer", "writeKey", "pageKey");
        for (JsonNode path : document.path("paths")) {
            assertThat(path.path("post").isMissingNode()
                            || path.path("post").path("security").size() == 3)
                    .isTrue();
            assertThat(path.path("get").isMissingNode() || path.path("get").has("security"))
                    .isTrue();
        }
    }

    @Test
    void binaryModeAndBeaconsAreThere() {
        JsonNode cloudEvents = document.path("paths").path("/v1/events").path("post");
        assertThat(names(cloudEvents.path("requestBody").path("content")))
                .containsExactlyInAnyOrder(
                        "application/cloudevents+json", "application/cloudevents-batch+json", "application/json");
        assertThat(StreamSupport.stream(cloudEvents.path("parameters").spliterator(), false)
                        .map(parameter -> parameter.path("name").asText()))
                .contains("ce-specversion", "ce-id", "ce-source", "ce-type", "ce-time");
        assertThat(names(document.path("paths")
                        .path("/v1/events/{type}")
                        .path("post")
                        .path("requestBody")
                        .path("content")))
                .containsExactlyInAnyOrder("application/json", "application/x-ndjson", "text/plain");
    }

    /** The document's parameters of the query, a page's key among them, are those that each form of request knows. */
    @ParameterizedTest
    @CsvSource({
        "/v1/events/{type}, /v1/events/auth, application/json",
        "/v1/events, /v1/events, application/cloudevents+json",
        "/v1/events, /v1/events, application/json",
    })
    void theDocumentedOptionsAreThoseThatAreChecked(String template, String path, String contentType) throws Exception {
        Set<String> documented = new TreeSet<>();
        for (JsonNode parameter :
                document.path("paths").path(template).path("post").path("parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                documented.add(parameter.path("name").asText());
            }
        }
        documented.add(document.at("/components/securitySchemes/pageKey/name").asText());

        assertThat(send(path + "?nothing=1", contentType))
                .contains("/problems/unreadable-option", "Known are " + String.join(", ", documented) + ".");
        assertThat(send(path + "?dryRun=maybe", contentType)).contains("dryRun is true or false.");
        assertThat(send(path, contentType, "Prefer", "handling=both")).contains("handling is strict or lenient");
        assertThat(send(path, contentType, "Idempotency-Key", " ")).contains("/problems/unreadable-option");
    }

    private static String send(String path, String contentType, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        Servers.shared().gateway().url().resolve(path))
                .header("Authorization", "Bearer gsk_web")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body();
    }

    /** Of a path that the document has; null for another, and for a method that is not there. */
    private static JsonNode responses(String path, String method) {
        String template = path.replaceFirst("^/v1/events/\\w+$", "/v1/events/{type}")
                .replaceFirst("^/v1/event-types/\\w+/", "/v1/event-types/{type}/");
        JsonNode operation = document.path("paths").path(template).path(method.toLowerCase());
        return operation.isMissingNode() ? null : operation.path("responses");
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void need(String program) {
        boolean isThere = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!isThere && "true".equals(System.getenv("GOLDSTREAM_REQUIRE_TOOLS"))) {
            throw new AssertionError(program + " is not on PATH, and GOLDSTREAM_REQUIRE_TOOLS is set: see .ci/run");
        }
        Assumptions.assumeTrue(isThere, () -> "not run: " + program + " is not on PATH (.ci/run installs it)");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
