package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pods that there will be: those of our workloads, and those that Strimzi makes. */
final class Pods {

    /** Where Strimzi's Connect serves its REST API. */
    static final int CONNECT_REST = 8083;

    private Pods() {}

    /** A pod, and the id of the resource that it is made for. */
    record Pod(String maker, Map<String, String> labels, List<JsonNode> containers) {

        /** Whether a container has a port of this name or number. */
        boolean serves(JsonNode port) {
            return containers.stream()
                    .flatMap(container -> Manifest.elements(container.path("ports")))
                    .anyMatch(served -> served.path(port.isTextual() ? "name" : "containerPort")
                            .equals(port));
        }
    }

    /** The pod of a workload of Kubernetes' own. */
    static Pod of(Manifest workload) {
        return new Pod(workload.id(), workload.podLabels(), workload.containers());
    }

    static Stream<Pod> of(Overlay overlay) {
        Stream<Pod> ours = overlay.workloads().map(workload -> of(workload));
        Stream<Pod> brokers = overlay.of("KafkaNodePool")
                .map(pool -> strimzi(
                        pool,
                        "Kafka",
                        "kafka",
                        Map.of("strimzi.io/pool-name", pool.name()),
                        Map.of("tcp-clients", 9093)));
        Stream<Pod> workers = overlay.of("KafkaConnect")
                .map(connect ->
                        strimzi(connect, "KafkaConnect", "connect", Map.of(), Map.of("rest-api", CONNECT_REST)));
        return Stream.of(ours, brokers, workers).flatMap(stream -> stream);
    }

    /** Labels and ports as Strimzi gives them. */
    private static Pod strimzi(
            Manifest maker, String kind, String suffix, Map<String, String> more, Map<String, Integer> ports) {
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
        return new Pod(maker.id(), labels, List.of(container));
    }
}
