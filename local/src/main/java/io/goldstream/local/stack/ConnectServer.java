package io.goldstream.local.stack;

import io.goldstream.events.schema.Layer;
import io.goldstream.local.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Kafka Connect worker in distributed mode, with the four sinks. */
final class ConnectServer implements Server {

    private final Home home;
    private final Ports ports;
    private final LakeStore store;
    private final Project project;

    ConnectServer(Home home, StackSettings settings, Project project) {
        this.home = home;
        this.ports = settings.ports();
        this.store = settings.store();
        this.project = project;
    }

    @Override
    public Part part() {
        return Part.CONNECT;
    }

    @Override
    public ServerCommand prepare() throws IOException {
        Path folder = home.folder(Part.CONNECT);
        Path config = ConfigFile.properties(folder.resolve("worker.properties"), settings());
        Files.createDirectories(home.lake());
        return new ServerCommand(
                List.of(
                        "-Xmx" + Part.CONNECT.heapMebibytes() + "m",
                        // zstd is native code.
                        "--enable-native-access=ALL-UNNAMED",
                        ConfigFile.log4j(folder),
                        "-cp",
                        Files.readString(project.classPathFile("connect")).strip(),
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        config.toString()),
                sinkEnvironment());
    }

    @Override
    public boolean isReady() {
        return Http.ok(ports.connectUrl() + "/connectors").isPresent();
    }

    @Override
    public void equip() throws IOException, InterruptedException {
        new Connectors(ports.connectUrl()).put(project.sinks());
    }

    /** What the files in {@code sinks/} leave open. On one machine, rows should be seen soon: files are closed after seconds. */
    private Map<String, String> sinkEnvironment() {
        boolean isAzure = store == LakeStore.AZURITE;
        Map<String, String> environment = new HashMap<>(Map.of(
                "GOLDSTREAM_LAKE_STORE",
                isAzure ? "azure" : "local",
                "GOLDSTREAM_LAKE_CREDENTIAL",
                isAzure ? "shared_key" : "default",
                "GOLDSTREAM_LAKE_SECRET",
                isAzure ? AzuriteLake.KEY : "",
                "GOLDSTREAM_SINK_TASKS",
                "1",
                "GOLDSTREAM_SINK_MAX_AGE",
                "PT3S",
                "GOLDSTREAM_SINK_MAX_BYTES",
                "33554432",
                "GOLDSTREAM_SINK_MAX_ROWS",
                "200000"));
        for (Layer layer : Layer.values()) {
            environment.put(
                    "GOLDSTREAM_LAKE_ROOT_" + layer.name(),
                    isAzure ? AzuriteLake.of(ports).root(layer) : home.lake().toString());
        }
        return environment;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", ports.bootstrapServers());
        settings.put("group.id", "goldstream-connect");
        settings.put("listeners", ports.connectUrl());
        settings.put("rest.advertised.host.name", Ports.HOST);
        settings.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        for (String store : List.of("config", "offset", "status")) {
            settings.put(store + ".storage.topic", "goldstream-connect-" + store);
            settings.put(store + ".storage.replication.factor", "1");
        }
        settings.put("offset.storage.partitions", "1");
        settings.put("status.storage.partitions", "1");
        settings.put("plugin.path", project.connectPlugins().toString());
        settings.put("plugin.discovery", "service_load");
        settings.put("connector.client.config.override.policy", "All");
        settings.put("config.providers", "env");
        settings.put("config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider");
        settings.put("config.providers.env.param.allowlist.pattern", "GOLDSTREAM_.*");
        // Sinks must not see what the refinery aborted.
        settings.put("consumer.isolation.level", "read_committed");
        // A killed worker's successor should take over in seconds, not minutes.
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        settings.put("consumer.session.timeout.ms", "10000");
        settings.put("offset.flush.interval.ms", "2000");
        return settings;
    }
}
