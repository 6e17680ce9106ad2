package io.goldstream.gateway.edge;

import io.goldstream.gateway.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;

/** An answer that comes before the request's body is whole, and ends the request. */
final class EarlyAnswer {

    /** HTTP/2: the answer is whole, and the rest of the body is not wanted (RFC 9113, 8.1). */
    static final long NO_ERROR = 0;

    private EarlyAnswer() {}

    /**
     * Answers. On HTTP/2 that ends the request's stream, and other requests of the connection go on.
     *
     * @param onHttp1 ends the response with that body on HTTP/1.1, where the rest of the request's body is in the way of the
     *     next request
     */
    static void give(RoutingContext request, Problem problem, BiConsumer<HttpServerResponse, String> onHttp1) {
        HttpServerResponse response = request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        String body = Json.encode(problem);
        if (request.request().version() == HttpVersion.HTTP_2) {
            response.end(body).onComplete(_ -> response.reset(NO_ERROR));
        } else {
            onHttp1.accept(response, body);
        }
    }
}
