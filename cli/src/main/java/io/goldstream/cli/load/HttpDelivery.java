package io.goldstream.cli.load;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.load.Answer.JudgedEvent;
import io.goldstream.cli.load.Chunk.Line;
import io.goldstream.cli.load.LoadReport.Outcome;
import io.goldstream.events.protocol.EdgeProtocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Sends chunks to the gateway until each event has a final verdict.
 *
 * <p>A request that got no answer, or 429 or 5xx, is sent again as it was, byte for byte, under its idempotency key: the gateway derives the
 * same event ids from both. Events that the gateway marks {@code retry} are sent again without the others, each with the id that
 * the gateway named for it as its first property, {@code "eventId"}.
 */
public final class HttpDelivery implements Delivery {

    /** Longer than a killed gateway or broker takes to be back. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String gatewayUrl;
    private final Optional<String> writeKey;
    private final Duration patience;
    private final HttpClient client;

    /**
     * @param gatewayUrl without a slash at its end
     * @param writeKey what to show, where the gateway asks for one
     * @param patience how long to go on without any progress before a chunk counts as undelivered
     */
    public HttpDelivery(String gatewayUrl, Optional<String> writeKey, Duration patience) {
        this.gatewayUrl = gatewayUrl;
        this.writeKey = writeKey;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    @Override
    public void send(Chunk chunk, LoadReport report) throws InterruptedException {
        Chunk rest = chunk;
        Duration pause = FIRST_PAUSE;
        Instant deadline = Instant.now().plus(patience);
        while (true) {
            Duration wait = pause;
            String reason;
            switch (exchange(rest)) {
                case Answer.Verdicts verdicts -> {
                    List<JudgedEvent> again = count(verdicts, rest, report);
                    if (again.isEmpty()) {
                        return;
                    }
                    if (again.size() < rest.lines().size()) {
                        deadline = Instant.now().plus(patience);
                    }
                    rest = retry(rest, again);
                    reason = "the gateway asks to send it again";
                }
                case Answer.Later later -> {
                    wait = later.after().orElse(pause);
                    reason = later.reason();
                }
                case Answer.TooLarge tooLarge -> {
                    sendApart(rest, tooLarge, report);
                    return;
                }
                case Answer.Refused refused -> {
                    giveUp(rest, refused.reason(), report);
                    return;
                }
            }
            if (Instant.now().plus(wait).isAfter(deadline)) {
                giveUp(rest, reason, report);
                return;
            }
            Thread.sleep(wait);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private Answer exchange(Chunk chunk) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        gatewayUrl + EdgeProtocol.EVENTS + "/" + chunk.type().id()))
                .timeout(ANSWER_TIMEOUT)
                .header("Content-Type", EdgeProtocol.LINES)
                .header("Content-Encoding", "gzip")
                .header(EdgeProtocol.IDEMPOTENCY_KEY, chunk.key())
                .POST(BodyPublishers.ofByteArray(gzip(chunk.body())));
        writeKey.ifPresent(key -> request.header("Authorization", "Bearer " + key));
        try {
            return Answer.of(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException noAnswer) {
            return new Answer.Later(
                    Optional.empty(), "no answer from " + gatewayUrl + " (" + noAnswer + "): does it run?");
        }
    }

    /** Adds the final verdicts to the report, and returns those that ask for another try. */
    private static List<JudgedEvent> count(Answer.Verdicts verdicts, Chunk chunk, LoadReport report) {
        if (verdicts.accepted() + verdicts.others().size() != chunk.lines().size()) {
            throw new CommandFailure("the gateway answers " + chunk.lines().size() + " events with "
                    + (verdicts.accepted() + verdicts.others().size())
                    + " verdicts: its version is not the one of this command");
        }
        report.add(Outcome.ACCEPTED, verdicts.accepted());
        List<JudgedEvent> again = new ArrayList<>();
        for (JudgedEvent verdict : verdicts.others()) {
            long number = chunk.lines().get(verdict.index()).number();
            switch (verdict.verdict()) {
                case RETRY -> again.add(verdict);
                case QUARANTINED -> report.add(Outcome.QUARANTINED, chunk.source(), number, verdict.reason());
                case ACCEPTED, REJECTED -> report.add(Outcome.REJECTED, chunk.source(), number, verdict.reason());
            }
        }
        return again;
    }

    private static Chunk retry(Chunk chunk, List<JudgedEvent> again) {
        List<Line> lines = new ArrayList<>();
        for (JudgedEvent verdict : again) {
            Line line = chunk.lines().get(verdict.index());
            // What is no JSON object cannot carry an id; it is bound for quarantine, and may stand there twice.
            byte[] withId = EventIds.insert(line.bytes(), verdict.id()).orElse(line.bytes());
            lines.add(new Line(line.number(), withId));
        }
        return new Chunk(chunk.type(), chunk.source(), chunk.key() + "/retry", lines);
    }

    private void sendApart(Chunk chunk, Answer.TooLarge answer, LoadReport report) throws InterruptedException {
        if (chunk.lines().size() == 1) {
            report.add(
                    Outcome.REJECTED, chunk.source(), chunk.lines().getFirst().number(), answer.reason());
            return;
        }
        for (Chunk half : chunk.halves()) {
            send(half, report);
        }
    }

    private static void giveUp(Chunk chunk, String reason, LoadReport report) {
        for (Line line : chunk.lines()) {
            report.add(Outcome.UNDELIVERED, chunk.source(), line.number(), reason);
        }
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return compressed.toByteArray();
    }
}
