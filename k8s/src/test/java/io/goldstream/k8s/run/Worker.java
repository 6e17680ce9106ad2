package io.goldstream.k8s.run;

import io.goldstream.k8s.Manifest;
import io.goldstream.k8s.Overlay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Connect worker as an overlay's {@code KafkaConnect} describes it, with what Strimzi adds. */
record Worker(Child process, String url, int jmxPort) implements AutoCloseable {

    private static final Path SERVER = Path.of("../local/servers/connect");

    static Worker start(Overlay overlay, Broker broker, Map<String, String> environment, Path home) throws IOException {
        Manifest connect = overlay.get("KafkaConnect", "goldstream");
        int port = Child.freePort();
        int jmx = Child.freePort();
        String url = "http://127.0.0.1:" + port;
        Map<String, String> settings = new HashMap<>(Manifest.strings(connect.at("/spec/config")));
        settings.replaceAll((name, value) -> name.endsWith("replication.factor") ? "1" : value);
        settings.putAll(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "group.id", connect.at("/spec/groupId").asText(),
                "config.storage.topic", connect.at("/spec/configStorageTopic").asText(),
                "offset.storage.topic", connect.at("/spec/offsetStorageTopic").asText(),
                "status.storage.topic", connect.at("/spec/statusStorageTopic").asText(),
                "offset.storage.partitions", "1",
                "status.storage.partitions", "1",
                "listeners", url,
                "rest.advertised.host.name", "127.0.0.1",
                "plugin.path",
                        Path.of("../connect-plugins/target/plugin")
                                .toAbsolutePath()
                                .normalize()
                                .toString()));
        String user = connect.at("/spec/authentication/username").asText();
        for (String client : List.of("", "producer.", "consumer.", "admin.")) {
            settings.put(client + "security.protocol", "SASL_SSL");
            settings.put(client + "sasl.mechanism", "SCRAM-SHA-512");
            settings.put(client + "sasl.jaas.config", Broker.secret(user).get("sasl.jaas.config"));
            settings.put(client + "ssl.truststore.type", "PEM");
            settings.put(
                    client + "ssl.truststore.location",
                    broker.caFolder().resolve("ca.crt").toString());
        }
        Path properties = home.resolve("worker.properties");
        Files.write(
                properties,
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
        List<String> command = new ArrayList<>(Broker.jmx(jmx));
        command.addAll(List.of(
                "-Xmx512m",
                "-XX:SharedArchiveFile=" + SERVER.resolve("target/connect.jsa"),
                "@" + SERVER.resolve("jvm.options"),
                "-cp",
                Files.readString(SERVER.resolve("target/classpath")).strip(),
                "org.apache.kafka.connect.cli.ConnectDistributed",
                properties.toString()));
        return new Worker(Child.start(home.resolve("connect.log"), command, environment), url, jmx);
    }

    @Override
    public void close() {
        process.close();
    }
}
