package io.goldstream.gateway.edge;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The least that an HTTP server can do for one event a request: Vert.x alone, with no route, REST or other thread. The
 * body, without its line break, is one of {@link NamedRecords}, and the answer follows Kafka's.
 */
@Singleton
class BareServer {

    /** Behind the gateway's own two ports. */
    private static final int PORT_OFFSET = 2;

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final RawLog log;
    private final NamedRecords records;

    BareServer(RawLog log, NamedRecords records) {
        this.log = log;
        this.records = records;
    }

    /** As many event loops as Quarkus has. */
    void start(
            @Observes StartupEvent event,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        DeploymentOptions loops =
                new DeploymentOptions().setInstances(2 * Runtime.getRuntime().availableProcessors());
        vertx.deployVerticle(() -> new Listener(host, port + PORT_OFFSET), loops)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private final class Listener extends AbstractVerticle {
        private final String host;
        private final int port;

        Listener(String host, int port) {
            this.host = host;
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer()
                    .requestHandler(this::forward)
                    .listen(port, host)
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private void forward(HttpServerRequest request) {
            String type = request.path().substring(1);
            request.body().onSuccess(body -> {
                Context loop = context;
                byte[] line = body.getBytes(0, body.length() - 1);
                log.append(
                        records.of(type).apply(line),
                        failure -> loop.runOnContext(_ -> answer(request, failure == null)));
            });
        }

        private static void answer(HttpServerRequest request, boolean isKept) {
            request.response()
                    .setStatusCode(isKept ? OK : UNAVAILABLE)
                    .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                    .end(isKept ? "{\"accepted\":1}" : "{\"accepted\":0}");
        }
    }
}
