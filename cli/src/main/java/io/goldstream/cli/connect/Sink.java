package io.goldstream.cli.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goldstream.cli.CommandFailure;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A connector as a file of {@code sinks/} configures it. A later generation's has a name of its own, and so a consumer group
 * and checkpoints; topics of its own; and folders of its own, because those are named by the topics.
 *
 * @param source where its configuration comes from
 * @param name such as {@code goldstream-bronze}, or {@code goldstream-bronze_g2}
 */
record Sink(String source, String name, ObjectNode config) {

    private static final String PREFIX = "goldstream-";
    private static final String TOPICS = "topics";
    private static final String RAW_TOPIC = Layer.RAW.id() + ".";
    private static final String NAME = "name";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The option that says what was put: a hash of all others. Connect and the connector pass it over. */
    private static final String MARK = "goldstream.put.sha256";

    /** The configuration as Connect gets it, and gives it back until somebody else changes it. */
    ObjectNode marked() {
        ObjectNode marked = bare(config);
        return marked.put(MARK, hash(marked)).put(NAME, name);
    }

    /** The options in which a connector differs from its file, if that was not put so; empty if it may be replaced. */
    Optional<String> changedBySomebodyElse(ObjectNode current) {
        ObjectNode is = bare(current);
        ObjectNode wanted = bare(config);
        if (is.equals(wanted) || hash(is).equals(current.path(MARK).asText())) {
            return Optional.empty();
        }
        TreeSet<String> options = new TreeSet<>();
        is.fieldNames().forEachRemaining(options::add);
        wanted.fieldNames().forEachRemaining(options::add);
        options.removeIf(option -> is.path(option).equals(wanted.path(option)));
        return Optional.of(String.join(", ", options));
    }

    private static ObjectNode bare(ObjectNode config) {
        ObjectNode bare = config.deepCopy();
        bare.remove(List.of(NAME, MARK));
        return bare;
    }

    /** The same for the same options in any order. */
    private static String hash(ObjectNode bare) {
        TreeMap<String, String> options = new TreeMap<>();
        bare.properties()
                .forEach(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(options)));
        } catch (NoSuchAlgorithmException | JsonProcessingException e) {
            throw new IllegalStateException("every JVM has SHA-256, and texts are JSON", e);
        }
    }

    /** The name of a layer's sink. */
    static String name(Layer layer, Generation generation) {
        return PREFIX + layer.id() + (layer == Layer.RAW ? "" : generation.suffix());
    }

    /** Every {@code *.json} of a folder; for a later generation, without those that land raw, which has no generations. */
    static List<Sink> read(Path folder, Generation generation) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<Sink> sinks = new ArrayList<>();
        for (Path file : files) {
            ObjectNode config = read(file);
            if (generation.equals(Generation.FIRST)
                    || !config.path(TOPICS).asText().startsWith(RAW_TOPIC)) {
                sinks.add(of(file, config, generation));
            }
        }
        if (sinks.isEmpty()) {
            throw new CommandFailure(folder + " has no sink configuration (*.json) for generation "
                    + generation.number() + ": name a folder such as connect-plugins/sinks");
        }
        return sinks;
    }

    private static ObjectNode read(Path file) throws IOException {
        try {
            if (JSON.readTree(file.toFile()) instanceof ObjectNode config) {
                return config;
            }
        } catch (JsonProcessingException broken) {
            throw new CommandFailure(file + " is no JSON object: " + broken.getOriginalMessage(), broken);
        }
        throw new CommandFailure(file + " is no JSON object: it must hold a connector's configuration");
    }

    /** A layer's sink of a generation, made of the one in use. */
    static Sink like(ObjectNode config, Layer layer, Generation used, Generation generation) {
        config.remove(List.of(NAME, MARK));
        config.put(TOPICS, Tables.of(layer).stream().map(generation::topic).collect(Collectors.joining(",")));
        return new Sink("the sink " + name(layer, used), name(layer, generation), config);
    }

    private static Sink of(Path file, ObjectNode config, Generation generation) {
        String suffix = generation.suffix();
        if (!suffix.isEmpty()) {
            config.put(
                    TOPICS,
                    Arrays.stream(config.path(TOPICS).asText().split(","))
                            .map(topic -> topic.strip() + suffix)
                            .collect(Collectors.joining(",")));
        }
        String name = PREFIX + file.getFileName().toString().replaceFirst("\\.json$", "") + suffix;
        return new Sink(file.getFileName().toString(), name, config);
    }
}
