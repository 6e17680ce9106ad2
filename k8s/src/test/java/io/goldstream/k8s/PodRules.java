package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Rules of what runs: pods and their containers. */
final class PodRules {

    private static final Set<String> RESTRICTED_VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");
    private static final int DRAIN_SECONDS = 10;

    private PodRules() {}

    /** Kubernetes' restricted pod security standard, and a root file system that cannot be written. */
    static List<String> restricted(Overlay overlay) {
        List<String> broken = new ArrayList<>();
        String level = overlay.get("Namespace", namespace(overlay))
                .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                .asText();
        if (!level.equals("restricted")) {
            broken.add("the namespace does not enforce restricted");
        }
        overlay.workloads().forEach(workload -> {
            JsonNode spec = workload.pod().path("spec");
            for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
                require(broken, !spec.path(host).asBoolean(), workload, host);
            }
            JsonNode security = spec.path("securityContext");
            require(broken, security.path("runAsNonRoot").asBoolean(), workload, "may run as root");
            require(broken, security.path("runAsUser").asInt() > 0, workload, "names no user");
            require(
                    broken,
                    security.at("/seccompProfile/type").asText().equals("RuntimeDefault"),
                    workload,
                    "has no seccomp profile");
            Manifest.elements(spec.path("volumes")).forEach(volume -> volume.fieldNames()
                    .forEachRemaining(field -> require(
                            broken,
                            field.equals("name") || RESTRICTED_VOLUMES.contains(field),
                            workload,
                            "volume " + field)));
        });
        broken.addAll(containers(overlay, (workload, container) -> {
            JsonNode security = container.path("securityContext");
            boolean dropsAll = Manifest.elements(security.at("/capabilities/drop"))
                    .anyMatch(drop -> drop.asText().equals("ALL"));
            return Stream.of(
                    problem(security.path("allowPrivilegeEscalation").asBoolean(true), "may escalate privileges"),
                    problem(!security.path("readOnlyRootFilesystem").asBoolean(), "may write its root file system"),
                    problem(!dropsAll || security.at("/capabilities/add").size() > 0, "keeps capabilities"),
                    problem(security.path("privileged").asBoolean(), "is privileged"));
        }));
        return broken;
    }

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
                                .map(problem -> manifest.id() + " " + problem)))
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
                        : image.endsWith(":latest") || !image.matches(".+[:@].+"))
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

    private static String namespace(Overlay overlay) {
        return overlay.of("Namespace").findFirst().map(Manifest::name).orElse("");
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

    private static List<String> containers(Overlay overlay, BiFunction<Manifest, JsonNode, Stream<String>> problems) {
        return overlay.workloads()
                .flatMap(workload -> workload.containers().stream()
                        .flatMap(container -> problems.apply(workload, container)
                                .filter(problem -> !problem.isEmpty())
                                .map(problem -> workload.id() + "/"
                                        + container.path("name").asText() + " " + problem)))
                .toList();
    }

    private static String problem(boolean isThere, String what) {
        return isThere ? what : "";
    }

    private static void require(List<String> broken, boolean isKept, Manifest manifest, String what) {
        if (!isKept) {
            broken.add(manifest.id() + ": " + what);
        }
    }
}
