package io.goldstream.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.gateway.edge.EventsResource;
import io.goldstream.gateway.edge.Receipt;
import io.goldstream.gateway.problem.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Puts requests and their answers into the OpenAPI document: those of the files in {@code protocol/}, to which the contract
 * test holds the gateway. So what the document shows is what was answered.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProtocolExamples implements OASFilter {

    /** The files that are shown, by operation; the others of the folder are for the test alone. */
    static final Map<String, List<String>> SHOWN = Map.of(
            "takeEvents",
            List.of(
                    "200-one-event",
                    "200-lines",
                    "200-beacon",
                    "207-not-an-object",
                    "422-invalid",
                    "422-strict",
                    "400-array-without-end",
                    "400-cut",
                    "400-option",
                    "401-no-credentials",
                    "401-unknown-key",
                    "403-type-not-allowed",
                    "403-key-in-url",
                    "404-unknown-type",
                    "408-slow-body",
                    "413-too-long",
                    "413-expands",
                    "413-too-many-events",
                    "415-encoding",
                    "429-rate",
                    "503-retry",
                    "503-unavailable"),
            "takeCloudEvents",
            List.of(
                    "200-cloudevent",
                    "200-cloudevent-binary",
                    "200-empty-batch",
                    "207-mixed",
                    "207-type-not-allowed",
                    "207-retry",
                    "422-cloudevent-data",
                    "401-no-credentials",
                    "503-unavailable"));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROBLEM = "#/components/schemas/" + Problem.class.getSimpleName();
    private static final String RECEIPT = "#/components/schemas/" + Receipt.class.getSimpleName();

    @Override
    public Operation filterOperation(Operation operation) {
        String id = operation.getOperationId();
        if (id != null) {
            SHOWN.getOrDefault(id, List.of()).forEach(name -> show(operation, name, read(name)));
        }
        return operation;
    }

    /** Comes after all operations. */
    @Override
    public void filterOpenAPI(OpenAPI document) {
        ProtocolDocument.complete(document);
    }

    private static void show(Operation operation, String name, String text) {
        int end = text.indexOf("\nHTTP/1.1 ");
        String request = text.substring(0, end);
        String answer = text.substring(end + 1);
        String summary = text.substring(2, text.indexOf('\n'));
        String type = header(request, "Content-Type");
        value(type, body(request))
                .ifPresent(value -> content(operation.getRequestBody().getContent(), type)
                        .addExample(name, example(summary, value)));
        String status = answer.substring("HTTP/1.1 ".length(), answer.indexOf('\n'));
        APIResponse response = operation.getResponses().getAPIResponse(status);
        if (response == null) {
            response = OASFactory.createAPIResponse().description(summary).content(OASFactory.createContent());
            operation.getResponses().addAPIResponse(status, response);
        } else if (response.getContent() == null) {
            response.setContent(OASFactory.createContent());
        }
        String answered = header(answer, "Content-Type");
        content(response.getContent(), answered)
                .schema(schema(answered.equals(Problem.MEDIA_TYPE) ? PROBLEM : RECEIPT))
                .addExample(name, example(summary, value(answered, body(answer)).orElseThrow()));
    }

    private static Schema schema(String reference) {
        return OASFactory.createSchema().ref(reference);
    }

    private static MediaType content(Content content, String type) {
        String known = type.replaceFirst(";.*", "");
        if (content.getMediaType(known) == null) {
            content.addMediaType(known, OASFactory.createMediaType());
        }
        return content.getMediaType(known);
    }

    private static Example example(String summary, Object value) {
        return OASFactory.createExample().summary(summary).value(value);
    }

    /** What JSON says, or a text as it stands; none where there is nothing, or JSON that is broken. */
    private static Optional<Object> value(String type, String body) {
        if (body.isEmpty() || type.equals(EdgeProtocol.LINES) || type.startsWith(EventsResource.BEACON)) {
            return body.isEmpty() ? Optional.empty() : Optional.of(body);
        }
        try {
            return Optional.of(JSON.readValue(body, Object.class));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static String header(String message, String name) {
        for (String line : message.split("\n")) {
            if (line.startsWith(name + ": ")) {
                return line.substring(name.length() + 2);
            }
        }
        return EdgeProtocol.LINES;
    }

    private static String body(String message) {
        int start = message.indexOf("\n\n");
        return start < 0 ? "" : message.substring(start).strip();
    }

    private static String read(String name) {
        try (InputStream file =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("protocol/" + name + ".http")) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
