package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.reconcile.Diagnosis;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.Project;
import io.goldstream.local.laboratory.simulate.SimulatedEvent;
import io.goldstream.local.stack.Workbench;
import io.goldstream.local.stack.Workbench.Gateway;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream bench refinery}. */
@Command(
        name = "refinery",
        description = "Measure raw events to bronze and silver, exactly once, compared with a plain copy of the "
                + "same records to two topics in transactions of the same size.",
        footer = {
            "",
            "It starts its own broker and gateway. Rates and their goal count raw events. Processor time and its goal count",
            "output bytes, because the refinery's output for an event is longer than two copies of it."
        })
public final class RefineryBench extends Bench {

    private static final double LEAST_RATE = 0.6;
    private static final double MOST_CPU = 2;
    private static final int COPY_ROUNDS = 3;
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double NANOS_PER_MICRO = 1e3;

    private static final String GROUP = Diagnosis.refineryGroup(Generation.FIRST);

    private static final String REFINERY = "refinery";
    private static final String COPY = "copy to two topics";
    private static final String SINGLE_COPY = "copy to one topic";
    private static final String SERVER = "server";
    private static final String BROKER = "broker";

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "150000",
            description = "Events of one run. Default: 150000.")
    private int count;

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            defaultValue = "15",
            description = "Warm-up runs of each program. Default: 15.")
    private int warmUps;

    @Mixin
    private SubjectJvm jvm;

    @Override
    protected BenchResult measure(Contest contest) throws Exception {
        if (count < 1_000) {
            throw wrongUsage("--events is at least 1000");
        }
        if (warmUps < 0) {
            throw wrongUsage("--warm-ups is 0 or more");
        }
        contest.say("making up %,d events".formatted(count));
        List<SimulatedEvent> events = EventBodies.events(count);
        try (Workbench bench = Workbench.open(Project.current(), contest::say);
                RawBlock raw = new RawBlock(bench.bootstrapServers());
                CopyLoop singleCopy = new CopyLoop(bench.bootstrapServers(), 1);
                CopyLoop copy = new CopyLoop(bench.bootstrapServers(), 2);
                Offsets offsets = new Offsets(bench.bootstrapServers())) {
            Gateway gateway = bench.gateway(
                    REFINERY,
                    Project.current().gatewayJar(),
                    jvm.optionsWithRecording(),
                    Map.of("GOLDSTREAM_EDGE_ENABLED", "false"));
            refine(raw, events, offsets, bench, gateway);
            double bytesOut = bytesPerEvent(bench.bootstrapServers());
            Meter here = new Meter(processes(ProcessHandle.current(), bench));
            Map<String, Series> runs = contest.run(
                    warmUps,
                    List.of(
                            new Contender(SINGLE_COPY, () -> here.measure(() -> copied(singleCopy))),
                            new Contender(COPY, () -> here.measure(() -> copied(copy))),
                            new Contender(REFINERY, () -> refine(raw, events, offsets, bench, gateway))));
            return report(runs, singleCopy.bytesPerRecord(), copy.bytesPerRecord(), bytesOut);
        }
    }

    /** More than once: else a copy is over so soon that one turn says little of the next. */
    private long copied(CopyLoop copy) {
        long copied = 0;
        for (int round = 0; round < COPY_ROUNDS; round++) {
            copied += copy.copy(count);
        }
        return copied;
    }

    private static BenchResult report(
            Map<String, Series> runs, double singleBytes, double copyBytes, double refineryBytes) {
        Series copy = runs.get(COPY);
        Series refinery = runs.get(REFINERY);
        Ratio rate = refinery.rateOver(copy);
        double cpu = refinery.cpuOver(copy, SERVER, SERVER).median() * copyBytes / refineryBytes;
        Series single = runs.get(SINGLE_COPY);
        return BenchResult.of(rate, refinery.cpuMicros(SERVER))
                .with("ratio_of", "raw events/s through the refinery, divided by those of the copy to two topics")
                .with(Goal.atLeast("rate divided by the copy's", LEAST_RATE, rate.median()))
                .with(Goal.atMost("CPU per output byte divided by the copy's", MOST_CPU, cpu))
                .with(runs.values())
                .with("ratio_by_output_bytes", rate.median() * refineryBytes / copyBytes)
                .with(
                        "cpu_per_event_over_copy",
                        refinery.cpuOver(copy, SERVER, SERVER).median())
                .with("cpu_per_output_byte_over_copy", cpu)
                .with("output_bytes_per_event", refineryBytes)
                .with("copy_output_bytes_per_event", copyBytes)
                .with("cpu_ns_per_output_byte", refinery.cpuMicros(SERVER) * NANOS_PER_MICRO / refineryBytes)
                .with("copy_cpu_ns_per_output_byte", copy.cpuMicros(SERVER) * NANOS_PER_MICRO / copyBytes)
                .with("rate_over_single_copy", refinery.rateOver(single).median())
                .with(
                        "cpu_per_output_byte_over_single_copy",
                        refinery.cpuOver(single, SERVER, SERVER).median() * singleBytes / refineryBytes);
    }

    private static Map<String, ProcessHandle> processes(ProcessHandle subject, Workbench bench) {
        Map<String, ProcessHandle> processes = new LinkedHashMap<>();
        processes.put(SERVER, subject);
        processes.put(BROKER, bench.broker());
        return processes;
    }

    /** The events lie ready before the time is taken: from the moment that they can be seen to their last commit. */
    private static Sample refine(
            RawBlock raw, List<SimulatedEvent> events, Offsets offsets, Workbench bench, Gateway gateway)
            throws Exception {
        Map<TopicPartition, Long> ends = raw.fill(events);
        return new Meter(processes(gateway.process(), bench)).measure(() -> {
            raw.release();
            awaitRefined(offsets, ends);
            return events.size();
        });
    }

    private static void awaitRefined(Offsets offsets, Map<TopicPartition, Long> ends) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<TopicPartition, Long> committed = offsets.committed(GROUP);
            if (ends.entrySet().stream().allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("the refinery is not done after " + PATIENCE.toMinutes() + " minutes");
            }
            Thread.sleep(POLL);
        }
    }

    /** Keys, values and headers of what the refinery has written up to now, by event; a copy has no headers. */
    private double bytesPerEvent(String bootstrapServers) {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                ClientSettings.consumer(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Stream.of(Layer.BRONZE, Layer.SILVER)
                    .flatMap(layer -> Tables.of(layer).stream())
                    .map(Table::topic)
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long bytes = 0;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            for (long rows = 0; rows < 2L * count && System.nanoTime() < deadline; ) {
                for (ConsumerRecord<byte[], byte[]> row : consumer.poll(POLL)) {
                    bytes += row.serializedKeySize() + row.serializedValueSize();
                    for (Header header : row.headers()) {
                        bytes += header.key().length() + header.value().length;
                    }
                    rows++;
                }
            }
            return (double) bytes / count;
        }
    }
}
