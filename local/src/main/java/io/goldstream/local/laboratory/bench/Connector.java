package io.goldstream.local.laboratory.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.cli.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/**
 * A connector of one worker.
 *
 * @param worker its REST API
 */
record Connector(String worker, String name) {

    private static final int CONFLICT = 409;
    private static final int TRIES = 100;
    private static final long POLL_MILLIS = 100;

    void put(Map<String, String> config) throws IOException, InterruptedException {
        send("PUT", "/config", new ObjectMapper().writeValueAsString(config));
    }

    /** Returns once its tasks have ended: the next contender has the machine to itself. */
    void delete() throws IOException, InterruptedException {
        send("PUT", "/stop", "");
        for (int i = 0; !status().contains("\"tasks\":[]") && i < TRIES; i++) {
            Thread.sleep(POLL_MILLIS);
        }
        send("DELETE", "", "");
    }

    /** Its and its task's state, with the trace of a failure. */
    String status() throws IOException, InterruptedException {
        return send("GET", "/status", "");
    }

    /** A worker that re-balances answers 409. */
    private String send(String method, String path, String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(worker + "/connectors/" + name + path))
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            for (int i = 0; answer.statusCode() == CONFLICT && i < TRIES; i++) {
                Thread.sleep(POLL_MILLIS);
                answer = client.send(request, BodyHandlers.ofString());
            }
            if (answer.statusCode() >= 300) {
                throw new CommandFailure("Connect refused to " + method + " " + name + ": " + answer.body());
            }
            return answer.body();
        }
    }
}
