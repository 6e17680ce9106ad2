package io.goldstream.gateway.edge;

import io.github.bucket4j.ConsumptionProbe;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.auth.Client;
import io.goldstream.gateway.auth.Clients;
import io.goldstream.gateway.problem.Problem;
import io.goldstream.gateway.problem.ProblemType;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What every request for events passes before its body is read: is the edge open, who is it, may it send so much, is
 * there room. A body that then does not come in time is given up.
 *
 * <p>Not a singleton: filters are made while the application is built, and this one needs its configuration.
 */
@ApplicationScoped
class AdmissionFilter {

    /** The resources that only admitted requests reach. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Admitted {}

    private static final long SMALL_BYTES = GatewayConfig.Edge.REQUEST_BYTES;

    private final GatewayConfig.Edge config;
    private final boolean takesEvents;
    private final Clients clients;
    private final Backpressure backpressure;
    private final Drain drain;
    private final Vertx vertx;
    private final CurrentVertxRequest current;

    AdmissionFilter(
            GatewayConfig config,
            Clients clients,
            Backpressure backpressure,
            Drain drain,
            Vertx vertx,
            CurrentVertxRequest current) {
        this.config = config.edge();
        this.takesEvents = config.takesEvents();
        this.clients = clients;
        this.backpressure = backpressure;
        this.drain = drain;
        this.vertx = vertx;
        this.current = current;
    }

    /** On the event loop: nothing here blocks. */
    @Admitted
    @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHENTICATION)
    Uni<Void> enter(ContainerRequestContext context) {
        if (!takesEvents) {
            throw ProblemType.UNAVAILABLE.with(
                    "This instance takes no events by HTTP. Send them to one whose goldstream.edge.enabled is true, and that"
                            + " does not reprocess.");
        }
        RoutingContext request = current.getCurrent();
        Runnable left = drain.enter();
        request.addEndHandler(_ -> left.run());
        return clients.of(request).chain(client -> {
            admit(request, client);
            return isSmall(request.request())
                    ? read(request.request(), context)
                    : Uni.createFrom().voidItem();
        });
    }

    /** The room of a request covers it before it comes. A client that asks whether to go on is answered by who reads. */
    private static boolean isSmall(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null
                && !length.equals("0")
                && Long.parseLong(length) <= SMALL_BYTES
                && !request.headers().contains(HttpHeaders.EXPECT);
    }

    /** A virtual thread would read it as a stream that blocks, which costs more than all the rules do. */
    private static Uni<Void> read(HttpServerRequest request, ContainerRequestContext context) {
        Future<Buffer> body = request.body();
        request.resume();
        return Uni.createFrom()
                .completionStage(body.toCompletionStage())
                .onFailure()
                .transform(_ -> Backpressure.ended())
                .invoke(bytes -> context.setEntityStream(new ByteArrayInputStream(bytes.getBytes())))
                .replaceWithVoid();
    }

    private void admit(RoutingContext request, Client client) {
        client.rate().ifPresent(rate -> {
            ConsumptionProbe first = rate.tryConsumeAndReturnRemaining(1);
            if (!first.isConsumed()) {
                throw ProblemType.TOO_MANY_EVENTS.with(
                        "Nothing was kept. Send it again after the time in Retry-After.",
                        Duration.ofNanos(first.getNanosToWaitForRefill()));
            }
        });
        Backpressure.Reservation memory = backpressure.reserve(name(client, request.request()));
        // Cancelled here, on the event loop, with the answer. Once the body has come, giving up does nothing.
        long timer = vertx.setTimer(config.bodyTimeout().toMillis(), _ -> giveUp(request, memory));
        Runnable over = () -> {
            vertx.cancelTimer(timer);
            memory.over();
        };
        request.addEndHandler(_ -> over.run());
        if (request.response().closed()) { // while it was asked who it is: then nobody calls the handler
            over.run();
        }
        new AdmittedRequest(client, memory).bind(request);
    }

    /** Who shares its room: behind a proxy that is trusted, the address is the one that the proxy names. */
    private static String name(Client client, HttpServerRequest request) {
        return client.id().isEmpty() ? "address:" + request.remoteAddress().hostAddress() : client.id();
    }

    private void giveUp(RoutingContext request, Backpressure.Reservation memory) {
        if (!memory.giveUp() || request.response().ended()) {
            return;
        }
        Problem problem = ProblemType.BODY_TOO_SLOW.problem("Nothing was kept. A body must arrive within "
                + config.bodyTimeout().toSeconds() + " s; send fewer events.");
        EarlyAnswer.give(request, problem, (response, body) -> response.putHeader("Connection", "close")
                .end(body)
                .onComplete(_ -> request.request().connection().close()));
    }
}
