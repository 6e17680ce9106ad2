package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.rules.Violation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** What the refinery tells of itself. Counts of a transaction are told when it is committed, and only then. */
@Singleton
class RefineryMetrics {

    private static final String CUT = "goldstream.refinery.dedupe.cut";
    private static final String EXPIRED = "goldstream.refinery.expired";
    private static final String FAILURES = "goldstream.refinery.failures";

    /** In seconds: a minute to 30 days. */
    private static final double[] LATENESS_BUCKETS = {60, 300, 900, 3_600, 21_600, 86_400, 604_800, 2_592_000};

    private final MeterRegistry registry;
    private final Timer transactions;
    private final DistributionSummary batches;
    private final Counter aborts;
    private final Map<EventType, DistributionSummary> lateness = new EnumMap<>(EventType.class);
    private final Map<String, AtomicLong> lags = new ConcurrentHashMap<>();

    RefineryMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.transactions = Timer.builder("goldstream.refinery.transaction")
                .description("From the first record of a batch to the transaction's commit")
                .register(registry);
        this.batches = DistributionSummary.builder("goldstream.refinery.batch")
                .description("Records in a transaction")
                .baseUnit("records")
                .register(registry);
        // There from the start, at zero: an alert looks for what is added, and would not see a first failure.
        for (String rare : List.of(CUT, EXPIRED, FAILURES)) {
            registry.counter(rare);
        }
        this.aborts = Counter.builder("goldstream.refinery.aborts")
                .description("Transactions that were begun and not committed")
                .register(registry);
        for (EventType type : EventType.values()) {
            lateness.put(
                    type,
                    DistributionSummary.builder("goldstream.refinery.lateness")
                            .description("From when a valid event happened, by its producer's clock, to its receipt")
                            .baseUnit("seconds")
                            .tag("type", type.id())
                            .serviceLevelObjectives(LATENESS_BUCKETS)
                            .register(registry));
        }
    }

    MeterRegistry registry() {
        return registry;
    }

    /** Identities that left a dedupe window before their time. */
    void cut(long identities) {
        if (identities > 0) {
            registry.counter(CUT).increment(identities);
        }
    }

    /** Offsets that Kafka deleted before they were refined. */
    void expired(long offsets) {
        registry.counter(EXPIRED).increment(offsets);
    }

    void aborted() {
        aborts.increment();
    }

    /** How many offsets of a raw topic's assigned partitions are not yet refined. */
    void lag(String topic, long offsets) {
        lags.computeIfAbsent(topic, this::lagGauge).set(offsets);
    }

    private AtomicLong lagGauge(String topic) {
        AtomicLong lag = new AtomicLong();
        Gauge.builder("goldstream.refinery.lag", lag, AtomicLong::get)
                .description("Offsets of this instance's partitions that are not yet refined")
                .tag("topic", topic)
                .register(registry);
        return lag;
    }

    void failed() {
        registry.counter(FAILURES).increment();
    }

    /** Gathers what one transaction does. */
    Tally tally() {
        return new Tally();
    }

    /** The counts of one transaction. Used by one thread. */
    final class Tally {
        private final Timer.Sample started = Timer.start(registry);
        private final Map<Name, Integer> counts = new HashMap<>();
        private final Map<EventType, LongStream.Builder> latenessMillis = new EnumMap<>(EventType.class);
        private int records;

        private record Name(String meter, String tag, String value, String type) {}

        void count(EventType type, Outcome outcome) {
            records++;
            switch (outcome) {
                case Outcome.Refined(String id, var event) -> {
                    add("goldstream.refinery.records", "outcome", "refined", type, 1);
                    latenessMillis
                            .computeIfAbsent(type, any -> LongStream.builder())
                            .accept(event.receivedAtMillis() - event.integer(Field.TS));
                    event.forEachRepair(
                            (repair, times) -> add("goldstream.refinery.repairs", "repair", repair.id(), type, times));
                }
                case Outcome.Duplicate duplicate -> add("goldstream.refinery.records", "outcome", "duplicate", type, 1);
                case Outcome.Quarantined quarantined -> {
                    add("goldstream.refinery.records", "outcome", "quarantined", type, 1);
                    for (Violation violation : quarantined.violations()) {
                        add("goldstream.refinery.violations", "rule", violation.rule(), type, 1);
                    }
                }
            }
        }

        private void add(String meter, String tag, String value, EventType type, int times) {
            counts.merge(new Name(meter, tag, value, type.id()), times, Integer::sum);
        }

        void committed() {
            started.stop(transactions);
            batches.record(records);
            // A clock that runs ahead is not late.
            latenessMillis.forEach((type, millis) ->
                    millis.build().forEach(late -> lateness.get(type).record(Math.max(0, late) / 1_000.0)));
            counts.forEach(
                    (name, times) -> registry.counter(name.meter(), name.tag(), name.value(), "type", name.type())
                            .increment(times));
        }
    }
}
