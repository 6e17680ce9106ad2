package io.goldstream.gateway.edge;

import io.goldstream.events.EventType;
import io.goldstream.events.intake.Rules;
import io.goldstream.events.jsonschema.EventJsonSchema;
import io.goldstream.gateway.GatewayConfig;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What may come in. */
@Path("/v1/event-types")
public class EventTypesResource {

    /** The media type of a JSON Schema. */
    public static final String SCHEMA = "application/schema+json";

    private final Map<EventType, String> schemas = new EnumMap<>(EventType.class);

    EventTypesResource(GatewayConfig config) {
        for (EventType type : EventType.values()) {
            Rules rules = Rules.of(type, config.firstDate().orElse(null));
            schemas.put(type, new EventJsonSchema(type, rules).text());
        }
    }

    /**
     * @param type its name in URLs
     * @param schema where its JSON Schema is
     */
    public record Entry(String type, String schema) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "eventTypes", summary = "The types of events")
    public List<Entry> all(@Context RoutingContext request) {
        QueryOptions.check(request.queryParams(), Set.of());
        return Arrays.stream(EventType.values())
                .map(type -> new Entry(type.id(), "/v1/event-types/" + type.id() + "/schema"))
                .toList();
    }

    @GET
    @Path("/{type}/schema")
    @Produces({SCHEMA, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "eventTypeSchema",
            summary = "A type's JSON Schema, made from the rules that events are checked by")
    public String schema(@Context RoutingContext request, @PathParam("type") String type) {
        QueryOptions.check(request.queryParams(), Set.of());
        return schemas.get(EventType.byId(type).orElseThrow(EventsResource::unknownType));
    }
}
