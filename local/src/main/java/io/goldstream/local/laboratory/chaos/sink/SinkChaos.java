package io.goldstream.local.laboratory.chaos.sink;

import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.JsonNode;
import io.goldstream.cli.CommandFailure;
import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.ConnectWorker;
import io.goldstream.local.stack.Standstill;
import io.goldstream.local.stack.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One run: a topic is produced into, a sink with several tasks on two workers lands it, and faults come over the workers one
 * after the other, at random moments. When all has settled, the ledger is drawn up from the published files alone.
 */
final class SinkChaos {

    private static final int PARTITIONS = 4;
    private static final int POLL_MILLIS = 200;
    private static final int PAUSE_MILLIS = 2_500;
    private static final Duration SETTLE = Duration.ofMinutes(2);

    /** Past the sessions of worker and consumer, so that what stands still is given up for dead. */
    private static final Duration FROZEN = Duration.ofSeconds(11);

    private static final Pattern FILE = Pattern.compile(".*-(\\d+)-(\\d+)-[0-9a-f]{8}-\\d+-\\d+\\..*");
    private static final String MADE_ANEW = "was truncated, or deleted and created again";

    private final String name;
    private final String assignor;
    private final String bootstrapServers;
    private final BlobContainerClient container;
    private final List<ConnectWorker> workers;
    private final ConnectRest connect;
    private final Random random;
    private final Consumer<String> progress;
    private final List<String> broken = new ArrayList<>();
    private final String root;
    private int tasks = 2;
    private final Set<String> failed = new TreeSet<>();

    SinkChaos(String name, String assignor, Stage stage, Random random, Consumer<String> progress) {
        this.name = name;
        this.assignor = assignor;
        this.bootstrapServers = stage.workbench().bootstrapServers();
        this.container = stage.lake().container("chaos");
        this.root = stage.lake().endpoint() + "/chaos";
        this.workers = stage.workers();
        this.connect = new ConnectRest(workers);
        this.random = random;
        this.progress = progress;
    }

    SinkLedger run(List<Fault> faults) throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
                Production production = new Production(bootstrapServers, name, PARTITIONS)) {
            createTopic(admin);
            putSink();
            production.begin();
            connect.await(name, "running", status -> isRunning(status, tasks));
            for (Fault fault : faults) {
                Thread.sleep(random.nextInt(PAUSE_MILLIS));
                switch (fault) {
                    case KILL -> kill();
                    case FREEZE -> freeze();
                    case REBALANCE -> rebalance();
                    case RESET -> reset();
                    case RECREATE -> recreate(admin, production);
                }
                lookForFailed();
            }
            Thread.sleep(random.nextInt(PAUSE_MILLIS));
            production.end();
            SinkLedger ledger = settle(production.acknowledged());
            connect.call("DELETE", "/connectors/" + name, null);
            return ledger;
        }
    }

    private void kill() throws IOException, InterruptedException {
        ConnectWorker victim = workers.get(random.nextInt(workers.size()));
        progress.accept("%s: kill -9 %s (pid %d)"
                .formatted(name, victim.name(), victim.process().pid()));
        victim.kill();
        Thread.sleep(random.nextInt(PAUSE_MILLIS));
        victim.start();
    }

    private void freeze() throws IOException, InterruptedException {
        ConnectWorker victim = workers.get(random.nextInt(workers.size()));
        progress.accept("%s: kill -STOP %s (pid %d) for %d s"
                .formatted(name, victim.name(), victim.process().pid(), FROZEN.toSeconds()));
        try (Standstill _ = Standstill.of(victim.process())) {
            Thread.sleep(FROZEN);
        }
    }

    private void rebalance() throws IOException, InterruptedException {
        tasks = tasks == PARTITIONS ? 2 : tasks + 1;
        progress.accept(name + ": now with " + tasks + " tasks");
        putSink();
        connect.await(name, "rebalanced", status -> status.path("tasks").size() == tasks);
    }

    /** To where a random file begins, as docs/connect.md tells operators to. */
    private void reset() throws IOException, InterruptedException {
        awaitFiles();
        stop();
        List<LandedFile> files = LandedRows.paths(container, name + "/").stream()
                .map(LandedFile::of)
                .toList();
        LandedFile first = files.get(random.nextInt(files.size()));
        int partition = first.partition;
        long offset = first.firstOffset;
        List<String> behind = files.stream()
                .filter(file -> file.partition == partition && file.firstOffset >= offset)
                .map(LandedFile::path)
                .toList();
        progress.accept("%s: partition %d set back to offset %d, %d files deleted"
                .formatted(name, partition, offset, behind.size()));
        behind.forEach(path -> container.getBlobClient(path).delete());
        moveTo(Map.of(partition, offset));
        resume();
    }

    /** What a published file's name tells. */
    private record LandedFile(String path, int partition, long firstOffset) {
        static LandedFile of(String path) {
            Matcher name = FILE.matcher(path);
            if (!name.matches()) {
                throw new CommandFailure("the sink gives no file such a name: " + path);
            }
            return new LandedFile(path, Integer.parseInt(name.group(1)), Long.parseLong(name.group(2)));
        }
    }

    private void awaitFiles() throws InterruptedException {
        Instant deadline = Instant.now().plus(SETTLE);
        while (LandedRows.paths(container, name + "/").size() < PARTITIONS) {
            if (Instant.now().isAfter(deadline)) {
                throw new CommandFailure(name + " lands nothing");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** What is landed of the old topic stays; of the new one everything has to be landed, once somebody has looked. */
    private void recreate(Admin admin, Production production) throws Exception {
        production.end();
        awaitRows(production.acknowledged());
        progress.accept(name + ": topic deleted and created again, with fewer records");
        admin.deleteTopics(List.of(name)).all().get();
        createTopic(admin);
        production.write(5 * PARTITIONS);
        JsonNode status = connect.await(name, "failed", SinkChaos::isFailed);
        for (JsonNode task : status.path("tasks")) {
            String trace = task.path("trace").asText();
            if (isFailed(task) && !trace.contains(MADE_ANEW)) {
                broken.add("a task failed, but its message lacks \"" + MADE_ANEW + "\": " + lastCause(trace));
            }
        }
        stop();
        Map<Integer, Long> begin = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            begin.put(partition, 0L);
        }
        moveTo(begin);
        resume();
        production.begin();
    }

    private void moveTo(Map<Integer, Long> offsets) throws IOException, InterruptedException {
        List<Map<String, Object>> moved = new ArrayList<>();
        offsets.forEach((partition, offset) -> moved.add(Map.of(
                "partition", Map.of("kafka_topic", name, "kafka_partition", partition),
                "offset", Map.of("kafka_offset", offset))));
        connect.call("PATCH", "/connectors/" + name + "/offsets", Map.of("offsets", moved));
    }

    private void stop() throws IOException, InterruptedException {
        connect.call("PUT", "/connectors/" + name + "/stop", null);
        connect.await(
                name,
                "stopped",
                status -> status.path("tasks").isEmpty()
                        && status.path("connector").path("state").asText().equals("STOPPED"));
    }

    private void resume() throws IOException, InterruptedException {
        connect.call("PUT", "/connectors/" + name + "/resume", null);
        connect.await(name, "running", status -> isRunning(status, tasks));
    }

    private void createTopic(Admin admin) throws InterruptedException, ExecutionException {
        Instant deadline = Instant.now().plus(SETTLE);
        while (true) {
            try {
                Topics.create(admin, List.of(new NewTopic(name, PARTITIONS, (short) 1)));
                return;
            } catch (ExecutionException stillThere) {
                if (Instant.now().isAfter(deadline)) {
                    throw stillThere;
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private void putSink() throws IOException, InterruptedException {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "AdlsSinkConnector");
        config.put("tasks.max", Integer.toString(tasks));
        config.put("topics", name);
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.partition.assignment.strategy", assignor);
        config.put("consumer.override.session.timeout.ms", "6000");
        config.put("consumer.override.heartbeat.interval.ms", "1500");
        config.put("consumer.override.metadata.max.age.ms", "1000");
        config.put("consumer.override.max.poll.records", "100");
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("transforms", "lineage");
        config.put("transforms.lineage.type", "io.goldstream.connect.transform.Lineage");
        config.put("store.type", "azure");
        config.put("store.root", root);
        config.put("azure.credential", "shared_key");
        config.put("azure.secret", AzuriteLake.KEY);
        config.put("format", "parquet");
        config.put("path.template", "{topic}/p={partition}");
        config.put("rotate.max.age", "PT1S");
        config.put("rotate.max.rows", "150");
        connect.call("PUT", "/connectors/" + name + "/config", config);
    }

    static boolean isRunning(JsonNode status, int tasks) {
        int running = 0;
        for (JsonNode task : status.path("tasks")) {
            running += task.path("state").asText().equals("RUNNING") ? 1 : 0;
        }
        return running == tasks && status.path("tasks").size() == tasks;
    }

    /** Of a whole status, or of one task. */
    private static boolean isFailed(JsonNode status) {
        boolean failed = status.path("state").asText().equals("FAILED");
        for (JsonNode task : status.path("tasks")) {
            failed |= isFailed(task);
        }
        return failed;
    }

    /** No fault may fail a task: nobody restarts one here. */
    private void lookForFailed() throws IOException, InterruptedException {
        failed.addAll(failures(connect.call("GET", "/connectors/" + name + "/status", null)));
    }

    /** A sentence for each task that has failed. */
    static List<String> failures(JsonNode status) {
        List<String> failures = new ArrayList<>();
        for (JsonNode task : status.path("tasks")) {
            if (isFailed(task)) {
                failures.add("task " + task.path("id") + " failed: "
                        + lastCause(task.path("trace").asText()));
            }
        }
        return failures;
    }

    private static String lastCause(String trace) {
        return trace.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, last) -> last)
                .orElse(trace.lines().findFirst().orElse("for no reason"));
    }

    private void awaitRows(long produced) throws IOException, InterruptedException {
        SinkLedger ledger = settle(produced);
        if (!ledger.isWhole()) {
            throw new CommandFailure(
                    name + ": after " + SETTLE.toSeconds() + " s, " + String.join("; ", ledger.faults()));
        }
    }

    private SinkLedger settle(long produced) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(SETTLE);
        while (true) {
            lookForFailed();
            LandedRows landed = LandedRows.read(container, name);
            SinkLedger ledger = SinkLedger.of(
                    produced,
                    landed,
                    Stream.concat(broken.stream(), failed.stream()).toList());
            if (ledger.isWhole()) {
                return ledger;
            }
            if (Instant.now().isAfter(deadline)) {
                progress.accept(name + ": no file has the rows " + landed.missing(produced));
                return ledger;
            }
            Thread.sleep(1_000);
        }
    }
}
