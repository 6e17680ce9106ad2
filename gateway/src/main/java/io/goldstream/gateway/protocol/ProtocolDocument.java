package io.goldstream.gateway.protocol;

import io.goldstream.events.EventType;
import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.gateway.auth.Clients;
import io.goldstream.gateway.edge.EventTypesResource;
import io.goldstream.gateway.edge.EventsResource;
import io.goldstream.gateway.edge.Receipt;
import io.goldstream.gateway.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** What the OpenAPI document says beyond the resources' own annotations: credentials, every status, CloudEvents' binary mode. */
final class ProtocolDocument {

    private static final String JSON = "application/json";
    private static final String BEARER = "bearer";
    private static final String WRITE_KEY = "writeKey";
    private static final String PAGE_KEY = "pageKey";

    private static final SortedMap<String, String> RECEIPTS = new TreeMap<>(Map.of(
            "200", "All events are accepted",
            "207", "The events' verdicts differ",
            "422", "No event is accepted; those that are quarantined are kept",
            "503", "Kafka has confirmed no event: send them again after the time in Retry-After"));

    private static final SortedMap<String, String> PROBLEMS = new TreeMap<>(Map.ofEntries(
            Map.entry("400", "The body cannot be read as its declared format, or an option is not known"),
            Map.entry("401", "The key or token is missing, unknown or expired"),
            Map.entry("403", "The key or token does not allow this request"),
            Map.entry("404", "There is no such event type"),
            Map.entry("405", "There is no such method: Allow lists the methods that exist"),
            Map.entry("406", "The client does not take JSON"),
            Map.entry("408", "The body did not come in time"),
            Map.entry("413", "The body is too large, or holds too many events"),
            Map.entry("415", "The media type, charset or encoding is not supported"),
            Map.entry(
                    "429",
                    "The key's rate is used up, or there are too many uploads of the client at once: send it again after the time in Retry-After"),
            Map.entry("500", "The gateway failed at the request"),
            Map.entry("503", "Events cannot be kept right now: send them again after the time in Retry-After")));

    private static final List<String> OF_READING = List.of("400", "405", "406", "500");
    private static final List<String> WITH_RETRY_AFTER = List.of("429", "503");

    private ProtocolDocument() {}

    static void complete(OpenAPI document) {
        credentials(document);
        for (Map.Entry<String, PathItem> path :
                document.getPaths().getPathItems().entrySet()) {
            path.getValue().getOperations().forEach((method, operation) -> {
                if (method == PathItem.HttpMethod.POST) {
                    events(operation, path.getKey().contains("{type}"));
                } else {
                    reading(operation, path.getKey().contains("{type}"));
                }
            });
        }
    }

    private static void credentials(OpenAPI document) {
        document.getComponents()
                .setSecuritySchemes(Map.of(
                        BEARER,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme(BEARER)
                                .description("A write key, or a token of the identity provider"),
                        WRITE_KEY,
                        apiKey(EdgeProtocol.WRITE_KEY, SecurityScheme.In.HEADER, "A write key"),
                        PAGE_KEY,
                        apiKey(
                                Clients.KEY_PARAMETER,
                                SecurityScheme.In.QUERY,
                                "A write key whose entry names the page's origin: for navigator.sendBeacon")));
    }

    private static SecurityScheme apiKey(String name, SecurityScheme.In in, String description) {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .name(name)
                .in(in)
                .description(description);
    }

    private static void events(Operation operation, boolean isTyped) {
        for (String scheme : List.of(BEARER, WRITE_KEY, PAGE_KEY)) {
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(scheme));
        }
        RECEIPTS.forEach((status, meaning) -> answer(operation, status, meaning, JSON, Receipt.class));
        PROBLEMS.forEach((status, meaning) -> {
            if (isTyped || !status.equals("404")) {
                answer(operation, status, meaning, Problem.MEDIA_TYPE, Problem.class);
            }
        });
        Content content = operation.getRequestBody().getContent();
        operation.getRequestBody().setRequired(true);
        if (isTyped) {
            types(operation);
            of(content, JSON).setSchema(oneOrMany("An event, or an array of events", object(null)));
            of(content, EdgeProtocol.LINES).setSchema(text("Events, one a line"));
            of(content, EventsResource.BEACON)
                    .setSchema(text("What a page's beacon sends: events, one a line, or an array of events"));
        } else {
            of(content, EventsResource.CLOUD_EVENT).setSchema(object("A CloudEvent"));
            of(content, EventsResource.CLOUD_EVENTS)
                    .setSchema(array(object(null)).description("CloudEvents; there may be none"));
            of(content, JSON)
                    .setSchema(object("Binary mode: the event, with the CloudEvent's attributes as ce- headers"));
            for (String attribute : List.of("specversion", "id", "source", "type", "time")) {
                operation.addParameter(parameter("ce-" + attribute));
            }
        }
    }

    private static void reading(Operation operation, boolean isOfAType) {
        operation.setSecurity(List.of());
        for (String status : OF_READING) {
            answer(operation, status, PROBLEMS.get(status), Problem.MEDIA_TYPE, Problem.class);
        }
        if (isOfAType) {
            types(operation);
            answer(operation, "404", PROBLEMS.get("404"), Problem.MEDIA_TYPE, Problem.class);
            APIResponse schema = operation.getResponses().getAPIResponse("200");
            for (String mediaType : List.of(EventTypesResource.SCHEMA, JSON)) {
                of(schema.getContent(), mediaType).setSchema(object("A JSON Schema, draft 2020-12"));
            }
        }
    }

    /** Adds what an example has not brought. */
    private static void answer(Operation operation, String status, String meaning, String type, Class<?> body) {
        APIResponse response = operation.getResponses().getAPIResponse(status);
        if (response == null) {
            response = OASFactory.createAPIResponse();
            operation.getResponses().addAPIResponse(status, response);
        }
        response.setDescription(meaning);
        if (response.getContent() == null) {
            response.setContent(OASFactory.createContent());
        }
        of(response.getContent(), type)
                .setSchema(OASFactory.createSchema().ref("#/components/schemas/" + body.getSimpleName()));
        if (WITH_RETRY_AFTER.contains(status)) {
            response.addHeader(
                    "Retry-After",
                    OASFactory.createHeader()
                            .description("Seconds")
                            .schema(OASFactory.createSchema().addType(SchemaType.INTEGER)));
        }
    }

    private static void types(Operation operation) {
        Schema type = OASFactory.createSchema().addType(SchemaType.STRING);
        Arrays.stream(EventType.values()).forEach(one -> type.addEnumeration(one.id()));
        operation.getParameters().stream()
                .filter(parameter -> parameter.getName().equals("type"))
                .forEach(parameter -> parameter.setSchema(type));
    }

    private static Parameter parameter(String header) {
        return OASFactory.createParameter()
                .name(header)
                .in(In.HEADER)
                .description("In binary mode: an attribute, percent-encoded")
                .schema(OASFactory.createSchema().addType(SchemaType.STRING));
    }

    private static MediaType of(Content content, String type) {
        if (content.getMediaType(type) == null) {
            content.addMediaType(type, OASFactory.createMediaType());
        }
        return content.getMediaType(type);
    }

    private static Schema object(String description) {
        return OASFactory.createSchema().addType(SchemaType.OBJECT).description(description);
    }

    private static Schema array(Schema items) {
        return OASFactory.createSchema().addType(SchemaType.ARRAY).items(items);
    }

    private static Schema oneOrMany(String description, Schema one) {
        return OASFactory.createSchema().description(description).addOneOf(one).addOneOf(array(one));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
    }
}
