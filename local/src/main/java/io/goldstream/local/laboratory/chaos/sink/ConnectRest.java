package io.goldstream.local.laboratory.chaos.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.cli.CommandFailure;
import io.goldstream.local.stack.ConnectWorker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** The REST API of several workers, any of which may be dead or stand still: whichever answers will do. */
final class ConnectRest {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ConnectWorker> workers;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    ConnectRest(List<ConnectWorker> workers) {
        this.workers = workers;
    }

    /** Repeats a request, which must bear that, until a worker has done it. */
    JsonNode call(String method, String path, Object body) throws InterruptedException, IOException {
        Instant deadline = Instant.now().plus(LIMIT);
        String last = "none";
        for (int i = 0; Instant.now().isBefore(deadline); i++) {
            try {
                HttpResponse<String> answer =
                        send(workers.get(i % workers.size()).url() + path, method, body);
                if (answer.statusCode() < 300) {
                    return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
                }
                last = answer.statusCode() + " " + answer.body();
                if (answer.statusCode() == 400) {
                    break;
                }
            } catch (IOException away) {
                last = away.toString();
            }
            Thread.sleep(POLL);
        }
        throw new CommandFailure("Connect has not carried out " + method + " " + path + "; its last answer: " + last);
    }

    /** Returns the connector's status as soon as it is as wanted. */
    JsonNode await(String connector, String what, Predicate<JsonNode> wanted) throws InterruptedException, IOException {
        Instant deadline = Instant.now().plus(LIMIT);
        while (true) {
            JsonNode status = call("GET", "/connectors/" + connector + "/status", null);
            if (wanted.test(status)) {
                return status;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new CommandFailure("after " + LIMIT.toSeconds() + " s the sink " + connector + " is still not "
                        + what + ": " + status);
            }
            Thread.sleep(POLL);
        }
    }

    private HttpResponse<String> send(String url, String method, Object body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
