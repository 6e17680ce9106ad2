package io.goldstream.cli.endpoint;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** Short questions to servers. */
public final class Http {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private Http() {}

    /** The body of a 200; empty where there is no server, another answer, or an interrupt. */
    public static Optional<String> ok(String url) {
        return answer(url).filter(response -> response.statusCode() == 200).map(HttpResponse::body);
    }

    static HttpResponse<String> send(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (ConnectException | HttpTimeoutException away) {
            throw new Unanswered(request.uri(), away);
        }
    }

    /** Whether anything comes back, whatever it says. */
    public static boolean answers(String url) {
        return answer(url).isPresent();
    }

    private static Optional<HttpResponse<String>> answer(String url) {
        try {
            return Optional.of(send("GET", url, null));
        } catch (IOException notThere) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * @param json the body, or null for none
     * @throws Unanswered if nothing comes back
     */
    public static HttpResponse<String> send(String method, String url, String json)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .build();
        return send(CLIENT, request);
    }
}
