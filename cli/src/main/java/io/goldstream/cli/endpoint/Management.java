package io.goldstream.cli.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.cli.key.OperatorKey;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;

/** A gateway's management port. */
public final class Management {

    private final String url;
    private final OperatorKey key;

    /**
     * @param url its address, without a slash at its end
     * @param key what to show there
     */
    public Management(String url, OperatorKey key) {
        this.url = url;
        this.key = key;
    }

    /** Waits for the answer however long the work takes. */
    public HttpResponse<String> post(String path, Map<String, String> parameters)
            throws IOException, InterruptedException {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path + "?" + query))
                .header("Authorization", "Bearer " + key.secret())
                .POST(BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Http.send(client, request);
        }
    }
}
