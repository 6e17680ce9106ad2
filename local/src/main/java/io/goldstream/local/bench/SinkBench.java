package io.goldstream.local.bench;

import io.goldstream.local.CommandFailure;
import io.goldstream.local.Project;
import io.goldstream.local.parquet.ParquetFooter;
import io.goldstream.local.stack.ConnectWorker;
import io.goldstream.local.stack.Folders;
import io.goldstream.local.stack.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.parquet.hadoop.ParquetWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code goldstream bench sink}. */
@Command(
        name = "sink",
        description =
                "Rows from a topic to Parquet through a Connect worker, one task, beside a bare loop: poll, read the"
                        + " JSON, write the same Parquet, one thread.",
        footer = {
            "",
            "Starts a broker and a worker of its own; the lake is a folder. Bronze listens, with 1, 30 and 500 files open at",
            "once and 4 partitions; then one file each for 16 and 64 partitions."
        })
public final class SinkBench extends Bench {

    private static final String BARE = "bare loop";
    private static final String LOOP = "loop";
    private static final String WORKER = "connect";
    private static final double GOAL = 0.7;
    private static final int USUAL_PARTITIONS = 4;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Measured from the first landed rows to these: before, a worker starts a task; after, a file waits for its age. */
    private static final double MEASURED = 0.8;

    private static final int FLUSHES = 10;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "400000",
            description = "Rows in the topic. Default: 400000.")
    private int rows;

    @Override
    protected BenchResult measure(Contest contest) throws Exception {
        if (rows < 10_000) {
            throw wrongUsage("--rows is at least 10000");
        }
        Path folder = Files.createTempDirectory("goldstream-bench-sink");
        try (Workbench workbench = Workbench.open(Project.current(), contest::say)) {
            ConnectWorker worker = workbench.worker("worker", Optional.empty(), Map.of());
            Setting setting = new Setting(workbench.bootstrapServers(), worker, folder);
            BenchResult result =
                    measure(contest, setting, new BronzeBlock(rows, USUAL_PARTITIONS, 1), Optional.empty());
            for (int paths : List.of(30, 500)) {
                result = measure(contest, setting, new BronzeBlock(rows, USUAL_PARTITIONS, paths), Optional.of(result));
            }
            for (int partitions : List.of(16, 64)) {
                result = measure(contest, setting, new BronzeBlock(rows, partitions, 1), Optional.of(result));
            }
            return result.with("what", "rows landed, of those that the bare loop writes in the same time");
        } finally {
            Folders.delete(folder);
        }
    }

    private record Setting(String bootstrapServers, ConnectWorker worker, Path folder) {}

    /** The first one is what counts; the others add to what is told. */
    private BenchResult measure(Contest contest, Setting setting, BronzeBlock block, Optional<BenchResult> before)
            throws Exception {
        String shape = "%d open, %d partitions".formatted(block.cities(), block.partitions());
        contest.say("filling a topic: " + shape);
        block.write(setting.bootstrapServers);
        Meter loop = Meter.ofThisProcess(LOOP);
        Meter connect = new Meter(Map.of(WORKER, setting.worker.process()));
        int[] trial = {0};
        Map<String, Series> runs = contest.run(
                1,
                List.of(
                        new Contender(BARE + ", " + shape, () -> loop.measure(() -> bare(setting, block))),
                        new Contender("sink, " + shape, () -> land(setting, block, connect, trial[0]++))));
        List<Series> series = new ArrayList<>(runs.values());
        Series bare = series.getFirst();
        Series sink = series.getLast();
        Ratio rate = sink.rateOver(bare);
        BenchResult result = before.orElseGet(() -> BenchResult.of(rate, sink.cpuMicros(WORKER))
                .with(Goal.atLeast("rate over the bare loop's", GOAL, rate.median())));
        return result.with(series).with("ratio, " + shape, rate.median());
    }

    /** Reads all of the topic, and writes it as one file. */
    private long bare(Setting setting, BronzeBlock block) throws IOException {
        Path file = setting.folder.resolve("bare.parquet");
        Files.deleteIfExists(file);
        long done = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(setting.bootstrapServers);
                ParquetWriter<byte[]> writer = BareParquet.open(file, BronzeBlock.TABLE)) {
            List<TopicPartition> partitions = consumer.partitionsFor(BronzeBlock.TABLE.topic()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (done < block.rows()) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    writer.write(record.value());
                    done++;
                }
            }
        }
        return done;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Lands the topic by a new sink, and measures it once it is under way. */
    private Sample land(Setting setting, BronzeBlock block, Meter connect, int trial) throws Exception {
        String name = "bench-%d-%d-%d".formatted(block.partitions(), block.cities(), trial);
        Path lake = setting.folder.resolve(name);
        Landed landed = new Landed(lake);
        Connector connector = new Connector(setting.worker.url(), name);
        connector.put(config(lake, block));
        try {
            landed.await(1);
            long before = landed.rows();
            return connect.measure(() -> landed.await((long) (MEASURED * block.rows())) - before);
        } finally {
            connector.delete();
        }
    }

    private Map<String, String> config(Path lake, BronzeBlock block) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "AdlsSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", BronzeBlock.TABLE.topic());
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.max.poll.records", "2000");
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("value.converter", "io.goldstream.connect.convert.EventConverter");
        config.put("header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("store.type", "local");
        config.put("store.root", lake.toString());
        config.put("path.template", block.cities() == 1 ? "{topic}" : "{topic}/{value.city}");
        config.put("rotate.max.age", "PT5M");
        config.put("rotate.max.rows", Integer.toString(block.rows() / block.partitions() / FLUSHES));
        return config;
    }

    /** What is in a lake's published files. */
    private static final class Landed {
        private static final int POLL_MILLIS = 20;

        private final Path lake;
        private final Map<Path, Long> rowsByFile = new HashMap<>();

        Landed(Path lake) {
            this.lake = lake;
        }

        /** Returns as soon as so many rows are there: the rows that are. */
        long await(long wanted) throws IOException, InterruptedException {
            Instant deadline = Instant.now().plus(LIMIT);
            while (rows() < wanted) {
                if (Instant.now().isAfter(deadline)) {
                    throw new CommandFailure("only " + rows() + " of " + wanted + " rows are landed in time");
                }
                Thread.sleep(POLL_MILLIS);
            }
            return rows();
        }

        long rows() throws IOException {
            Path topic = lake.resolve(BronzeBlock.TABLE.topic());
            if (Files.isDirectory(topic)) {
                try (Stream<Path> files = Files.walk(topic)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".parquet"))
                            .toList()) {
                        if (!rowsByFile.containsKey(file)) {
                            rowsByFile.put(file, ParquetFooter.rows(file));
                        }
                    }
                }
            }
            return rowsByFile.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
