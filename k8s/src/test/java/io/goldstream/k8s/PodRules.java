package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Rules of what runs: pods and their containers. */
final class PodRules {

    private static final int DRAIN_SECONDS = 10;

    private PodRules() {}

    /** What serves says whether it is alive and ready. Jobs serve nothing. */
    static List<String> probes(Overlay overlay) {
        return overlay.workloads()
                .filter(workload -> !workload.kind().endsWith("Job"))
                .flatMap(workload -> Manifest.elements(workload.pod().at("/spec/containers"))
                        .flatMap(container -> Stream.of("livenessProbe", "readinessProbe")
                                .filter(probe -> !container.has(probe))
                                .map(probe -> workload.id() + " has no " + probe)))
                .toList();
    }

    /** Memory is reserved whole: a pod that is within its limit is never the one that is ended. */
    static List<String> resources(Overlay overlay) {
        return containers(overlay, (workload, container) -> resources(container.path("resources")));
    }

    static List<String> strimziResources(Overlay overlay) {
        return Stream.of(
                        Map.entry("KafkaNodePool", "/spec/resources"),
                        Map.entry("KafkaConnect", "/spec/resources"),
                        Map.entry("Kafka", "/spec/entityOperator/topicOperator/resources"),
                        Map.entry("Kafka", "/spec/entityOperator/userOperator/resources"))
                .flatMap(
                        place -> overlay.of(place.getKey()).flatMap(manifest -> resources(manifest.at(place.getValue()))
                                .map(problem -> manifest.id() + place.getValue() + " " + problem)))
                .toList();
    }

    /** Nothing here calls the API server. */
    static List<String> tokens(Overlay overlay) {
        return overlay.workloads()
                .filter(workload ->
                        workload.pod().at("/spec/automountServiceAccountToken").asBoolean(true))
                .map(workload -> workload.id() + " gets the service account's token")
                .toList();
    }

    /**
     * With service links, the kubelet gives each pod {@code METASTORE_PORT=tcp://…} for a service named metastore, and Hive
     * reads a number there.
     */
    static List<String> serviceLinks(Overlay overlay) {
        Stream<String> ours = overlay.workloads()
                .filter(workload ->
                        workload.pod().at("/spec/enableServiceLinks").asBoolean(true))
                .map(Manifest::id);
        Stream<String> strimzis = Stream.of(
                        Map.entry("Kafka", "/spec/kafka/template/pod"),
                        Map.entry("Kafka", "/spec/entityOperator/template/pod"),
                        Map.entry("KafkaNodePool", "/spec/template/pod"),
                        Map.entry("KafkaConnect", "/spec/template/pod"))
                .flatMap(place -> overlay.of(place.getKey())
                        .filter(manifest -> manifest.at(place.getValue() + "/enableServiceLinks")
                                .asBoolean(true))
                        .map(manifest -> manifest.id() + place.getValue()));
        return Stream.concat(ours, strimzis)
                .map(pod -> pod + " gets services as variables")
                .toList();
    }

    /** No image is pulled by a name that moves; in production, by what it is. */
    static List<String> images(Overlay overlay) {
        Stream<String> ours = overlay.workloads()
                .flatMap(workload -> workload.containers().stream())
                .map(container -> container.path("image").asText());
        Stream<String> connects = overlay.of("KafkaConnect")
                .map(connect -> connect.at("/spec/image").asText());
        boolean byDigest = overlay.name().equals(Overlay.PRODUCTION);
        return Stream.concat(ours, connects)
                .distinct()
                .filter(image -> byDigest
                        ? !image.matches(".+@sha256:[0-9a-f]{64}")
                        : image.endsWith(":latest") || !image.matches(".*[^/]+[:@][^/]+"))
                .map(image -> "image " + image + " is not pinned")
                .toList();
    }

    /** A pod of the gateway has time for its preStop and its own clean end before it is killed. */
    static List<String> grace(Overlay overlay) {
        return overlay.workloads()
                .filter(workload -> "gateway".equals(workload.podLabels().get("app.kubernetes.io/name")))
                .filter(workload -> {
                    JsonNode spec = workload.pod().path("spec");
                    int sleep = spec.at("/containers/0/lifecycle/preStop/sleep/seconds")
                            .asInt();
                    return spec.path("terminationGracePeriodSeconds").asInt() < sleep + 2 * DRAIN_SECONDS;
                })
                .map(workload -> workload.id() + " is killed before it has drained")
                .toList();
    }

    private static Stream<String> resources(JsonNode resources) {
        String memory = resources.at("/requests/memory").asText();
        return Stream.of(
                        problem(
                                memory.isEmpty()
                                        || !memory.equals(
                                                resources.at("/limits/memory").asText()),
                                "reserves other memory than it may use"),
                        problem(resources.at("/requests/cpu").asText().isEmpty(), "requests no processor"),
                        problem(resources.at("/limits/cpu").asText().isEmpty(), "has no limit of processors"))
                .filter(problem -> !problem.isEmpty());
    }

    static List<String> containers(Overlay overlay, BiFunction<Manifest, JsonNode, Stream<String>> problems) {
        return overlay.workloads()
                .flatMap(workload -> workload.containers().stream()
                        .flatMap(container -> problems.apply(workload, container)
                                .filter(problem -> !problem.isEmpty())
                                .map(problem -> workload.id() + "/"
                                        + container.path("name").asText() + " " + problem)))
                .toList();
    }

    static String problem(boolean isThere, String what) {
        return isThere ? what : "";
    }
}
