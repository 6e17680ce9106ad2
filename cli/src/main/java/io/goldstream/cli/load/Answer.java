package io.goldstream.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.protocol.Verdict;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the gateway says to a chunk. */
sealed interface Answer {

    ObjectMapper JSON = new ObjectMapper();
    int TOO_LARGE = 413;
    int TOO_MANY = 429;
    int TIMEOUT = 408;
    int SERVER_ERROR = 500;

    /**
     * Each event has its verdict.
     *
     * @param accepted how many were accepted
     * @param others those that were not, in input order
     */
    record Verdicts(int accepted, List<JudgedEvent> others) implements Answer {}

    /** Nothing was kept, and the same chunk may be sent again after a while. */
    record Later(Optional<Duration> after, String reason) implements Answer {}

    /** The request as a whole is larger than the gateway takes. */
    record TooLarge(String reason) implements Answer {}

    /** Nothing was kept, and it is no use to send the chunk again. */
    record Refused(String reason) implements Answer {}

    /**
     * What becomes of one event.
     *
     * @param index its place in the request, from 0
     * @param id its event id; empty where the gateway names none
     * @param reason the first rule that it breaks, and what the rule asks for
     */
    record JudgedEvent(int index, String id, Verdict verdict, String reason) {}

    /** Reads a response. A body with verdicts counts whatever the status; else the status decides. */
    static Answer of(HttpResponse<String> response) {
        JsonNode body = json(response.body());
        if (body.path("accepted").isInt()) {
            return verdicts(body);
        }
        int status = response.statusCode();
        String reason = reason(status, body);
        if (status == TOO_LARGE) {
            return new TooLarge(reason);
        }
        return status == TOO_MANY || status == TIMEOUT || status >= SERVER_ERROR
                ? new Later(retryAfter(response), reason)
                : new Refused(reason);
    }

    private static Verdicts verdicts(JsonNode body) {
        List<JudgedEvent> others = new ArrayList<>();
        for (JsonNode event : body.path("events")) {
            JsonNode violation = event.path("violations").path(0);
            others.add(new JudgedEvent(
                    event.path("index").asInt(),
                    event.path("id").asText(),
                    verdict(event.path("verdict").asText()),
                    violation.isMissingNode()
                            ? event.path("verdict").asText()
                            : violation.path("rule").asText() + ": "
                                    + violation.path("message").asText()));
        }
        return new Verdicts(body.path("accepted").asInt(), others);
    }

    /** One that is not known counts as rejected: it was not kept, and nobody says that it may be sent again. */
    private static Verdict verdict(String id) {
        return Stream.of(Verdict.values())
                .filter(verdict -> verdict.id().equals(id))
                .findFirst()
                .orElse(Verdict.REJECTED);
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }

    /** From RFC 9457 problem details, where there are some. */
    private static String reason(int status, JsonNode problem) {
        String title = problem.path("title").asText();
        String detail = problem.path("detail").asText();
        String words = title.isEmpty() || detail.isEmpty() ? title + detail : title + ": " + detail;
        return "the gateway answers " + status + (words.isEmpty() ? "" : " (" + words + ")");
    }

    private static Optional<Duration> retryAfter(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,5}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
