package io.goldstream.gateway.edge;

import io.goldstream.events.EventType;
import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.problem.ProblemType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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
@Path(EdgeProtocol.EVENTS)
@AdmissionFilter.Admitted
public class EventsResource {

    /** One event a line. */
    public static final String NDJSON = EdgeProtocol.LINES;

    /** One CloudEvent. */
    public static final String CLOUD_EVENT = "application/cloudevents+json";

    /** An array of CloudEvents. */
    public static final String CLOUD_EVENTS = "application/cloudevents-batch+json";

    /** What a page's {@code navigator.sendBeacon} says of a text: events as lines or as an array. */
    public static final String BEACON = MediaType.TEXT_PLAIN;

    private static final List<String> TYPED = List.of(MediaType.APPLICATION_JSON, NDJSON, BEACON);
    private static final List<String> STRUCTURED = List.of(CLOUD_EVENT, CLOUD_EVENTS);
    private static final List<String> BINARY = List.of(MediaType.APPLICATION_JSON);

    /** About what an event takes in memory besides its bytes: the record, its headers, its verdict. */
    private static final int BYTES_PER_EVENT = 1_000;

    private final Intake intake;
    private final GatewayConfig.Edge config;

    EventsResource(Intake intake, GatewayConfig config) {
        this.intake = intake;
        this.config = config.edge();
    }

    @POST
    @Path("/{type}")
    @Consumes({MediaType.APPLICATION_JSON, NDJSON, BEACON})
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            operationId = "takeEvents",
            summary = "Take events of one type",
            description =
                    "One JSON object, a JSON array, or NDJSON; gzip and zstd are understood. Each event gets its own verdict."
                            + " An event that is accepted or quarantined is on Kafka, acknowledged by all in-sync replicas."
                            + " Resend only what is marked retry: unchanged if it has an eventId of its own, else with the"
                            + " id that the answer names as eventId.")
    public Response take(
            @Parameter(description = "page_view, listen, auth or status_change") @PathParam("type") String type,
            @BeanParam EventOptions options,
            byte[] body) {
        EventType eventType = EventType.byId(type).orElseThrow(EventsResource::unknownType);
        if (!AdmittedRequest.of(options.request).client().maySend(eventType)) {
            throw ProblemType.FORBIDDEN.with(
                    "The write key does not allow events of type " + type + ". Use one whose types have it.");
        }
        String contentType = ContentType.ofBody(options.contentType, TYPED).name();
        return take(options, body, expanded -> batch(contentType, expanded).submissions(eventType));
    }

    private Batch batch(String contentType, byte[] body) {
        boolean isLines = contentType.equals(NDJSON) || contentType.equals(BEACON) && !Batch.isArray(body);
        return isLines ? Batch.ofLines(body, config.maxEvents()) : Batch.ofJson(body, config.maxEvents());
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
    public Response takeCloudEvents(@BeanParam EventOptions options, byte[] body) {
        String contentType = ContentType.ofBody(options.contentType, STRUCTURED).name();
        return take(
                options,
                body,
                contentType.equals(CLOUD_EVENTS),
                expanded -> CloudEvents.structured(envelopes(contentType, expanded)));
    }

    /** A media type says whether there is one envelope or an array of them (HTTP binding, 3.2 and 3.3). */
    private Batch envelopes(String contentType, byte[] body) {
        Batch batch = Batch.ofJson(body, config.maxEvents());
        boolean isArray = Batch.isArray(body);
        if (isArray && contentType.equals(CLOUD_EVENT)) {
            throw ProblemType.UNREADABLE_BODY.with("The body is an array, and its Content-Type says that it is one"
                    + " CloudEvent. Send an array as " + CLOUD_EVENTS + ".");
        }
        if (!isArray && contentType.equals(CLOUD_EVENTS)) {
            throw ProblemType.UNREADABLE_BODY.with("The body is no array, and its Content-Type says that it is a batch"
                    + " of CloudEvents. Send one CloudEvent as " + CLOUD_EVENT + ".");
        }
        return batch;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(hidden = true)
    public Response takeBinaryCloudEvent(@BeanParam EventOptions options, byte[] body) {
        ContentType.ofBody(options.contentType, BINARY);
        return take(
                options,
                body,
                expanded -> List.of(CloudEvents.binary(options.request.request().headers()::getAll, expanded)));
    }

    private Response take(EventOptions options, byte[] body, Function<byte[], List<Submission>> form) {
        return take(options, body, false, form);
    }

    /** What all forms share. */
    private Response take(
            EventOptions options, byte[] body, boolean mayBeEmpty, Function<byte[], List<Submission>> form) {
        Handling handling = options.handling();
        String idempotencyKey = options.idempotencyKey();
        AdmittedRequest admitted = AdmittedRequest.of(options.request);
        try (Backpressure.Reservation memory = admitted.memory().begin()) {
            List<Submission> submissions = submissions(options, memory, body, form);
            if (submissions.isEmpty() && !mayBeEmpty) {
                throw ProblemType.UNREADABLE_BODY.with("The body holds no event. Send at least one.");
            }
            // The filter has taken the first event's token; a batch may run into debt, which later requests wait for.
            if (submissions.size() > 1) {
                admitted.client().rate().ifPresent(rate -> rate.consumeIgnoringRateLimits(submissions.size() - 1L));
            }
            Receipt receipt = intake.take(submissions, admitted.client(), idempotencyKey, handling);
            return answer(receipt, handling);
        }
    }

    /** Room is made before the body is expanded. */
    private List<Submission> submissions(
            EventOptions options,
            Backpressure.Reservation memory,
            byte[] body,
            Function<byte[], List<Submission>> form) {
        Body.Encoding encoding = Body.Encoding.of(options.contentEncoding);
        long maxExpanded = config.maxExpandedSize().asLongValue();
        memory.holds(Body.expectedBytes(body, encoding, maxExpanded));
        byte[] expanded = Body.expand(body, encoding, maxExpanded, config.maxRatio());
        List<Submission> submissions = form.apply(expanded);
        memory.holds(expanded.length + (long) submissions.size() * BYTES_PER_EVENT);
        return submissions;
    }

    private Response answer(Receipt receipt, Handling handling) {
        Response.ResponseBuilder response = Response.status(receipt.status()).entity(receipt);
        if (receipt.status() == ProblemType.UNAVAILABLE.status()) {
            response.header(HttpHeaders.RETRY_AFTER, config.retryAfter().toSeconds());
        }
        if (handling.isStrict()) {
            response.header("Preference-Applied", Handling.STRICT);
        }
        return response.build();
    }

    static RuntimeException unknownType() {
        return ProblemType.UNKNOWN_EVENT_TYPE.with("Event types are "
                + Arrays.stream(EventType.values()).map(EventType::id).collect(Collectors.joining(", ")) + ".");
    }
}
