package io.goldstream.gateway.problem;

import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.gateway.GatewayConfig;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where an exception becomes an answer. */
final class ProblemMapper {

    private static final Map<Integer, ProblemType> BY_STATUS =
            Map.of(413, ProblemType.BODY_TOO_LARGE, 415, ProblemType.UNSUPPORTED_MEDIA_TYPE);

    /** What is wrong where the framework refuses a request, and the way out. */
    private static final Map<Integer, String> DETAILS = Map.of(
            404, "There is nothing at this path. /q/openapi lists the paths.",
            405, "This path does not have the method. The header Allow lists the methods that it has.",
            406, "This path cannot answer in a media type of the header Accept. Leave Accept out.",
            415, "This path does not accept this Content-Type. /q/openapi lists those that it accepts.");

    private static final int METHOD_NOT_ALLOWED = 405;

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private final GatewayConfig config;

    ProblemMapper(GatewayConfig config) {
        this.config = config;
    }

    @ServerExceptionMapper
    Response map(ProblemException e) {
        Response.ResponseBuilder response =
                Response.status(e.type().status()).type(Problem.MEDIA_TYPE).entity(e.problem());
        e.headers().forEach(response::header);
        switch (e.type()) {
            case UNAVAILABLE, TOO_MANY_EVENTS ->
                response.header(
                        HttpHeaders.RETRY_AFTER,
                        seconds(e.retryAfter().orElse(config.edge().retryAfter())));
            case UNAUTHENTICATED -> response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            default -> {}
        }
        return response.build();
    }

    /** Rounded up: who comes back a moment too early is turned away again. */
    private static long seconds(Duration duration) {
        return Math.max(1, duration.plusSeconds(1).minusNanos(1).toSeconds());
    }

    /** What nobody expected: a fault of ours, told in the log and not to the client. */
    @ServerExceptionMapper
    Response map(RuntimeException e) {
        LOG.error("a request failed", e);
        return Response.status(500)
                .type(Problem.MEDIA_TYPE)
                .entity(new Problem(
                        "about:blank",
                        "Internal Server Error",
                        500,
                        "The gateway failed at the request; its log says why. Some of it may be kept: send it again under the"
                                + " same ids."))
                .build();
    }

    /** What the framework itself refuses: an unknown path, a method, a media type. */
    @ServerExceptionMapper
    Response map(WebApplicationException e, UriInfo uri) {
        Response answer = e.getResponse();
        if (answer.hasEntity()) {
            return answer;
        }
        ProblemType known = BY_STATUS.get(answer.getStatus());
        Problem problem = known != null
                ? known.problem(DETAILS.get(answer.getStatus()))
                : new Problem(
                        "about:blank",
                        answer.getStatusInfo().getReasonPhrase(),
                        answer.getStatus(),
                        DETAILS.get(answer.getStatus()));
        Response.ResponseBuilder response =
                Response.fromResponse(answer).type(Problem.MEDIA_TYPE).entity(problem);
        if (answer.getStatus() == METHOD_NOT_ALLOWED) {
            response.header(
                    HttpHeaders.ALLOW,
                    uri.getPath().startsWith(EdgeProtocol.EVENTS) ? "POST, OPTIONS" : "GET, HEAD, OPTIONS");
        }
        return response.build();
    }
}
