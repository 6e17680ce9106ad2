package io.goldstream.local.stack;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.schema.Generation;
import io.goldstream.local.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.Uuid;

/** A Kafka broker that is its own controller. */
final class KafkaServer implements Server {

    private static final long FORMAT_SECONDS = 120;
    /** On a busy machine it takes seconds to load a client. */
    private static final int ANSWER_MILLIS = 10_000;

    private final Home home;
    private final Ports ports;
    private final Project project;
    private final List<String> jvmOptions;

    /** @param jvmOptions beside those that every broker has */
    KafkaServer(Home home, Ports ports, Project project, List<String> jvmOptions) {
        this.home = home;
        this.ports = ports;
        this.project = project;
        this.jvmOptions = jvmOptions;
    }

    @Override
    public Part part() {
        return Part.KAFKA;
    }

    @Override
    public ServerCommand prepare() throws IOException, InterruptedException {
        Path config = ConfigFile.properties(folder().resolve("server.properties"), settings());
        format(config);
        return new ServerCommand(arguments(jvmOptions, "kafka.Kafka", config.toString()), Map.of());
    }

    @Override
    public boolean isReady() {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, ports.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS))) {
            var options = new DescribeClusterOptions().timeoutMs(ANSWER_MILLIS);
            return !admin.describeCluster(options)
                    .nodes()
                    .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void equip() throws InterruptedException {
        equip(Generation.FIRST);
    }

    /** Creates what of a generation's topics is missing. */
    void equip(Generation generation) throws InterruptedException {
        new Topics(ports.bootstrapServers()).create(generation);
    }

    private Path folder() {
        return home.folder(Part.KAFKA);
    }

    private Path data() {
        return folder().resolve("data");
    }

    /**
     * Formats the storage once. The marker is written last, and nothing is ever produced before it stands, so without it what is
     * there is half a format and may go.
     */
    private void format(Path config) throws IOException, InterruptedException {
        Path marker = folder().resolve("formatted");
        if (Files.exists(marker)) {
            return;
        }
        Folders.delete(data());
        Path arguments = folder().resolve("format.args");
        new ServerCommand(
                        arguments(
                                ShortLife.OPTIONS,
                                "kafka.tools.StorageTool",
                                "format",
                                "-t",
                                Uuid.randomUuid().toString(),
                                "-c",
                                config.toString()),
                        Map.of())
                .writeArguments(arguments);
        Path log = folder().resolve("format.log");
        Process format = new ProcessBuilder(ServerProcess.javaExecutable().toString(), "@" + arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!format.waitFor(FORMAT_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
                throw new CommandFailure("Kafka's storage could not be formatted: see " + log);
            }
        } finally {
            format.destroyForcibly();
        }
        Files.createFile(marker);
    }

    private List<String> arguments(List<String> more, String mainClass, String... mainArguments) throws IOException {
        List<String> arguments = new ArrayList<>(project.jvmOptions("kafka"));
        arguments.addAll(more);
        arguments.addAll(List.of(
                "-Xmx" + Part.KAFKA.heapMebibytes() + "m",
                ConfigFile.log4j(folder()),
                "-cp",
                Files.readString(project.classPathFile("kafka")).strip(),
                mainClass));
        arguments.addAll(List.of(mainArguments));
        return arguments;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        // A static quorum: the dynamic one keeps the controller's port in its log, and --port-base may change it.
        settings.put("controller.quorum.voters", "1@" + Ports.HOST + ":" + ports.controller());
        settings.put(
                "listeners",
                "PLAINTEXT://" + ports.bootstrapServers() + ",CONTROLLER://" + Ports.HOST + ":" + ports.controller());
        settings.put("advertised.listeners", "PLAINTEXT://" + ports.bootstrapServers());
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        settings.put("log.dirs", data().toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(RecordSizes.DERIVED));
        settings.put("log.retention.ms", "-1");
        settings.put("log.retention.bytes", "-1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // One broker, few clients: the internal topics need neither replicas nor their usual fifty partitions.
        settings.put("offsets.topic.num.partitions", "8");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        return settings;
    }
}
