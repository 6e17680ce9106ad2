package io.goldstream.local.stack;

import io.goldstream.cli.endpoint.Http;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.local.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Kafka Connect worker in distributed mode, with the plugins and without connectors.
 *
 * @param bootstrapServers of its cluster
 * @param url its REST API's address
 * @param group the workers that share connectors; also what its topics are named after
 * @param java the JVM; empty for the one that runs this very command
 */
record WorkerServer(Home home, Project project, String bootstrapServers, String url, String group, Optional<Path> java)
        implements Server {

    @Override
    public Part part() {
        return Part.CONNECT;
    }

    @Override
    public ServerCommand prepare() throws IOException {
        return prepare(List.of(), Map.of(), Map.of());
    }

    /**
     * @param options more options for its JVM; of two that contradict, the last one counts
     * @param settings more of the worker's settings
     * @param environment what is added to its environment
     */
    ServerCommand prepare(List<String> options, Map<String, String> settings, Map<String, String> environment)
            throws IOException {
        Path folder = home.folder(Part.CONNECT);
        Map<String, String> all = settings();
        all.putAll(settings);
        Path config = ConfigFile.properties(folder.resolve("worker.properties"), all);
        List<String> arguments = new ArrayList<>();
        arguments.add("-Xmx" + Part.CONNECT.heapMebibytes() + "m");
        if (java.isEmpty()) {
            // An older Java does not know the options.
            arguments.addAll(project.jvmOptions("connect"));
        }
        arguments.addAll(options);
        arguments.addAll(List.of(
                ConfigFile.log4j(folder),
                "-cp",
                Files.readString(project.classPathFile("connect")).strip(),
                "org.apache.kafka.connect.cli.ConnectDistributed",
                config.toString()));
        return new ServerCommand(java, ServerCommand.JAVA, arguments, environment);
    }

    @Override
    public boolean isReady() {
        return Http.ok(url + "/connectors").isPresent();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("group.id", group);
        settings.put("listeners", url);
        settings.put("rest.advertised.host.name", Ports.HOST);
        settings.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        for (String store : List.of("config", "offset", "status")) {
            settings.put(store + ".storage.topic", group + "-" + store);
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
        settings.put("consumer." + ClientSettings.ISOLATION, ClientSettings.READ_COMMITTED);
        // A killed worker's successor should take over in seconds, not minutes.
        settings.put("scheduled.rebalance.max.delay.ms", "0");
        settings.put("consumer.session.timeout.ms", "10000");
        settings.put("offset.flush.interval.ms", "1000");
        return settings;
    }
}
