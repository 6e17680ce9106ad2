package io.goldstream.gateway.edge;

import io.goldstream.events.protocol.EdgeProtocol;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers {@code OPTIONS} where events are posted: the framework's own answer names {@code HEAD}, too, which is not there. */
@ApplicationScoped
class AllowedMethods {

    void stand(@Observes Router router) {
        router.options(EdgeProtocol.EVENTS + "*")
                .order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1) // behind CORS, which answers browsers
                .handler(request -> request.response()
                        .putHeader(HttpHeaders.ALLOW, "POST, OPTIONS")
                        .end());
    }
}
