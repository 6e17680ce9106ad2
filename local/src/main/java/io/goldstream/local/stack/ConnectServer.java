package io.goldstream.local.stack;

import io.goldstream.cli.connect.Connectors;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.local.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A Kafka Connect worker in distributed mode, with the four sinks. */
final class ConnectServer implements Server {

    /** On one machine, rows should be seen soon: files are closed after seconds. What the environment says instead holds. */
    private static final Map<String, String> SINK_DEFAULTS = Map.of(
            "GOLDSTREAM_SINK_TASKS", "1",
            "GOLDSTREAM_SINK_MAX_AGE", "PT3S",
            "GOLDSTREAM_SINK_MAX_AGE_RAW", "PT3S",
            "GOLDSTREAM_SINK_MAX_BYTES", "33554432",
            "GOLDSTREAM_SINK_MAX_ROWS", "200000");

    private final Home home;
    private final Ports ports;
    private final LakeStore store;
    private final Generation generation;
    private final Project project;

    ConnectServer(Home home, StackSettings settings, Project project) {
        this.home = home;
        this.ports = settings.ports();
        this.store = settings.store();
        this.generation = settings.generation();
        this.project = project;
    }

    @Override
    public Part part() {
        return Part.CONNECT;
    }

    @Override
    public ServerCommand prepare() throws IOException {
        Files.createDirectories(home.lake());
        return worker().prepare(ShortLife.options(project, Part.CONNECT), Map.of(), sinkEnvironment());
    }

    @Override
    public boolean isReady() {
        return worker().isReady();
    }

    private WorkerServer worker() {
        return new WorkerServer(
                home, project, ports.bootstrapServers(), ports.connectUrl(), "goldstream-connect", Optional.empty());
    }

    @Override
    public void equip() throws IOException, InterruptedException {
        Connectors connectors = new Connectors(ports.connectUrl());
        connectors.put(project.sinks(), Generation.FIRST, Connectors.Manners.AS_THE_FILES_SAY);
        if (!generation.equals(Generation.FIRST)) {
            connectors.put(project.sinks(), generation, Connectors.Manners.AS_THE_FILES_SAY);
        }
    }

    /** What the files in {@code sinks/} leave open. */
    private Map<String, String> sinkEnvironment() {
        boolean isAzure = store == LakeStore.AZURITE;
        Map<String, String> environment = new HashMap<>(Map.of(
                "GOLDSTREAM_LAKE_STORE",
                isAzure ? "azure" : "local",
                "GOLDSTREAM_LAKE_CREDENTIAL",
                isAzure ? "shared_key" : "default",
                "GOLDSTREAM_LAKE_SECRET",
                isAzure ? AzuriteLake.KEY : "",
                "GOLDSTREAM_SINK_KAFKA",
                ports.bootstrapServers(),
                "GOLDSTREAM_SINK_KAFKA_PROTOCOL",
                "PLAINTEXT",
                "GOLDSTREAM_SINK_KAFKA_MECHANISM",
                "",
                "GOLDSTREAM_SINK_KAFKA_JAAS",
                "",
                "GOLDSTREAM_SINK_KAFKA_CA",
                ""));
        SINK_DEFAULTS.forEach(
                (name, value) -> environment.put(name, System.getenv().getOrDefault(name, value)));
        for (Layer layer : Layer.values()) {
            environment.put(
                    "GOLDSTREAM_LAKE_ROOT_" + layer.name(),
                    isAzure ? AzuriteLake.of(ports).root(layer) : home.lake().toString());
        }
        return environment;
    }
}
