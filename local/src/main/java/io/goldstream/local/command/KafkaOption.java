package io.goldstream.local.command;

import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Stack;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/** Which Kafka a command asks: the local stack's, or one that is deployed. */
final class KafkaOption {

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "A deployed Kafka's bootstrap servers, set apart by commas.")
    private String bootstrapServers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "A Kafka client's properties, such as security.protocol and sasl.jaas.config.")
    private Path config;

    /** Whether it is a deployed one. */
    boolean isDeployed() {
        return bootstrapServers != null;
    }

    /** What a client of it is configured with. */
    Map<String, Object> client(Stack stack) throws IOException {
        Map<String, Object> client = new HashMap<>();
        if (config != null) {
            Properties properties = new Properties();
            try (Reader file = Files.newBufferedReader(config)) {
                properties.load(file);
            }
            properties.stringPropertyNames().forEach(name -> client.put(name, properties.getProperty(name)));
        }
        client.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                isDeployed() ? bootstrapServers : stack.portsWith(Part.KAFKA).bootstrapServers());
        return client;
    }
}
