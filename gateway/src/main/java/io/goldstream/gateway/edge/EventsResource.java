package io.goldstream.gateway.edge;

import io.goldstream.events.EventType;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.problem.Problem;
import io.goldstream.gateway.problem.ProblemType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Events in. */
@Path("/v1/events")
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
    private final Admission admission;
    private final GatewayConfig config;

    EventsResource(Intake intake, Admission admission, GatewayConfig config) {
        this.intake = intake;
        this.admission = admission;
        this.config = config;
    }

    @POST
    @Path("/{type}")
    @Consumes({MediaType.APPLICATION_JSON, NDJSON})
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Take events of one type",
            description =
                    "One JSON object, a JSON array, or NDJSON; gzip and zstd are understood. Each event gets its own verdict."
                            + " An event that is accepted or quarantined is on Kafka, acknowledged by all in-sync replicas."
                            + " Resend only what is marked retry, with the id that the answer names as eventId.")
    @APIResponse(
            responseCode = "200",
            description = "All accepted",
            content = @Content(schema = @Schema(implementation = Receipt.class)))
    @APIResponse(
            responseCode = "207",
            description = "Mixed: see each event's verdict",
            content = @Content(schema = @Schema(implementation = Receipt.class)))
    @APIResponse(
            responseCode = "422",
            description = "None valid; those quarantined are kept",
            content = @Content(schema = @Schema(implementation = Receipt.class)))
    @APIResponse(
            responseCode = "400",
            description = "The body cannot be read; nothing was kept",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "404",
            description = "No such event type",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "413", description = "The body is too large; nothing was kept")
    @APIResponse(responseCode = "415", description = "The format or encoding is not supported; nothing was kept")
    @APIResponse(responseCode = "503", description = "Nothing is known to be kept; try again after Retry-After")
    public Response take(
            @Parameter(description = "page_view, listen, auth or status_change") @PathParam("type") String type,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType contentType,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) String contentEncoding,
            @Parameter(description = "Makes the ids of events without one the same whenever the request is repeated")
                    @HeaderParam("Idempotency-Key")
                    String idempotencyKey,
            @Parameter(description = "handling=strict: keep all events, or none") @HeaderParam("Prefer")
                    List<String> prefer,
            @Parameter(description = "Only judge, and keep nothing") @QueryParam("dryRun") @DefaultValue("false")
                    boolean dryRun,
            byte[] body) {
        EventType eventType = EventType.byId(type).orElseThrow(EventsResource::unknownType);
        if (contentType == null) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE.with(
                    "The Content-Type is missing. Say application/json or " + NDJSON + ".");
        }
        boolean isLines = contentType.getSubtype().equals("x-ndjson");
        return take(contentEncoding, body, idempotencyKey, Handling.of(prefer, dryRun), expanded -> (isLines
                        ? Batch.ofLines(expanded, config.edge().maxEvents())
                        : Batch.ofJson(expanded, config.edge().maxEvents()))
                .submissions(eventType));
    }

    @POST
    @Consumes({CLOUD_EVENT, CLOUD_EVENTS})
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Take CloudEvents, one or a batch",
            description = "CloudEvents 1.0 in structured mode. The type is an event type's name, plain or behind"
                    + " io.goldstream.; the data is the event. Verdicts and statuses as for events of one type; a type"
                    + " that is not known is rejected.")
    public Response takeCloudEvents(
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) String contentEncoding,
            @HeaderParam("Prefer") List<String> prefer,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            byte[] body) {
        return take(
                contentEncoding,
                body,
                null,
                Handling.of(prefer, dryRun),
                expanded -> CloudEvents.structured(
                        Batch.ofJson(expanded, config.edge().maxEvents())));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Take a CloudEvent in binary mode",
            description = "CloudEvents 1.0: the attributes are ce- headers, the body is the data.")
    public Response takeBinaryCloudEvent(
            @HeaderParam("ce-specversion") String version,
            @HeaderParam("ce-id") String id,
            @HeaderParam("ce-source") String source,
            @HeaderParam("ce-type") String type,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) String contentEncoding,
            @HeaderParam("Prefer") List<String> prefer,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            byte[] body) {
        return take(
                contentEncoding,
                body,
                null,
                Handling.of(prefer, dryRun),
                expanded -> List.of(CloudEvents.binary(version, id, source, type, expanded)));
    }

    /** What all forms share: room is made before the body is expanded, and given back when the last event is settled. */
    private Response take(
            String contentEncoding,
            byte[] body,
            String idempotencyKey,
            Handling handling,
            Function<byte[], List<Submission>> form) {
        if (!config.edge().enabled()) {
            throw ProblemType.UNAVAILABLE.with("This instance refines events, and takes none.");
        }
        long maxExpanded = config.edge().maxExpandedSize().asLongValue();
        try (Admission.Ticket ticket = admission.admit(Body.expectedBytes(body, contentEncoding, maxExpanded))) {
            byte[] expanded = Body.expand(body, contentEncoding, maxExpanded);
            List<Submission> submissions = form.apply(expanded);
            if (submissions.isEmpty()) {
                throw ProblemType.UNREADABLE_BODY.with("The body holds no event. Send at least one.");
            }
            ticket.holds(expanded.length + (long) submissions.size() * BYTES_PER_EVENT);
            Receipt receipt = intake.take(submissions, idempotencyKey, handling);
            Response.ResponseBuilder response =
                    Response.status(receipt.status()).entity(receipt);
            if (receipt.status() == ProblemType.UNAVAILABLE.status()) {
                response.header(
                        HttpHeaders.RETRY_AFTER, config.edge().retryAfter().toSeconds());
            }
            return response.build();
        }
    }

    static RuntimeException unknownType() {
        return ProblemType.UNKNOWN_EVENT_TYPE.with("Event types are "
                + Arrays.stream(EventType.values()).map(EventType::id).collect(Collectors.joining(", ")) + ".");
    }
}
