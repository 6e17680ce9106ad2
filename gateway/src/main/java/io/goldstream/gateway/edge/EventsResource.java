package io.goldstream.gateway.edge;

import io.goldstream.events.EventType;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.auth.Client;
import io.goldstream.gateway.problem.ProblemType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Events in. */
@Path("/v1/events")
@Door.Guarded
public class EventsResource {

    /** One event a line. */
    public static final String NDJSON = "application/x-ndjson";

    /** One CloudEvent. */
    public static final String CLOUD_EVENT = "application/cloudevents+json";

    /** An array of CloudEvents. */
    public static final String CLOUD_EVENTS = "application/cloudevents-batch+json";

    /** About what an event takes in memory besides its bytes: the record, its headers, its verdict. */
    private static final int BYTES_PER_EVENT = 1_000;

    private final Intake intake;
    private final GatewayConfig.Edge config;

    EventsResource(Intake intake, GatewayConfig config) {
        this.intake = intake;
        this.config = config.edge();
    }

    /** What every form of request says beside its events. */
    public static final class Options {
        @Context
        RoutingContext request;

        @HeaderParam(HttpHeaders.CONTENT_ENCODING)
        @Parameter(description = "gzip or zstd")
        String contentEncoding;

        @HeaderParam("Idempotency-Key")
        @Parameter(description = "Makes the ids of events without one the same whenever the client repeats the request")
        String idempotencyKey;

        @HeaderParam("Prefer")
        @Parameter(description = "handling=strict: keep all events, or none")
        List<String> prefer;

        @QueryParam("dryRun")
        @DefaultValue("false")
        @Parameter(description = "Only judge, and keep nothing")
        boolean dryRun;
    }

    @POST
    @Path("/{type}")
    @Consumes({MediaType.APPLICATION_JSON, NDJSON})
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "takeEvents",
            summary = "Take events of one type",
            description =
                    "One JSON object, a JSON array, or NDJSON; gzip and zstd are understood. Each event gets its own verdict."
                            + " An event that is accepted or quarantined is on Kafka, acknowledged by all in-sync replicas."
                            + " Resend only what is marked retry, with the id that the answer names as eventId.")
    public Response take(
            @Parameter(description = "page_view, listen, auth or status_change") @PathParam("type") String type,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType contentType,
            @BeanParam Options options,
            byte[] body) {
        EventType eventType = EventType.byId(type).orElseThrow(EventsResource::unknownType);
        if (!Door.Visit.of(options.request).client().maySend(eventType)) {
            throw ProblemType.FORBIDDEN.with("The write key does not allow events of type " + type + ".");
        }
        if (contentType == null) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE.with(
                    "The Content-Type is missing. Say application/json or " + NDJSON + ".");
        }
        boolean isLines = contentType.getSubtype().equals("x-ndjson");
        return take(options, body, expanded -> (isLines
                        ? Batch.ofLines(expanded, config.maxEvents())
                        : Batch.ofJson(expanded, config.maxEvents()))
                .submissions(eventType));
    }

    @POST
    @Consumes({CLOUD_EVENT, CLOUD_EVENTS})
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "takeCloudEvents",
            summary = "Take CloudEvents, one or a batch",
            description = "CloudEvents 1.0 in structured mode. The type is an event type's name, plain or behind"
                    + " io.goldstream.; the data is the event. Verdicts and statuses as for events of one type; a type"
                    + " that is not known is rejected. In binary mode, the attributes are ce- headers, and the body is"
                    + " the data.")
    public Response takeCloudEvents(@BeanParam Options options, byte[] body) {
        return take(options, body, expanded -> CloudEvents.structured(Batch.ofJson(expanded, config.maxEvents())));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(hidden = true)
    public Response takeBinaryCloudEvent(
            @HeaderParam("ce-specversion") String version,
            @HeaderParam("ce-id") String id,
            @HeaderParam("ce-source") String source,
            @HeaderParam("ce-type") String type,
            @HeaderParam("ce-time") String time,
            @BeanParam Options options,
            byte[] body) {
        return take(options, body, expanded -> List.of(CloudEvents.binary(version, id, source, type, time, expanded)));
    }

    /** What all forms share. */
    private Response take(Options options, byte[] body, Function<byte[], List<Submission>> form) {
        Door.Visit visit = Door.Visit.of(options.request);
        try (Admission.Work work = visit.ticket().begin()) {
            return take(options, visit.client(), work, body, form);
        }
    }

    /** Room is made before the body is expanded. */
    private Response take(
            Options options, Client client, Admission.Work work, byte[] body, Function<byte[], List<Submission>> form) {
        long maxExpanded = config.maxExpandedSize().asLongValue();
        work.holds(Body.expectedBytes(body, options.contentEncoding, maxExpanded));
        byte[] expanded = Body.expand(body, options.contentEncoding, maxExpanded, config.maxRatio());
        List<Submission> submissions = form.apply(expanded);
        if (submissions.isEmpty()) {
            throw ProblemType.UNREADABLE_BODY.with("The body holds no event. Send at least one.");
        }
        work.holds(expanded.length + (long) submissions.size() * BYTES_PER_EVENT);
        // The door has taken the first event's token; a batch may run into debt, which later requests wait for.
        if (submissions.size() > 1) {
            client.rate().ifPresent(rate -> rate.consumeIgnoringRateLimits(submissions.size() - 1L));
        }
        Handling handling = Handling.of(options.prefer, options.dryRun);
        return answer(intake.take(submissions, new Intake.Terms(client, options.idempotencyKey, handling)));
    }

    private Response answer(Receipt receipt) {
        Response.ResponseBuilder response = Response.status(receipt.status()).entity(receipt);
        if (receipt.status() == ProblemType.UNAVAILABLE.status()) {
            response.header(HttpHeaders.RETRY_AFTER, config.retryAfter().toSeconds());
        }
        return response.build();
    }

    static RuntimeException unknownType() {
        return ProblemType.UNKNOWN_EVENT_TYPE.with("Event types are "
                + Arrays.stream(EventType.values()).map(EventType::id).collect(Collectors.joining(", ")) + ".");
    }
}
