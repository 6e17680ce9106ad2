package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.protocol.RefineryProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sums of memory: what each process may hold at most fits into its heap, and the heap into its container. One worker or pod is
 * counted as away, because the others then hold its share.
 */
final class MemoryRules {

    private static final long MIB = 1024 * 1024;

    /** {@code -XX:MaxRAMPercentage} of our images' entry points, and of Trino's jvm.config. */
    private static final double GATEWAY_HEAP = 0.6;

    private static final double TRINO_HEAP = 0.7;

    /** Trino's default of {@code query.max-memory-per-node}. */
    private static final double TRINO_QUERY = 0.3;

    /** How much of a heap may be buffers; the rest is for what is made of them. */
    private static final double BUFFERS = 0.5;

    private static final double GATEWAY_BUFFERS = 0.75;

    /** The defaults of a task: {@code max.buffered.bytes}, and {@code azure.uploads} of 4 MiB each. */
    private static final long SINK_BUFFER = 256 * MIB;

    private static final long SINK_UPLOADS = 4 * 4 * MIB;

    /** Kafka's default of a producer's {@code buffer.memory}. */
    private static final long PRODUCER_BUFFER = 32 * MIB;

    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+[kmg])", Pattern.CASE_INSENSITIVE);
    private static final Pattern METASPACE =
            Pattern.compile("-XX:MaxMetaspaceSize=(\\d+[kmg])", Pattern.CASE_INSENSITIVE);

    private MemoryRules() {}

    static List<String> sums(Overlay overlay) {
        return Stream.of(
                        connect(overlay),
                        refinery(overlay),
                        edge(overlay),
                        kafka(overlay),
                        trino(overlay),
                        metastore(overlay))
                .flatMap(problems -> problems)
                .toList();
    }

    private static Stream<String> connect(Overlay overlay) {
        Manifest connect = overlay.get("KafkaConnect", "goldstream");
        List<JsonNode> sinks = sinks(overlay);
        long tasksEach = connect.all("/spec/template/connectContainer/env")
                .filter(variable -> variable.path("name").asText().equals("GOLDSTREAM_SINK_TASKS"))
                .mapToLong(variable -> variable.path("value").asLong())
                .findFirst()
                .orElse(1);
        int left = Math.max(1, connect.at("/spec/replicas").asInt() - 1);
        long tasks = Math.ceilDiv(sinks.size() * tasksEach, left);
        long greatest = sinks.stream()
                .mapToLong(sink -> sink.path("max.buffered.bytes").asLong(SINK_BUFFER) + SINK_UPLOADS)
                .max()
                .orElse(0);
        long heap = size(connect.at("/spec/jvmOptions/-Xmx").asText("0k"));
        return Stream.concat(
                tooMuch(connect, tasks + " tasks of a worker that is alone with them", tasks * greatest, heap, BUFFERS),
                // The Azure client's and Kafka's direct buffers, classes and threads.
                leaves(connect, heap, amount(connect.at("/spec/resources/limits/memory")), 0.6));
    }

    private static Stream<String> refinery(Overlay overlay) {
        Manifest refinery = overlay.get("StatefulSet", "gateway-refinery");
        int partitions = overlay.of("KafkaTopic")
                .filter(topic -> topic.at("/spec/topicName").asText().startsWith("raw."))
                .mapToInt(topic -> topic.at("/spec/partitions").asInt())
                .sum();
        int left = Math.max(1, WiringRules.pods(overlay, refinery) - 1);
        int held = Math.ceilDiv(partitions, left);
        long windowRecords = setting(overlay, refinery, "GOLDSTREAM_REFINERY_DEDUPE_RECORDS")
                .map(Long::parseLong)
                .orElse((long) RefineryProtocol.DEDUPE_RECORDS);
        long brokers =
                overlay.get("KafkaNodePool", "broker").at("/spec/replicas").asLong();
        long bytes = held * windowRecords * RefineryProtocol.DEDUPE_RECORD_BYTES
                // One answer of each broker is read while the next one comes.
                + 2 * brokers * RecordSizes.FETCH
                + PRODUCER_BUFFER;
        return tooMuch(
                refinery,
                held + " partitions of a pod, with a pod away",
                bytes,
                (long) (GATEWAY_HEAP * limit(refinery)),
                GATEWAY_BUFFERS);
    }

    private static Stream<String> edge(Overlay overlay) {
        Manifest edge = overlay.get("Deployment", "gateway-edge");
        long requests = setting(overlay, edge, "GOLDSTREAM_EDGE_MAX_IN_FLIGHT_SIZE")
                .map(MemoryRules::size)
                .orElse(64 * MIB);
        // What is held as a request is held again as records for Kafka.
        return tooMuch(
                edge,
                "requests and their records",
                2 * requests + PRODUCER_BUFFER,
                (long) (GATEWAY_HEAP * limit(edge)),
                GATEWAY_BUFFERS);
    }

    /** More than half of a broker's memory is the page cache, from which readers that keep up are served. */
    private static Stream<String> kafka(Overlay overlay) {
        return overlay.of("KafkaNodePool")
                .filter(pool -> pool.at("/spec").has("jvmOptions"))
                .flatMap(pool -> leaves(
                        pool,
                        size(pool.at("/spec/jvmOptions/-Xmx").asText("0k")),
                        amount(pool.at("/spec/resources/limits/memory")),
                        0.5));
    }

    private static Stream<String> trino(Overlay overlay) {
        Manifest worker = overlay.get("Deployment", "trino-worker");
        int left = Math.max(1, worker.at("/spec/replicas").asInt(1) - 1);
        long possible = (long) (left * TRINO_QUERY * TRINO_HEAP * limit(worker));
        String wanted =
                setting(overlay, worker, "GOLDSTREAM_TRINO_QUERY_MEMORY").orElse("20GB");
        // Trino's GB is a GiB.
        long query = size(wanted.replace("B", ""));
        Stream<String> asked = query > possible
                ? Stream.of("ConfigMap/trino: a query may take " + wanted
                        + ", but with a worker away the others give it " + possible / MIB + " MiB")
                : Stream.of();
        // 512 MiB of code, and classes, threads and direct buffers.
        Stream<String> nodes = Stream.of(worker, overlay.get("Deployment", "trino-coordinator"))
                .filter(node -> (1 - TRINO_HEAP) * limit(node) < 1100 * MIB)
                .map(node -> node.id() + ": its heap leaves too little of its container's memory");
        return Stream.concat(asked, nodes);
    }

    private static Stream<String> metastore(Overlay overlay) {
        Manifest metastore = overlay.get("StatefulSet", "metastore");
        String options = setting(overlay, metastore, "SERVICE_OPTS").orElse("");
        // The image's own -Xmx1G holds where none follows, and classes have no bound.
        long heap = last(HEAP, options).orElse(1024 * MIB)
                + last(METASPACE, options).orElse(1024 * MIB);
        return leaves(metastore, heap, limit(metastore), 0.75);
    }

    private static Stream<String> tooMuch(Manifest of, String what, long bytes, long heap, double share) {
        return bytes <= share * heap
                ? Stream.of()
                : Stream.of("%s: %s may hold %d MiB, more than %.0f %% of a heap of %d MiB"
                        .formatted(of.id(), what, bytes / MIB, 100 * share, heap / MIB));
    }

    private static Stream<String> leaves(Manifest of, long heap, long memory, double share) {
        return heap <= share * memory
                ? Stream.of()
                : Stream.of("%s: its heap leaves too little of its container's memory: %d of %d MiB, more than %.0f %%"
                        .formatted(of.id(), heap / MIB, memory / MIB, 100 * share));
    }

    private static List<JsonNode> sinks(Overlay overlay) {
        return overlay.of("ConfigMap")
                .filter(map -> map.name().matches("sinks(-[a-z0-9]{10})?"))
                .flatMap(map -> Manifest.strings(map.at("/data")).values().stream())
                .map(json -> {
                    try {
                        return Overlay.YAML.readTree(json);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    /** A variable of a workload's first container, from the ConfigMaps that it takes whole; the last one that has it holds. */
    private static Optional<String> setting(Overlay overlay, Manifest workload, String name) {
        return Manifest.elements(workload.pod().at("/spec/containers/0/envFrom"))
                .map(source -> source.at("/configMapRef/name").asText())
                .flatMap(map -> overlay.find("ConfigMap", map).stream())
                .map(map -> Manifest.strings(map.at("/data")))
                .filter(data -> data.containsKey(name))
                .map((Map<String, String> data) -> data.get(name))
                .reduce((first, next) -> next);
    }

    private static long limit(Manifest workload) {
        return amount(workload.pod().at("/spec/containers/0/resources/limits/memory"));
    }

    private static long amount(JsonNode quantity) {
        return Quantity.getAmountInBytes(new Quantity(quantity.asText("0"))).longValue();
    }

    private static Optional<Long> last(Pattern pattern, String options) {
        return pattern.matcher(options)
                .results()
                .map((MatchResult found) -> size(found.group(1)))
                .reduce((first, next) -> next);
    }

    /** As a JVM and Quarkus read sizes: k, m and g are powers of 1024. */
    private static long size(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        long number = Long.parseLong(lower.replaceAll("[kmg]$", ""));
        return switch (lower.charAt(lower.length() - 1)) {
            case 'k' -> number << 10;
            case 'm' -> number << 20;
            case 'g' -> number << 30;
            default -> number;
        };
    }
}
