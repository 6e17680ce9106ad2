package io.goldstream.gateway.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Clients as the protocol asks them to be: small batches, one after another; what is marked {@code retry}, and what has no
 * answer or 503, is sent again with the same ids.
 */
final class LedgerClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLIENTS = 3;
    private static final int BATCH = 20;
    private static final int PAUSE_MILLIS = 50;

    /** After an answer that was not whole: not in step with the others, who would all come back to an idle gateway at once. */
    private static final int MOST_PAUSE_MILLIS = 2_000;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String prefix;
    private final Supplier<URI> gateway;
    private final Ledger ledger;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger marked = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private volatile boolean abandoned;

    /** @param gateway where it is now: it may move */
    LedgerClient(String prefix, Supplier<URI> gateway, Ledger ledger) {
        this.prefix = prefix;
        this.gateway = gateway;
        this.ledger = ledger;
        for (int client = 0; client < CLIENTS; client++) {
            String name = prefix + client;
            threads.add(Thread.ofPlatform().start(() -> run(name)));
        }
    }

    /** How many events were marked {@code retry}. */
    int marked() {
        return marked.get();
    }

    /** How many requests were turned away with 503 and a time to come back. */
    int turnedAway() {
        return turnedAway.get();
    }

    /** Sends no more, and waits until all that was sent is acknowledged, if ever it is. */
    @Override
    public void close() {
        stopping = true;
        threads.forEach(thread -> {
            try {
                abandoned = !thread.join(LIMIT) || abandoned;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void run(String name) {
        for (int batch = 0; !stopping; batch++) {
            List<String> unsettled = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                unsettled.add(name + "-" + batch + "-" + i);
            }
            while (!unsettled.isEmpty() && !abandoned) {
                unsettled = send(unsettled);
                pause(
                        unsettled.isEmpty()
                                ? PAUSE_MILLIS
                                : ThreadLocalRandom.current().nextInt(MOST_PAUSE_MILLIS));
            }
        }
    }

    /** Returns the events that are to be sent again. */
    private List<String> send(List<String> ids) {
        StringBuilder body = new StringBuilder();
        for (String id : ids) {
            body.append("{\"eventId\": \"" + id + "\", \"ts\": 1738195816000, \"sessionId\": 7, \"success\": false}\n");
        }
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(gateway.get().resolve("/v1/events/auth"))
                            .header("Authorization", "Bearer gsk_web")
                            .header("Content-Type", "application/x-ndjson")
                            .POST(BodyPublishers.ofString(body.toString()))
                            .build(),
                    BodyHandlers.ofString());
            return settle(ids, response);
        } catch (IOException noAnswer) {
            return ids;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> settle(List<String> ids, HttpResponse<String> response) throws IOException {
        JsonNode answer = JSON.readTree(response.body());
        if (response.statusCode() == 503) {
            response.headers().firstValueAsLong("retry-after").orElseThrow();
        }
        if (!answer.has("events")) {
            if (response.statusCode() != 503) {
                throw new IllegalStateException(response.statusCode() + " " + response.body());
            }
            turnedAway.incrementAndGet();
            return ids;
        }
        List<String> again = new ArrayList<>();
        for (JsonNode event : answer.get("events")) {
            if (!event.get("verdict").asText().equals("retry")) {
                throw new IllegalStateException(event.toString());
            }
            again.add(event.get("id").asText());
        }
        marked.addAndGet(again.size());
        ids.stream().filter(id -> !again.contains(id)).forEach(ledger::acknowledge);
        return again;
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
