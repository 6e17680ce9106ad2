package io.goldstream.gateway.edge;

import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.problem.Problem;
import io.goldstream.gateway.problem.ProblemType;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;

/**
 * Turns away a body that says itself that it is too long, before any of it is read. Quarkus does so, too, but without a
 * word; one of unknown length it still cuts as it comes, without a word.
 */
@ApplicationScoped
class BodyLimit {

    private static final String BODY_TIMEOUT = "goldstream.edge.body-timeout";

    /** What a body can be answered while it still comes. */
    private static final Set<Integer> CUTTING = Set.of(
            ProblemType.BODY_TOO_LARGE.status(),
            ProblemType.TOO_MANY_EVENTS.status(),
            ProblemType.UNAVAILABLE.status());

    private final long maxBytes;
    private final long patienceMillis;
    private final Vertx vertx;

    BodyLimit(
            GatewayConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize,
            @ConfigProperty(name = "quarkus.http.read-timeout") Duration readTimeout,
            @ConfigProperty(name = "quarkus.http.idle-timeout") Duration idleTimeout,
            Vertx vertx) {
        check(config.edge().bodyTimeout(), config.edge().deliveryTimeout(), readTimeout, idleTimeout);
        this.maxBytes = maxBodySize.asLongValue();
        this.patienceMillis = config.edge().bodyTimeout().toMillis();
        this.vertx = vertx;
    }

    /**
     * Whichever guard comes first answers, and only ours has an answer; of no time at all, no timer can be made. On a
     * connection nothing moves while a body stalls, or while its events wait for Kafka.
     *
     * @param idleTimeout 0 for none
     */
    static void check(Duration bodyTimeout, Duration deliveryTimeout, Duration readTimeout, Duration idleTimeout) {
        if (bodyTimeout.toMillis() <= 0) {
            throw new ConfigurationException(
                    BODY_TIMEOUT + " has to be longer than 0 s: set it to the time that a body may take");
        }
        checkLonger("quarkus.http.read-timeout", readTimeout, BODY_TIMEOUT, bodyTimeout);
        if (!idleTimeout.isZero()) {
            checkLonger("quarkus.http.idle-timeout", idleTimeout, BODY_TIMEOUT, bodyTimeout);
            checkLonger("quarkus.http.idle-timeout", idleTimeout, "goldstream.edge.delivery-timeout", deliveryTimeout);
        }
    }

    private static void checkLonger(String option, Duration value, String than, Duration other) {
        if (value.compareTo(other) <= 0) {
            throw new ConfigurationException(option + " (" + seconds(value) + " s) has to be longer than " + than + " ("
                    + seconds(other) + " s), or clients get no answer: set it to twice as long");
        }
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    void stand(@Observes Router router) {
        router.route(EdgeProtocol.EVENTS + "*")
                .order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1)
                .handler(this::check);
        router.route(EdgeProtocol.EVENTS + "*")
                .order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1) // behind Quarkus, which sets its own limit
                .handler(BodyLimit::cutByUs);
    }

    static String tooLong(long maxBytes) {
        return "A body is at most " + maxBytes + " bytes long. Send fewer events at a time, or compress them.";
    }

    private void check(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || Long.parseLong(length) <= maxBytes) {
            request.next();
            return;
        }
        Problem problem = ProblemType.BODY_TOO_LARGE.problem(tooLong(maxBytes));
        EarlyAnswer.give(request, problem, (response, body) -> {
            // What comes is thrown away for a while: a client that finds its connection closed while it still sends may
            // never read the answer.
            long timer = vertx.setTimer(
                    patienceMillis, _ -> request.request().connection().close());
            request.request().endHandler(_ -> vertx.cancelTimer(timer));
            request.request().resume();
            response.end(body);
        });
    }

    /**
     * What Quarkus says of a body that it cuts is for HTTP/1.1. On HTTP/2 it is no valid answer, and ends the connection with
     * all other requests on it. So {@link ArrivingBody} cuts such a body. An answer to a body that has not come whole ends its
     * stream.
     */
    private static void cutByUs(RoutingContext request) {
        if (request.request().version() == HttpVersion.HTTP_2) {
            if (request.request().getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
                request.put(VertxInputStream.MAX_REQUEST_SIZE_KEY, Long.MAX_VALUE);
            }
            request.addEndHandler(_ -> {
                if (CUTTING.contains(request.response().getStatusCode())
                        && !request.request().isEnded()) {
                    request.response().reset(EarlyAnswer.NO_ERROR);
                }
            });
        }
        request.next();
    }
}
