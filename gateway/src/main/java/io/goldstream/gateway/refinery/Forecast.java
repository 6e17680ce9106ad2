package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.schema.Generation;
import io.goldstream.gateway.GatewayConfig;
import jakarta.inject.Singleton;
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

    /** Whether the record would reach bronze, were it no duplicate. */
    public synchronized boolean isRefinable(EventType type, byte[] key, byte[] value, Headers headers) {
        RawRecord raw =
                new RawRecord(type, config.rawTopic(type), 0, 0, System.currentTimeMillis(), key, value, headers);
        DedupeWindow nothingBefore = new DedupeWindow(
                config.refinery().dedupeSpan(), config.refinery().dedupeRecords());
        Refinement refinement = Refinement.of(raw, refiner, nothingBefore, rows(), Outputs.of(Generation.FIRST));
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
