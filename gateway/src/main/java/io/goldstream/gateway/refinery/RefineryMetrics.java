package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.rules.Violation;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the refinery tells of itself. Counts of a transaction are told when it is committed, and only then. */
@Singleton
class RefineryMetrics {

    private static final String CUT = "goldstream.refinery.dedupe.cut";
    private static final String EXPIRED = "goldstream.refinery.expired";
    private static final String FAILURES = "goldstream.refinery.failures";

    private final MeterRegistry registry;
    private final Timer transactions;
    private final DistributionSummary batches;

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
        private int records;

        private record Name(String meter, String tag, String value, String type) {}

        void count(EventType type, Outcome outcome) {
            records++;
            switch (outcome) {
                case Outcome.Refined(String id, var event) -> {
                    add("goldstream.refinery.records", "outcome", "refined", type, 1);
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
            counts.forEach(
                    (name, times) -> registry.counter(name.meter(), name.tag(), name.value(), "type", name.type())
                            .increment(times));
        }
    }
}
