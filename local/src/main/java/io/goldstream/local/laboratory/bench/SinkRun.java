package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.files.ParquetFooter;
import io.goldstream.local.stack.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A sink that lands a topic, from its first poll to its last published row: what a worker needs to start a task is not
 * measured. Each file is flushed once, with all that it will ever hold.
 *
 * @param url the worker's
 * @param consumer settings of the sink's consumer
 */
record SinkRun(String url, SinkMetrics metrics, Meter worker, Map<String, String> consumer, BronzeBlock block) {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int POLL_MILLIS = 20;

    /** One topic is landed in that folder, which must not be there. */
    Sample land(String name, Path lake) throws Exception {
        Map<String, String> config = config();
        config.put("value.converter", "io.goldstream.connect.convert.EventConverter");
        config.put("store.root", lake.toString());
        Sample sample = run(name, config, () -> metrics.landed(name));
        long rows = rows(lake);
        Folders.delete(lake);
        if (rows != block.rows()) {
            throw new CommandFailure("the sink landed " + rows + " rows of a topic of " + block.rows()
                    + ": it lost or repeated rows, so please report it");
        }
        return sample;
    }

    /** What Connect does for each record, and no more: nothing is made of the bytes, and no record reaches the task. */
    Sample drop(String name, Path lake) throws Exception {
        Map<String, String> config = config();
        config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("store.root", lake.toString());
        config.put("transforms", "drop");
        config.put("transforms.drop.type", "org.apache.kafka.connect.transforms.Filter");
        Sample sample = run(name, config, () -> metrics.polled(name));
        Folders.delete(lake);
        return sample;
    }

    private interface Count {
        long now() throws IOException;
    }

    private Sample run(String name, Map<String, String> config, Count done) throws Exception {
        Connector connector = new Connector(url, name);
        connector.put(config);
        try {
            await(connector, () -> metrics.polled(name), 1);
            return worker.measure(() -> await(connector, done, block.rows()));
        } finally {
            connector.delete();
        }
    }

    private static long await(Connector connector, Count count, long wanted) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        while (count.now() < wanted) {
            if (Instant.now().isAfter(deadline)) {
                throw new CommandFailure("the sink has " + count.now() + " of " + wanted + " rows after " + LIMIT + ": "
                        + connector.status());
            }
            Thread.sleep(POLL_MILLIS);
        }
        return wanted;
    }

    private Map<String, String> config() {
        Map<String, String> config = new HashMap<>();
        consumer.forEach((setting, value) -> config.put("consumer.override." + setting, value));
        config.put("connector.class", "AdlsSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", block.topic());
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("store.type", "local");
        config.put("path.template", block.cities() == 1 ? "{topic}" : "{topic}/{value.city}");
        config.put("max.open.files", Integer.toString(block.files()));
        config.put("max.buffered.bytes", Long.toString(1L << 36));
        config.put("rotate.max.age", "P1D");
        config.put("rotate.max.bytes", Long.toString(1L << 34));
        config.put("rotate.max.rows", Integer.toString(block.rows() / block.partitions()));
        return config;
    }

    private long rows(Path lake) throws IOException {
        try (Stream<Path> files = Files.walk(lake.resolve(block.topic()))) {
            List<Path> landed =
                    files.filter(path -> path.toString().endsWith(".parquet")).toList();
            long rows = 0;
            for (Path file : landed) {
                rows += ParquetFooter.rows(file);
            }
            return rows;
        }
    }
}
