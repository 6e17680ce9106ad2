package io.goldstream.gateway.problem;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;

/** Stands before routes of Quarkus that answer any method alike, and behind those of the management port, where it has a page. */
@ApplicationScoped
class FrameworkRoutes {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final int BAD_REQUEST = 400;
    private static final String ALLOWED = "GET, HEAD, OPTIONS";

    void service(@Observes Router router) {
        refuse(router);
        onlyRead(router, List.of("/q/openapi*", "/q/swagger-ui*"));
    }

    void management(@Observes ManagementInterface management) {
        Router router = management.router();
        refuse(router);
        closeToPages(router);
        onlyRead(router, List.of("/q/health*", "/q/metrics*"));
        router.route()
                .last()
                .handler(request -> RouteProblems.notFound(
                        request,
                        "There is nothing at this path of the management port. It has /q/health/live, /q/health/ready,"
                                + " /q/metrics, /v1/quarantine and /v1/quarantine/replay."));
    }

    /** What the router itself refuses, Quarkus would answer as a fault of ours. */
    private static void refuse(Router router) {
        router.route().failureHandler(request -> {
            if (request.statusCode() == BAD_REQUEST && request.request().authority() == null) {
                RouteProblems.badRequest(request, "The header Host is missing or wrong. Send it once.");
            } else {
                request.next();
            }
        });
    }

    /** Quarkus lets pages of every origin read its management port. */
    private static void closeToPages(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(request -> {
            request.addHeadersEndHandler(
                    _ -> request.response().headers().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN));
            request.next();
        });
    }

    private static void onlyRead(Router router, List<String> paths) {
        for (String path : paths) {
            router.route(path)
                    .order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1) // behind CORS, which answers browsers
                    .handler(FrameworkRoutes::onlyRead);
        }
    }

    private static void onlyRead(RoutingContext request) {
        HttpMethod method = request.request().method();
        if (READING.contains(method)) {
            request.next();
        } else if (method.equals(HttpMethod.OPTIONS)) {
            request.response().putHeader(HttpHeaders.ALLOW, ALLOWED).end();
        } else {
            RouteProblems.notAllowed(request, ALLOWED);
        }
    }
}
