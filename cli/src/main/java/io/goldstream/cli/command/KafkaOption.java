package io.goldstream.cli.command;

import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Setting;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/** Which Kafka a command asks, and as whom. */
final class KafkaOption {

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description =
                    "Kafka's bootstrap servers, separated by commas. Default: GOLDSTREAM_KAFKA in the environment.")
    private String bootstrapServers;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "A file with a Kafka client's properties, such as security.protocol and sasl.jaas.config. "
                    + "Default: GOLDSTREAM_KAFKA_CONFIG in the environment.")
    private Path config;

    /** What a client of it is configured with. */
    static Map<String, Object> client(Place place) throws IOException {
        String servers = place.need(Setting.KAFKA);
        Map<String, Object> client = new HashMap<>();
        Optional<Path> config = place.find(Setting.KAFKA_CONFIG).map(Path::of);
        if (config.isPresent()) {
            Properties properties = new Properties();
            try (Reader file = Files.newBufferedReader(config.get())) {
                properties.load(file);
            }
            properties.stringPropertyNames().forEach(name -> client.put(name, properties.getProperty(name)));
        }
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        return client;
    }
}
