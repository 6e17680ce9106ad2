package io.goldstream.gateway;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** What each metric of the gateway tells, for the line {@code # HELP} that Prometheus reads. */
class MetricDescriptions {

    static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry(
                    "goldstream.auth.keys.stale",
                    "1 while the file of write keys cannot be used and the old keys stay valid, else 0"),
            Map.entry("goldstream.edge.events", "Events that were answered, but for dry runs, by type and verdict"),
            Map.entry(
                    "goldstream.edge.in_flight.bytes",
                    "Memory that requests hold; at the limit new requests are refused"),
            Map.entry("goldstream.edge.in_flight.requests", "Requests that wait for Kafka"),
            Map.entry(
                    "goldstream.edge.retries",
                    "Events that were answered retry, by reason: mostly the name of Kafka's error"),
            Map.entry("goldstream.refinery.aborts", "Transactions that were begun and not committed"),
            Map.entry("goldstream.refinery.batch", "Records in a transaction"),
            Map.entry("goldstream.refinery.dedupe.cut", "Events that a full dedupe window forgot early"),
            Map.entry(
                    "goldstream.refinery.expired",
                    "Offsets of raw records that Kafka deleted before they were refined"),
            Map.entry("goldstream.refinery.failures", "Failures after which the refinery started again"),
            Map.entry(
                    "goldstream.refinery.lag",
                    "Offsets between what is refined and the log's end, by topic. It covers this instance's partitions and those of no instance"),
            Map.entry(
                    "goldstream.refinery.lateness",
                    "From when an event that goes to bronze happened, as its producer says, to its receipt, by type"),
            Map.entry(
                    "goldstream.refinery.misplaced",
                    "Records whose partition is not the one that Kafka's Java clients give their key, by topic"),
            Map.entry(
                    "goldstream.refinery.rebalances",
                    "Rebalances that this instance asked for, because partitions belonged to no instance"),
            Map.entry("goldstream.refinery.records", "Raw records whose outcome is committed, by type and outcome"),
            Map.entry(
                    "goldstream.refinery.repairs",
                    "Repairs of texts and durations in events that go to bronze, by type and repair"),
            Map.entry(
                    "goldstream.refinery.timeouts", "Records that took longer than goldstream.refinery.record-timeout"),
            Map.entry(
                    "goldstream.refinery.transaction", "From the first record of a batch to the transaction's commit"),
            Map.entry(
                    "goldstream.kafka.transaction.version",
                    "Level of Kafka's feature transaction.version; below 2, a transaction can be split or hang"),
            Map.entry(
                    "goldstream.kafka.transaction.age",
                    "Seconds since the oldest open transaction was first seen, by topic"),
            Map.entry("goldstream.refinery.unassigned", "Partitions of the raw topics that belong to no instance"),
            Map.entry("goldstream.refinery.violations", "Rules that quarantined records broke, by type and rule"));

    @Produces
    @Singleton
    MeterFilter descriptions() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                String description = BY_NAME.get(id.getName());
                return description == null
                        ? id
                        : new Meter.Id(
                                id.getName(),
                                Tags.of(id.getTagsAsIterable()),
                                id.getBaseUnit(),
                                description,
                                id.getType());
            }
        };
    }
}
