package io.goldstream.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.events.EventHeaders;
import io.goldstream.events.EventType;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.ParsedEvent;
import io.goldstream.events.intake.Reading;
import io.goldstream.events.intake.Rules;
import io.goldstream.events.rules.Violation;
import io.goldstream.gateway.GatewayConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;

/** Judges each event of a batch, appends what is kept to the raw log, and answers when Kafka has answered for all. */
@ApplicationScoped
class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final byte[] RULES_VERSION = Rules.VERSION.getBytes(UTF_8);
    private static final byte[] SPEC_VERSION = "1.0".getBytes(UTF_8);

    private final EventReader reader;
    private final EventIds ids;
    private final RawLog log;
    private final GatewayConfig config;
    private final MeterRegistry metrics;
    private final Clock clock = Clock.systemUTC();
    private final byte[] source;

    Intake(EventReader reader, EventIds ids, RawLog log, GatewayConfig config, MeterRegistry metrics) {
        this.reader = reader;
        this.ids = ids;
        this.log = log;
        this.config = config;
        this.metrics = metrics;
        this.source = config.edge().source().getBytes(UTF_8);
    }

    /** A ruling, and what Kafka will say of it; null where nothing was sent. */
    private record Sent(Ruling ruling, CompletableFuture<Void> acknowledged) {}

    Receipt take(EventType type, Batch batch, String idempotencyKey) {
        long receivedAtMillis = clock.millis();
        List<Sent> sent = new ArrayList<>(batch.slices().size());
        for (int index = 0; index < batch.slices().size(); index++) {
            sent.add(send(type, batch, index, idempotencyKey, receivedAtMillis));
        }
        List<Ruling> rulings = new ArrayList<>(sent.size());
        for (Sent one : sent) {
            rulings.add(settle(one));
        }
        count(type, rulings);
        return Receipt.of(rulings);
    }

    private Sent send(EventType type, Batch batch, int index, String idempotencyKey, long receivedAtMillis) {
        Batch.Slice slice = batch.slices().get(index);
        if (slice.length() > config.edge().maxEventSize().asLongValue()) {
            String id = ids.idOf(type, null, idempotencyKey, index);
            return new Sent(new Ruling(id, Verdict.REJECTED, List.of(tooLarge())), null);
        }
        Reading reading = reader.read(type, batch.bytes(), slice.offset(), slice.length(), receivedAtMillis);
        ParsedEvent event =
                switch (reading) {
                    case Reading.Valid valid -> valid.event();
                    case Reading.Invalid invalid -> invalid.event();
                    case Reading.Malformed malformed -> null;
                };
        String id = ids.idOf(type, event, idempotencyKey, index);
        byte[] value = Arrays.copyOfRange(batch.bytes(), slice.offset(), slice.offset() + slice.length());
        Ruling ruling =
                switch (reading) {
                    case Reading.Valid valid -> new Ruling(id, Verdict.ACCEPTED, List.of());
                    case Reading.Invalid invalid -> new Ruling(id, Verdict.QUARANTINED, invalid.violations());
                    case Reading.Malformed malformed ->
                        new Ruling(id, Verdict.QUARANTINED, List.of(malformed.violation()));
                };
        return new Sent(ruling, log.append(record(type, id, event, value, receivedAtMillis)));
    }

    private ProducerRecord<byte[], byte[]> record(
            EventType type, String id, ParsedEvent event, byte[] value, long receivedAtMillis) {
        byte[] key = event == null || event.key() == null ? null : event.key().getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(config.rawTopic(type), null, receivedAtMillis, key, value);
        Headers headers = record.headers();
        headers.add(EventHeaders.SPEC_VERSION, SPEC_VERSION);
        headers.add(EventHeaders.ID, id.getBytes(UTF_8));
        headers.add(EventHeaders.TYPE, type.id().getBytes(UTF_8));
        headers.add(EventHeaders.SOURCE, source);
        headers.add(EventHeaders.RECEIVED_AT, Long.toString(receivedAtMillis).getBytes(UTF_8));
        headers.add(EventHeaders.RULES_VERSION, RULES_VERSION);
        return record;
    }

    /** Waits for Kafka. The producer's delivery timeout bounds the wait. */
    private static Ruling settle(Sent sent) {
        if (sent.acknowledged() == null) {
            return sent.ruling();
        }
        try {
            sent.acknowledged().get();
            return sent.ruling();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return new Ruling(sent.ruling().id(), Verdict.REJECTED, List.of(tooLarge()));
            }
            LOG.debugf(e.getCause(), "an event was not acknowledged");
            return sent.ruling().retry();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return sent.ruling().retry();
        }
    }

    private static Violation tooLarge() {
        return new Violation("event.size", "", "an event is smaller than the platform's limit");
    }

    private void count(EventType type, List<Ruling> rulings) {
        int[] counts = new int[Verdict.values().length];
        rulings.forEach(ruling -> counts[ruling.verdict().ordinal()]++);
        for (Verdict verdict : Verdict.values()) {
            if (counts[verdict.ordinal()] > 0) {
                metrics.counter("goldstream.edge.events", "type", type.id(), "verdict", verdict.id())
                        .increment(counts[verdict.ordinal()]);
            }
        }
    }
}
