package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.schema.Generation;
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

    private final Refiner refiner;
    private final GatewayConfig config;
    private Rows rows;

    Forecast(EventReader reader, GatewayConfig config) {
        this.refiner = new Refiner(reader);
        this.config = config;
    }

    /** Whether a record of this type can be quarantined by a rule of this name. */
    public boolean hasRule(EventType type, String rule) {
        return refiner.hasRule(type, rule);
    }

    /** Whether the record would reach bronze, were it no duplicate. */
    public synchronized boolean isRefinable(EventType type, byte[] key, byte[] value, Headers headers) {
        return isRefinable(type, key, value, headers, rows());
    }

    /** The same of a record at which the refinery failed: one that takes too long again would not reach it. */
    public boolean isRefinableInTime(EventType type, byte[] key, byte[] value, Headers headers) {
        // Rows of its own, and a thread that may be left behind.
        FutureTask<Boolean> answer =
                new FutureTask<>(() -> isRefinable(type, key, value, headers, new Rows(new Devices())));
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

    private boolean isRefinable(EventType type, byte[] key, byte[] value, Headers headers, Rows rows) {
        RawRecord raw =
                new RawRecord(type, config.rawTopic(type), 0, 0, System.currentTimeMillis(), key, value, headers);
        DedupeWindow nothingBefore = new DedupeWindow(
                config.refinery().dedupeSpan(), config.refinery().dedupeRecords());
        Refinement refinement = Refinement.of(raw, refiner, nothingBefore, rows, Outputs.of(Generation.FIRST));
        return refinement.outcome() instanceof Outcome.Refined;
    }

    /** Its own, because rows and devices belong to one thread each. Late, because most instances never need them. */
    private Rows rows() {
        if (rows == null) {
            rows = new Rows(new Devices());
        }
        return rows;
    }
}
