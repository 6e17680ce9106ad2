package io.goldstream.gateway.edge;

import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.gateway.auth.Clients;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * What every request with events says beside them. The one place where it is checked, whatever the route. It is no matter of
 * Hibernate Validator, because every event would pay for it.
 */
public final class EventOptions {

    private static final String DRY_RUN = "dryRun";

    /** The parameters of the query. */
    static final Set<String> QUERY = Set.of(DRY_RUN, Clients.KEY_PARAMETER);

    @Context
    RoutingContext request;

    @HeaderParam(HttpHeaders.CONTENT_TYPE)
    @Parameter(hidden = true)
    String contentType;

    @HeaderParam(HttpHeaders.CONTENT_ENCODING)
    @Parameter(description = "gzip or zstd")
    List<String> contentEncoding;

    @HeaderParam(EdgeProtocol.IDEMPOTENCY_KEY)
    @Parameter(
            description = "Makes the ids of events without one the same whenever the client repeats the request:"
                    + " the same key and the same bytes")
    String idempotencyKey;

    @HeaderParam("Prefer")
    @Parameter(description = "handling=strict: keep all events, or none")
    List<String> prefer;

    @QueryParam(DRY_RUN)
    @Parameter(
            description = "true: only judge, and keep nothing",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    String dryRun;

    /** By the request itself, which tells a header that is empty from none. */
    String idempotencyKey() {
        return EventIds.idempotencyKey(request.request().headers().getAll(EdgeProtocol.IDEMPOTENCY_KEY));
    }

    /** @throws io.goldstream.gateway.problem.ProblemException if a parameter or a preference is not known, or has another value */
    Handling handling() {
        QueryOptions.checkPath(request.request().path());
        QueryOptions.check(request.queryParams(), QUERY);
        return Handling.of(prefer, QueryOptions.isOn(request.queryParams(), DRY_RUN));
    }
}
