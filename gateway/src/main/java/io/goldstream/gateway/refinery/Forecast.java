package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.QuarantineKind;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.useragent.Devices;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.header.Headers;

/** Says what this instance's refinery, with the rules that it has now, would make of a record. */
@Singleton
public class Forecast {

    private final Classifier classifier;
    private final GatewayConfig config;
    private RowEncoder encoder;

    Forecast(EventReader reader, GatewayConfig config) {
        this.classifier = new Classifier(reader);
        this.config = config;
    }

    /** Whether a record of this type can be quarantined as this kind by a rule of this name. */
    public boolean hasRule(QuarantineKind kind, EventType type, String rule) {
        return classifier.hasRule(kind, type, rule);
    }

    /** Whether the record would reach bronze, were it no duplicate. */
    public synchronized boolean isRefinable(EventType type, byte[] key, byte[] value, Headers headers) {
        return isRefinable(type, key, value, headers, encoder());
    }

    /** The same of a record at which the refinery failed: one that takes too long again would not reach it. */
    public boolean isRefinableInTime(EventType type, byte[] key, byte[] value, Headers headers) {
        // An encoder of its own, and a thread that may be left behind.
        FutureTask<Boolean> answer =
                new FutureTask<>(() -> isRefinable(type, key, value, headers, new RowEncoder(new Devices())));
        Thread.ofPlatform().name("forecast").daemon().start(answer);
        try {
            return answer.get(config.refinery().recordTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isRefinable(EventType type, byte[] key, byte[] value, Headers headers, RowEncoder encoder) {
        RawRecord raw =
                new RawRecord(type, config.rawTopic(type), null, 0, 0, System.currentTimeMillis(), key, value, headers);
        DedupeWindow nothingBefore = new DedupeWindow(
                config.refinery().dedupeSpan(), config.refinery().dedupeRecords());
        RefinedRows refined =
                RefinedRows.of(raw, classifier, nothingBefore, encoder, OutputTopics.of(Generation.FIRST));
        return refined.outcome() instanceof Outcome.Refined;
    }

    /** Its own, because encoder and devices belong to one thread each. Late, because most instances never need them. */
    private RowEncoder encoder() {
        if (encoder == null) {
            encoder = new RowEncoder(new Devices());
        }
        return encoder;
    }
}
