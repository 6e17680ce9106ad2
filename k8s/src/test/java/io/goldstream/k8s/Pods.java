package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pods that there will be: those of our workloads, and those that Strimzi makes. */
final class Pods {

    private Pods() {}

    record Pod(Map<String, String> labels, List<JsonNode> containers) {

        /** Whether a container has a port of this name or number. */
        boolean serves(JsonNode port) {
            return containers.stream()
                    .flatMap(container -> Manifest.elements(container.path("ports")))
                    .anyMatch(served -> served.path(port.isTextual() ? "name" : "containerPort")
                            .equals(port));
        }
    }

    static Stream<Pod> of(Overlay overlay) {
        Stream<Pod> ours = overlay.workloads().map(workload -> new Pod(workload.podLabels(), workload.containers()));
        Stream<Pod> brokers = overlay.of("KafkaNodePool")
                .map(pool -> strimzi(
                        "Kafka", "kafka", Map.of("strimzi.io/pool-name", pool.name()), Map.of("tcp-clients", 9093)));
        Stream<Pod> workers = overlay.of("KafkaConnect")
                .map(connect -> strimzi("KafkaConnect", "connect", Map.of(), Map.of("rest-api", 8083)));
        return Stream.of(ours, brokers, workers).flatMap(stream -> stream);
    }

    /** Labels and ports as Strimzi gives them. */
    private static Pod strimzi(String kind, String suffix, Map<String, String> more, Map<String, Integer> ports) {
        Map<String, String> labels = new java.util.HashMap<>(Map.of(
                "strimzi.io/cluster",
                "goldstream",
                "strimzi.io/kind",
                kind,
                "strimzi.io/name",
                "goldstream-" + suffix));
        labels.putAll(more);
        var container = JsonNodeFactory.instance.objectNode();
        var served = container.putArray("ports");
        served.addObject().put("name", "tcp-prometheus").put("containerPort", 9404);
        ports.forEach((name, number) -> served.addObject().put("name", name).put("containerPort", number));
        return new Pod(labels, List.of(container));
    }
}
