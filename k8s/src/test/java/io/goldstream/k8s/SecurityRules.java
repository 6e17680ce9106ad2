package io.goldstream.k8s;

import static io.goldstream.k8s.PodRules.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Kubernetes' restricted pod security standard, as <a
 * href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">published</a>.
 */
final class SecurityRules {

    private static final Set<String> VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");

    /** The pods that Strimzi makes: where a resource asks for them, their template, and its containers. */
    private static final List<StrimziPod> STRIMZIS = List.of(
            new StrimziPod("Kafka", "/spec/kafka", "/spec/kafka/template", Set.of("kafkaContainer", "initContainer")),
            // A pool's own template may stand in place of the cluster's.
            new StrimziPod("KafkaNodePool", "/spec", "/spec/template", Set.of("kafkaContainer", "initContainer")),
            new StrimziPod(
                    "Kafka",
                    "/spec/entityOperator",
                    "/spec/entityOperator/template",
                    Set.of("topicOperatorContainer", "userOperatorContainer")),
            new StrimziPod(
                    "Kafka", "/spec/cruiseControl", "/spec/cruiseControl/template", Set.of("cruiseControlContainer")),
            new StrimziPod("Kafka", "/spec/kafkaExporter", "/spec/kafkaExporter/template", Set.of("container")),
            new StrimziPod("KafkaConnect", "/spec", "/spec/template", Set.of("connectContainer")),
            new StrimziPod("KafkaConnect", "/spec/rack", "/spec/template", Set.of("initContainer")));

    private record StrimziPod(String kind, String wanted, String template, Set<String> containers) {}

    private SecurityRules() {}

    /** The standard, and a root file system that cannot be written. */
    static List<String> restricted(Overlay overlay) {
        Stream<String> namespace = overlay.of("Namespace")
                .findFirst()
                .filter(manifest -> manifest.at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                        .asText()
                        .equals("restricted"))
                .map(manifest -> Stream.<String>of())
                .orElse(Stream.of("the namespace does not enforce restricted"));
        Stream<String> pods = overlay.workloads().flatMap(workload -> Stream.concat(
                        pod(workload.pod().path("spec")), user(workload.pod().path("spec")))
                .map(problem -> workload.id() + " " + problem));
        Stream<String> containers = PodRules.containers(
                overlay,
                (workload, container) -> Stream.concat(
                        container(container.path("securityContext")),
                        Stream.of(
                                problem(
                                        !container
                                                .at("/securityContext/readOnlyRootFilesystem")
                                                .asBoolean(),
                                        "may write its root file system"),
                                problem(
                                        Manifest.elements(container.path("ports"))
                                                .anyMatch(port -> port.has("hostPort")),
                                        "takes a port of its node"))))
                .stream();
        return Stream.of(namespace, pods, containers).flatMap(all -> all).toList();
    }

    /** The standard in Strimzi's templates; who its images run as, and that not as root, the images say. */
    static List<String> strimzi(Overlay overlay) {
        return STRIMZIS.stream()
                .flatMap(pod -> overlay.of(pod.kind())
                        .filter(manifest -> !manifest.at(pod.wanted()).isMissingNode())
                        .flatMap(manifest -> Stream.concat(
                                        pod(manifest.at(pod.template() + "/pod"))
                                                .map(problem -> "/pod " + problem),
                                        pod.containers().stream().flatMap(name -> container(
                                                        manifest.at(pod.template() + "/" + name + "/securityContext"))
                                                .map(problem -> "/" + name + " " + problem)))
                                .map(problem -> manifest.id() + pod.template() + problem)))
                .toList();
    }

    /**
     * A disk is root's until the kubelet gives it to the pod's group. Strimzi names its images' group, 0, only where a pod has
     * no context of its own, and its brokers' do.
     */
    static List<String> disks(Overlay overlay) {
        Stream<String> ours = overlay.workloads()
                .filter(workload -> workload.at("/spec/volumeClaimTemplates").size() > 0
                        || Manifest.elements(workload.pod().at("/spec/volumes"))
                                .anyMatch(volume -> volume.has("persistentVolumeClaim")))
                .filter(workload -> !workload.pod().at("/spec/securityContext").has("fsGroup"))
                .map(Manifest::id);
        Stream<String> strimzis = Stream.of(
                        Map.entry("Kafka", "/spec/kafka/template/pod"),
                        Map.entry("KafkaNodePool", "/spec/template/pod"))
                .flatMap(place -> overlay.of(place.getKey())
                        .filter(manifest -> manifest.at(place.getValue()).has("securityContext"))
                        .filter(manifest -> manifest.at(place.getValue() + "/securityContext/fsGroup")
                                        .asInt(-1)
                                != 0)
                        .map(manifest -> manifest.id() + place.getValue()));
        return Stream.concat(ours, strimzis)
                .map(pod -> pod + " may not write its disk: it has no group (fsGroup), or another than its image")
                .toList();
    }

    /** Premium SSD v2 and Ultra disks have no cache on the host, and one that asks for it is not attached. */
    static List<String> caches(Overlay overlay) {
        return overlay.of("StorageClass")
                .filter(disks -> disks.at("/parameters/skuName").asText().matches("PremiumV2_LRS|UltraSSD_LRS"))
                .filter(disks -> !disks.at("/parameters/cachingMode").asText().equals("None"))
                .map(disks -> disks.id() + " has no cachingMode None, which its disks need")
                .toList();
    }

    /** Who takes over one part has that part's rights in Azure, and no other's. */
    static List<String> identities(Overlay overlay) {
        return overlay.of("ServiceAccount")
                .filter(account -> account.at("/metadata/annotations").has("azure.workload.identity/client-id"))
                .filter(account -> overlay.workloads()
                                .filter(workload -> workload.pod()
                                        .at("/spec/serviceAccountName")
                                        .asText()
                                        .equals(account.name()))
                                .map(workload -> workload.podLabels().get("app.kubernetes.io/name"))
                                .distinct()
                                .count()
                        > 1)
                .map(account -> "the service account " + account.name() + " is of several parts")
                .toList();
    }

    private static Stream<String> pod(JsonNode spec) {
        JsonNode security = spec.path("securityContext");
        return Stream.of(
                        Stream.of("hostNetwork", "hostPID", "hostIPC")
                                .map(host -> problem(spec.path(host).asBoolean(), "has " + host)),
                        Stream.of(
                                problem(!security.path("runAsNonRoot").asBoolean(), "may run as root"),
                                problem(security.path("runAsUser").asInt(1) == 0, "runs as root"),
                                problem(
                                        !security.at("/seccompProfile/type")
                                                .asText()
                                                .equals("RuntimeDefault"),
                                        "has no seccomp profile")),
                        Manifest.elements(spec.path("volumes"))
                                .flatMap(volume -> volume.properties().stream())
                                .map(Map.Entry::getKey)
                                .map(field -> problem(
                                        !field.equals("name") && !VOLUMES.contains(field), "has a volume " + field)))
                .flatMap(all -> all)
                .filter(problem -> !problem.isEmpty());
    }

    /** Our own pods say who they are, whatever the image says. */
    private static Stream<String> user(JsonNode spec) {
        return spec.at("/securityContext/runAsUser").asInt() > 0 ? Stream.of() : Stream.of("names no user");
    }

    /** A container's own words come before its pod's. */
    private static Stream<String> container(JsonNode security) {
        boolean dropsAll = Manifest.elements(security.at("/capabilities/drop"))
                .anyMatch(drop -> drop.asText().equals("ALL"));
        return Stream.of(
                        problem(security.path("allowPrivilegeEscalation").asBoolean(true), "may escalate privileges"),
                        problem(!dropsAll, "keeps capabilities"),
                        problem(!security.at("/capabilities/add").isEmpty(), "adds capabilities"),
                        problem(security.path("privileged").asBoolean(), "is privileged"),
                        problem(!security.path("runAsNonRoot").asBoolean(true), "may run as root"),
                        problem(security.path("runAsUser").asInt(1) == 0, "runs as root"),
                        problem(
                                !security.at("/seccompProfile/type")
                                        .asText("RuntimeDefault")
                                        .equals("RuntimeDefault"),
                                "has no seccomp profile"))
                .filter(problem -> !problem.isEmpty());
    }
}
