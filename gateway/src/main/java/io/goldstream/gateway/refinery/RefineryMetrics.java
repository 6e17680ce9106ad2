package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.repair.Repair;
import io.goldstream.events.rules.Violation;
import io.goldstream.events.schema.QuarantineKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** What the refinery tells of itself. Counts of a transaction are told when it is committed, and only then. */
@Singleton
class RefineryMetrics {

    private static final String CUT = "goldstream.refinery.dedupe.cut";
    private static final String EXPIRED = "goldstream.refinery.expired";
    private static final String FAILURES = "goldstream.refinery.failures";
    private static final String MISPLACED = "goldstream.refinery.misplaced";
    private static final String REBALANCES = "goldstream.refinery.rebalances";
    private static final String TIMEOUTS = "goldstream.refinery.timeouts";
    private static final String RECORDS = "goldstream.refinery.records";

    /** In seconds: a minute to 30 days. */
    private static final double[] LATENESS_BUCKETS = {60, 300, 900, 3_600, 21_600, 86_400, 604_800, 2_592_000};

    private final MeterRegistry registry;
    private final Timer transactions;
    private final DistributionSummary batches;
    private final Counter aborts;
    private final Map<EventType, DistributionSummary> lateness = new EnumMap<>(EventType.class);
    private final Map<String, AtomicLong> lags = new ConcurrentHashMap<>();
    private final AtomicLong unassigned = new AtomicLong();
    private final Map<String, AtomicLong> transactionAges = new ConcurrentHashMap<>();
    private AtomicLong transactionVersion;

    RefineryMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.transactions = Timer.builder("goldstream.refinery.transaction").register(registry);
        this.batches = DistributionSummary.builder("goldstream.refinery.batch")
                .baseUnit("records")
                .register(registry);
        // There from the start, at zero: an alert looks for what is added, and would not see a first failure.
        for (String rare : List.of(CUT, EXPIRED, FAILURES, REBALANCES, TIMEOUTS)) {
            registry.counter(rare);
        }
        Gauge.builder("goldstream.refinery.unassigned", unassigned, AtomicLong::get)
                .register(registry);
        this.aborts = Counter.builder("goldstream.refinery.aborts").register(registry);
        for (EventType type : EventType.values()) {
            registry.counter(RECORDS, "outcome", QuarantineKind.UNREAD.id(), "type", type.id());
            lateness.put(
                    type,
                    DistributionSummary.builder("goldstream.refinery.lateness")
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

    /** A record was in hand for too long. */
    void timedOut() {
        registry.counter(TIMEOUTS).increment();
    }

    /** Records that stand in another partition than Kafka's Java clients would have given their key. */
    void misplaced(String topic, int records) {
        if (records > 0) {
            registry.counter(MISPLACED, "topic", topic).increment(records);
        }
    }

    /** The group was asked to assign anew what it had given to nobody. */
    void rebalanced() {
        registry.counter(REBALANCES).increment();
    }

    /** The level of Kafka's feature transaction.version; there is no such metric before it is known. */
    void transactionVersion(int level) {
        if (transactionVersion == null) {
            transactionVersion = new AtomicLong();
            Gauge.builder("goldstream.kafka.transaction.version", transactionVersion, AtomicLong::get)
                    .register(registry);
        }
        transactionVersion.set(level);
    }

    /** How long the oldest open transaction of a topic has been seen. */
    void transactionAge(String topic, Duration age) {
        transactionAges
                .computeIfAbsent(topic, _ -> {
                    AtomicLong millis = new AtomicLong();
                    Gauge.builder("goldstream.kafka.transaction.age", millis, one -> one.get() / 1000.0)
                            .baseUnit("seconds")
                            .tag("topic", topic)
                            .register(registry);
                    return millis;
                })
                .set(age.toMillis());
    }

    /** How many partitions of the raw topics the group has given to nobody. */
    void unassigned(int partitions) {
        unassigned.set(partitions);
    }

    /** How many offsets of a raw topic's partitions that are ours or nobody's are not yet refined. */
    void lag(String topic, long offsets) {
        lags.computeIfAbsent(topic, this::lagGauge).set(offsets);
    }

    /** The topics whose lag was told. */
    Set<String> lagging() {
        return Set.copyOf(lags.keySet());
    }

    private AtomicLong lagGauge(String topic) {
        AtomicLong lag = new AtomicLong();
        Gauge.builder("goldstream.refinery.lag", lag, AtomicLong::get)
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
        private final Map<EventType, Counts> counts = new EnumMap<>(EventType.class);
        private int records;

        void count(EventType type, Outcome outcome) {
            records++;
            Counts ofType = counts.computeIfAbsent(type, _ -> new Counts());
            switch (outcome) {
                case Outcome.Refined(String id, var event) -> {
                    ofType.refined++;
                    ofType.latenessMillis.accept(event.receivedAtMillis() - event.integer(Field.TS));
                    event.forEachRepair((repair, times) -> ofType.repairs[repair.ordinal()] += times);
                }
                case Outcome.Duplicate duplicate -> ofType.duplicates++;
                case Outcome.Quarantined quarantined -> {
                    if (quarantined.kind() == QuarantineKind.UNREAD) {
                        ofType.unread++;
                    } else {
                        ofType.quarantined++;
                    }
                    for (Violation violation : quarantined.violations()) {
                        ofType.violations.merge(violation.rule(), 1, Integer::sum);
                    }
                }
            }
        }

        void committed() {
            started.stop(transactions);
            batches.record(records);
            counts.forEach((type, ofType) -> {
                add(RECORDS, "outcome", "refined", type, ofType.refined);
                add(RECORDS, "outcome", QuarantineKind.DUPLICATE.id(), type, ofType.duplicates);
                add(RECORDS, "outcome", "quarantined", type, ofType.quarantined);
                add(RECORDS, "outcome", QuarantineKind.UNREAD.id(), type, ofType.unread);
                for (Repair repair : Repair.values()) {
                    add("goldstream.refinery.repairs", "repair", repair.id(), type, ofType.repairs[repair.ordinal()]);
                }
                ofType.violations.forEach(
                        (rule, times) -> add("goldstream.refinery.violations", "rule", rule, type, times));
                // A clock that runs ahead is not late.
                ofType.latenessMillis.build().forEach(late -> lateness.get(type).record(Math.max(0, late) / 1_000.0));
            });
        }

        private void add(String meter, String tag, String value, EventType type, int times) {
            if (times > 0) {
                registry.counter(meter, tag, value, "type", type.id()).increment(times);
            }
        }
    }

    /** What a transaction does with the records of one type. */
    private static final class Counts {
        private final int[] repairs = new int[Repair.values().length];
        private final Map<String, Integer> violations = new HashMap<>();
        private final LongStream.Builder latenessMillis = LongStream.builder();
        private int refined;
        private int duplicates;
        private int quarantined;
        private int unread;
    }
}
