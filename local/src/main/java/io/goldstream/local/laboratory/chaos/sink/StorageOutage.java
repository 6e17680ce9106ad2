package io.goldstream.local.laboratory.chaos.sink;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.cli.CommandFailure;
import io.goldstream.local.Project;
import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.ConnectWorker;
import io.goldstream.local.stack.Standstill;
import io.goldstream.local.stack.Topics;
import io.goldstream.local.stack.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Storage that hangs while records go on coming, and how a worker catches up with the heap that the manifests give it. The one
 * worker runs as many tasks as those of all shipped sinks together, with the options of the bronze sink.
 *
 * @param rate records a second, before the outage and while it lasts
 * @param outage how long storage answers nothing
 * @param maxAge the sink's rotate.max.age, which is how long the end takes to be seen
 * @param restarts whether all tasks are restarted by REST halfway through, as somebody may do who finds that nothing lands
 */
public record StorageOutage(int rate, Duration outage, Duration maxAge, boolean restarts) {

    private static final String NAME = "outage";
    private static final int PARTITIONS = 12;
    private static final int SINKS = 4;
    /** And rotate.max.age, so that some records are landed before the outage. */
    private static final Duration BEFORE = Duration.ofSeconds(10);

    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final long POLL_MILLIS = 500;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    /** About as much as a listen in bronze has. */
    private static final int ROW_BYTES = 650;

    private static final String SHIPPED = "k8s/base/connect/connect.yaml";

    /**
     * What came of it.
     *
     * @param ledger of all records
     * @param backlog records that were not landed when storage was back
     * @param caughtUp from then on, until all were landed
     * @param heap what the worker's JVM may have, as in the manifests
     */
    public record Result(SinkLedger ledger, long backlog, Duration caughtUp, String heap) {}

    /** @param progress told what happens */
    public Result run(Project project, Consumer<String> progress) throws Exception {
        String manifest = Files.readString(project.root().resolve(SHIPPED));
        String heap = found(manifest, "-Xmx: (\\d+m)");
        int tasks = SINKS * Integer.parseInt(found(manifest, "GOLDSTREAM_SINK_TASKS\\s+value: \"(\\d+)\""));
        try (Workbench workbench = Workbench.open(project, progress)) {
            Workbench.Azurite azurite = workbench.azurite("azurite");
            ConnectWorker worker = workbench.worker("worker", Optional.empty(), List.of("-Xmx" + heap), Map.of());
            ConnectRest connect = new ConnectRest(List.of(worker));
            try (Admin admin = Admin.create(
                            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, workbench.bootstrapServers()));
                    Production production =
                            new Production(workbench.bootstrapServers(), NAME, PARTITIONS, rate, ROW_BYTES)) {
                Topics.create(admin, List.of(new NewTopic(NAME, PARTITIONS, (short) 1)));
                connect.call(
                        "PUT", "/connectors/" + NAME + "/config", config(project, manifest, azurite.lake(), tasks));
                connect.await(NAME, "running", status -> SinkChaos.isRunning(status, tasks));
                production.begin();
                Thread.sleep(BEFORE.plus(maxAge));
                progress.accept("storage answers nothing for " + outage.toSeconds() + " s");
                try (Standstill _ = Standstill.of(azurite.process())) {
                    hang(outage.dividedBy(2), production, progress);
                    if (restarts) {
                        progress.accept("all tasks are restarted");
                        connect.call("POST", "/connectors/" + NAME + "/restart?includeTasks=true", null);
                    }
                    hang(outage.dividedBy(2), production, progress);
                    production.end();
                }
                Set<String> failed = new TreeSet<>(failed(connect));
                long backlog = production.acknowledged() - landed(admin);
                progress.accept("storage is back; " + backlog + " records are not landed");
                Instant back = Instant.now();
                awaitLanded(admin, production.acknowledged(), connect, failed, progress);
                Duration caughtUp = Duration.between(back, Instant.now());
                return new Result(
                        SinkLedger.of(
                                production.acknowledged(),
                                LandedRows.read(azurite.lake().container("chaos"), NAME),
                                List.copyOf(failed)),
                        backlog,
                        caughtUp,
                        heap);
            }
        }
    }

    private static void hang(Duration time, Production production, Consumer<String> progress)
            throws InterruptedException {
        Instant end = Instant.now().plus(time);
        for (Duration left = time; left.isPositive(); left = Duration.between(Instant.now(), end)) {
            Thread.sleep(left.compareTo(BETWEEN_LINES) < 0 ? left : BETWEEN_LINES);
            progress.accept(production.acknowledged() + " records came");
        }
    }

    /** The bronze sink's, but for what it reads, and where it lands that. */
    private Map<String, String> config(Project project, String manifest, AzuriteLake lake, int tasks)
            throws IOException {
        Map<String, String> shipped = new ObjectMapper()
                .readValue(project.sinks().resolve("bronze.json").toFile(), new TypeReference<>() {});
        Map<String, String> config = new HashMap<>();
        shipped.forEach((option, value) -> {
            if (option.startsWith("consumer.override.") || option.startsWith("max.")) {
                config.put(option, value);
            }
        });
        config.put("connector.class", shipped.get("connector.class"));
        config.put("tasks.max", Integer.toString(tasks));
        config.put("topics", NAME);
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("transforms", "lineage");
        config.put("transforms.lineage.type", "io.goldstream.connect.transform.Lineage");
        config.put("store.type", "azure");
        config.put("store.root", lake.endpoint() + "/chaos");
        config.put("azure.credential", "shared_key");
        config.put("azure.secret", AzuriteLake.KEY);
        config.put("format", shipped.get("format"));
        config.put("path.template", "{topic}/p={partition}");
        config.put("rotate.max.age", maxAge.toString());
        config.put("rotate.max.bytes", found(manifest, "GOLDSTREAM_SINK_MAX_BYTES\\s+value: \"(\\d+)\""));
        config.put("rotate.max.rows", found(manifest, "GOLDSTREAM_SINK_MAX_ROWS\\s+value: \"(\\d+)\""));
        lake.container("chaos");
        return config;
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new CommandFailure(SHIPPED + " has nothing like " + pattern + ": mend the pattern in StorageOutage");
        }
        return matcher.group(1);
    }

    private static long landed(Admin admin) throws InterruptedException, ExecutionException {
        return admin.listConsumerGroupOffsets("connect-" + NAME).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    private static void awaitLanded(
            Admin admin, long produced, ConnectRest connect, Set<String> failed, Consumer<String> progress)
            throws IOException, InterruptedException, ExecutionException {
        Instant deadline = Instant.now().plus(LIMIT);
        Instant line = Instant.now().plus(BETWEEN_LINES);
        for (long landed = landed(admin); landed < produced; landed = landed(admin)) {
            if (Instant.now().isAfter(line)) {
                progress.accept((produced - landed) + " records are not landed");
                line = line.plus(BETWEEN_LINES);
            }
            failed.addAll(failed(connect));
            if (!failed.isEmpty() || Instant.now().isAfter(deadline)) {
                return; // the ledger tells
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static List<String> failed(ConnectRest connect) throws IOException, InterruptedException {
        JsonNode status = connect.call("GET", "/connectors/" + NAME + "/status", null);
        return SinkChaos.failures(status);
    }
}
