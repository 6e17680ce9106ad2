package io.goldstream.gateway.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

/** Problems of requests that no resource answers. */
public final class RouteProblems {

    private RouteProblems() {}

    /** @param allowed the methods that the path has */
    public static void notAllowed(RoutingContext request, String allowed) {
        request.response().putHeader(HttpHeaders.ALLOW, allowed);
        end(
                request,
                new Problem(
                        "about:blank",
                        "Method Not Allowed",
                        405,
                        "This path does not have the method. The header Allow lists the methods that it has."));
    }

    /** @param detail the way out */
    static void notFound(RoutingContext request, String detail) {
        end(request, new Problem("about:blank", "Not Found", 404, detail));
    }

    /** @param detail the way out */
    static void badRequest(RoutingContext request, String detail) {
        end(request, new Problem("about:blank", "Bad Request", 400, detail));
    }

    private static void end(RoutingContext request, Problem problem) {
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Json.encode(problem));
    }
}
