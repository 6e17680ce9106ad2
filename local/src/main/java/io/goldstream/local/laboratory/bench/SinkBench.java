package io.goldstream.local.laboratory.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.schema.Generation;
import io.goldstream.local.Project;
import io.goldstream.local.stack.ConnectWorker;
import io.goldstream.local.stack.Folders;
import io.goldstream.local.stack.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream bench sink}. */
@Command(
        name = "sink",
        description = "Measure a topic to Parquet with one task of a Connect worker, compared with a bare loop: one "
                + "thread that polls, reads the JSON and writes the same files.",
        footer = {
            "",
            "It starts its own broker and worker, and lands bronze listens in a folder. Without --paths and --partitions: 1,",
            "30 and 500 paths with 4 partitions, then 1 path with 16 and 64 partitions. For comparison: Connect alone, which",
            "drops all records unread."
        })
public final class SinkBench extends Bench {

    private static final String LOOP = "loop";
    private static final String WORKER = "connect";
    private static final double GOAL = 0.7;
    private static final int USUAL_PARTITIONS = 4;
    private static final int MOST_PATHS = 2_000;
    private static final int MOST_PARTITIONS = 256;

    /** As much for the worker as the loop has here. */
    private static final String HEAP = "-Xmx%dm".formatted(Runtime.getRuntime().maxMemory() >> 20);

    private static final String OVERRIDE = "consumer.override.";

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Rows in the topic. Default: 1000000.")
    private int rows;

    @Option(
            names = "--paths",
            paramLabel = "N",
            description = "Paths that the rows go round, and so files that are open at once: 1 to " + MOST_PATHS
                    + ". Each partition has files of its own.")
    private Optional<Integer> paths;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of the topic, 1 to " + MOST_PARTITIONS + ".")
    private Optional<Integer> partitions;

    @Mixin
    private SubjectJvm jvm;

    @Override
    protected BenchResult measure(Contest contest) throws Exception {
        check();
        Path folder = Files.createTempDirectory("goldstream-bench-sink");
        try (Workbench workbench = Workbench.open(Project.current(), contest::say)) {
            List<String> options = new ArrayList<>(List.of(HEAP));
            options.addAll(jvm.optionsWithRecording());
            ConnectWorker worker = workbench.worker("worker", Optional.empty(), options, Map.of());
            try (SinkMetrics metrics = SinkMetrics.of(worker.process())) {
                Setting setting =
                        new Setting(workbench.bootstrapServers(), worker, metrics, folder, consumerSettings());
                Optional<BenchResult> result = Optional.empty();
                for (BronzeBlock block : blocks()) {
                    result = Optional.of(measure(contest, setting, block, result));
                    block.delete(setting.bootstrapServers);
                }
                return result.orElseThrow()
                        .with("what", "rows landed, of those that the bare loop writes in the same time");
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private record Setting(
            String bootstrapServers,
            ConnectWorker worker,
            SinkMetrics metrics,
            Path folder,
            Map<String, String> consumer) {}

    private void check() {
        if (rows < 10_000) {
            throw wrongUsage("--rows is at least 10000");
        }
        if (paths.orElse(1) < 1 || paths.orElse(1) > MOST_PATHS) {
            throw wrongUsage("--paths is 1 to " + MOST_PATHS);
        }
        if (partitions.orElse(1) < 1 || partitions.orElse(1) > MOST_PARTITIONS) {
            throw wrongUsage("--partitions is 1 to " + MOST_PARTITIONS);
        }
    }

    private List<BronzeBlock> blocks() {
        if (paths.isPresent() || partitions.isPresent()) {
            return List.of(
                    BronzeBlock.of(new Generation(2), rows, partitions.orElse(USUAL_PARTITIONS), paths.orElse(1)));
        }
        return List.of(
                BronzeBlock.of(new Generation(2), rows, USUAL_PARTITIONS, 1),
                BronzeBlock.of(new Generation(3), rows, USUAL_PARTITIONS, 30),
                BronzeBlock.of(new Generation(4), rows, USUAL_PARTITIONS, 500),
                BronzeBlock.of(new Generation(5), rows, 16, 1),
                BronzeBlock.of(new Generation(6), rows, 64, 1));
    }

    /** What the bronze sink sets for its consumer. */
    private static Map<String, String> consumerSettings() throws IOException {
        Map<String, String> sink = new ObjectMapper()
                .readValue(Project.current().sinks().resolve("bronze.json").toFile(), new TypeReference<>() {});
        Map<String, String> settings = new HashMap<>();
        sink.forEach((name, value) -> {
            if (name.startsWith(OVERRIDE)) {
                settings.put(name.substring(OVERRIDE.length()), value);
            }
        });
        return settings;
    }

    /** The first one is what counts; the others add to what is told. */
    private static BenchResult measure(
            Contest contest, Setting setting, BronzeBlock block, Optional<BenchResult> before) throws Exception {
        String shape = "%d paths, %d partitions".formatted(block.cities(), block.partitions());
        contest.say("filling a topic: " + shape);
        block.write(setting.bootstrapServers);
        Meter loop = Meter.ofThisProcess(LOOP);
        BareLoop bareLoop = new BareLoop(setting.bootstrapServers, setting.consumer, block);
        SinkRun run = new SinkRun(
                setting.worker.url(),
                setting.metrics,
                new Meter(Map.of(WORKER, setting.worker.process())),
                setting.consumer,
                block);
        int[] trial = {0};
        String name = "bench-%d-%d-".formatted(block.cities(), block.partitions());
        Map<String, Series> runs = contest.run(
                1,
                List.of(
                        new Contender(
                                "bare loop, " + shape,
                                () -> loop.measure(() -> bareLoop.run(setting.folder.resolve("bare")))),
                        new Contender(
                                "sink, " + shape,
                                () -> run.land(name + ++trial[0], setting.folder.resolve(name + trial[0]))),
                        new Contender(
                                "Connect alone, " + shape,
                                () -> run.drop(name + ++trial[0], setting.folder.resolve(name + trial[0])))));
        List<Series> series = new ArrayList<>(runs.values());
        Series bare = series.get(0);
        Series sink = series.get(1);
        Ratio rate = sink.rateOver(bare);
        BenchResult result = before.orElseGet(() -> BenchResult.of(rate, sink.cpuMicros(WORKER)));
        return result.with(series)
                .with(Goal.atLeast("rate over the bare loop's, " + shape, GOAL, rate.median()))
                .with("cpu_ratio, " + shape, sink.cpuOver(bare, WORKER, LOOP).median())
                .with("rows_per_file, " + shape, block.rows() / block.files());
    }
}
