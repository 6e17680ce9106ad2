package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules of what selects, what serves and what scales. */
final class WiringRules {

    private WiringRules() {}

    /** A selector selects pods that there will be. */
    static List<String> selectors(Overlay overlay) {
        Stream<String> workloads = overlay.workloads()
                .filter(workload -> workload.at("/spec/selector/matchLabels").isObject())
                .filter(workload -> !selects(workload.at("/spec/selector/matchLabels"), workload.podLabels()))
                .map(workload -> workload.id() + " does not select its own pods");
        Stream<String> others = Stream.of(
                        Map.entry("Service", "/spec/selector"),
                        Map.entry("PodDisruptionBudget", "/spec/selector/matchLabels"),
                        Map.entry("NetworkPolicy", "/spec/podSelector/matchLabels"),
                        Map.entry("PodMonitor", "/spec/selector/matchLabels"))
                .flatMap(place -> overlay.of(place.getKey())
                        .filter(manifest -> manifest.at(place.getValue()).isObject())
                        .filter(manifest -> !isOpenLabel(manifest.at(place.getValue())))
                        .filter(manifest ->
                                Pods.of(overlay).noneMatch(pod -> selects(manifest.at(place.getValue()), pod.labels())))
                        .map(manifest -> manifest.id() + " selects no pod"));
        Stream<String> peers = overlay.of("NetworkPolicy").flatMap(policy -> Stream.of("ingress/from", "egress/to")
                .map(direction -> direction.split("/"))
                .flatMap(direction ->
                        policy.all("/spec/" + direction[0]).flatMap(rule -> Manifest.elements(rule.path(direction[1]))))
                .filter(peer -> peer.has("podSelector") && !peer.has("namespaceSelector"))
                .map(peer -> peer.at("/podSelector/matchLabels"))
                .filter(labels -> !isOpenLabel(labels))
                .filter(labels -> Pods.of(overlay).noneMatch(pod -> selects(labels, pod.labels())))
                .map(labels -> policy.id() + " names pods that there are not: " + labels));
        // By two services, each pod would be scraped twice and counted twice.
        Stream<String> services = overlay.of("ServiceMonitor")
                .filter(monitor -> overlay.of("Service")
                                .filter(service -> selects(
                                        monitor.at("/spec/selector/matchLabels"),
                                        Manifest.strings(service.at("/metadata/labels"))))
                                .count()
                        != 1)
                .map(monitor -> monitor.id() + " does not select one service");
        Stream<String> spreads = Pods.of(overlay).flatMap(pod -> spread(overlay, pod)
                .map(constraint -> constraint.at("/labelSelector/matchLabels"))
                .filter(labels -> !selects(labels, pod.labels()))
                .map(labels -> pod.maker() + " spreads other pods than its own: " + labels));
        return Stream.of(workloads, others, peers, services, spreads)
                .flatMap(stream -> stream)
                .toList();
    }

    private static Stream<JsonNode> spread(Overlay overlay, Pods.Pod pod) {
        return overlay.manifests().stream()
                .filter(manifest -> manifest.id().equals(pod.maker()))
                .map(manifest -> manifest.hasPod() ? manifest.pod().path("spec") : manifest.at("/spec/template/pod"))
                .flatMap(spec -> Manifest.elements(spec.path("topologySpreadConstraints")));
    }

    /** A port that is named or numbered is one that a container has. */
    static List<String> ports(Overlay overlay) {
        Stream<String> services = overlay.of("Service").flatMap(service -> service.all("/spec/ports")
                .filter(port -> Pods.of(overlay)
                        .filter(pod -> selects(service.at("/spec/selector"), pod.labels()))
                        .noneMatch(pod -> pod.serves(port.path("targetPort"))))
                .map(port -> service.id() + " leads to " + port.path("targetPort") + ", which no pod serves"));
        Stream<String> probes = overlay.workloads().flatMap(workload -> workload.containers().stream()
                .flatMap(container -> Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                        .flatMap(probe -> Stream.of("httpGet", "tcpSocket")
                                .map(way -> container.at("/" + probe + "/" + way + "/port")))
                        .filter(port -> !port.isMissingNode())
                        .filter(port -> !new Pods.Pod(workload.id(), Map.of(), List.of(container)).serves(port))
                        .map(port -> workload.id() + " is probed at " + port + ", which it does not serve")));
        Stream<String> policies = overlay.of("NetworkPolicy")
                .filter(policy -> policy.at("/spec/podSelector/matchLabels").isObject())
                .flatMap(policy -> policy.all("/spec/ingress")
                        .flatMap(rule -> Manifest.elements(rule.path("ports")))
                        .map(port -> port.path("port"))
                        .filter(port -> Pods.of(overlay)
                                .filter(pod -> selects(policy.at("/spec/podSelector/matchLabels"), pod.labels()))
                                .noneMatch(pod -> pod.serves(port)))
                        .map(port -> policy.id() + " admits to " + port + ", which no such pod serves"));
        Stream<String> ways = overlay.of("NetworkPolicy")
                .flatMap(policy -> policy.all("/spec/egress").flatMap(rule -> Manifest.elements(rule.path("to"))
                        .filter(peer -> peer.has("podSelector") && !peer.has("namespaceSelector"))
                        .map(peer -> peer.at("/podSelector/matchLabels"))
                        .flatMap(labels -> Manifest.elements(rule.path("ports"))
                                .map(port -> port.path("port"))
                                .filter(port -> Pods.of(overlay)
                                        .filter(pod -> selects(labels, pod.labels()))
                                        .noneMatch(pod -> pod.serves(port)))
                                .map(port -> policy.id() + " leads to " + port + " of " + labels
                                        + ", which no such pod serves"))));
        Stream<String> routes = overlay.of("HTTPRoute")
                .flatMap(route -> route.all("/spec/rules"))
                .flatMap(rule -> Manifest.elements(rule.path("backendRefs")))
                .filter(backend -> overlay.find("Service", backend.path("name").asText()).stream()
                        .flatMap(service -> service.all("/spec/ports"))
                        .noneMatch(port -> port.path("port").equals(backend.path("port"))))
                .map(backend -> "a route leads to " + backend + ", which is no service's port");
        Stream<String> monitors = overlay.of("PodMonitor").flatMap(monitor -> monitor.all("/spec/podMetricsEndpoints")
                .filter(endpoint -> Pods.of(overlay)
                        .filter(pod -> selects(monitor.at("/spec/selector/matchLabels"), pod.labels()))
                        .noneMatch(pod -> pod.serves(endpoint.path("port"))))
                .map(endpoint -> monitor.id() + " scrapes " + endpoint.path("port") + ", which no pod serves"));
        Stream<String> scrapes = overlay.of("ServiceMonitor").flatMap(monitor -> monitor.all("/spec/endpoints")
                .map(endpoint -> endpoint.path("port"))
                .filter(port -> overlay.of("Service")
                        .filter(service -> selects(
                                monitor.at("/spec/selector/matchLabels"),
                                Manifest.strings(service.at("/metadata/labels"))))
                        .flatMap(service -> service.all("/spec/ports"))
                        .noneMatch(served -> served.path("name").equals(port)))
                .map(port -> monitor.id() + " scrapes " + port + ", which its service does not name"));
        return Stream.of(services, probes, policies, ways, routes, monitors, scrapes)
                .flatMap(stream -> stream)
                .toList();
    }

    /** What scales has something to scale. */
    static List<String> scalers(Overlay overlay) {
        return Stream.concat(overlay.of("HorizontalPodAutoscaler"), overlay.of("ScaledObject"))
                .filter(scaler -> {
                    JsonNode target = scaler.at("/spec/scaleTargetRef");
                    return overlay.find(
                                    target.path("kind").asText(),
                                    target.path("name").asText())
                            .isEmpty();
                })
                .map(scaler -> scaler.id() + " scales what is not there")
                .toList();
    }

    /** Who applies a number of pods takes them from the scaler, which has its own. */
    static List<String> oneScaler(Overlay overlay) {
        return overlay.workloads()
                .filter(workload -> workload.at("/spec").has("replicas"))
                .filter(workload -> scaler(overlay, workload).isPresent())
                .map(workload -> workload.id() + " names replicas beside its scaler")
                .toList();
    }

    /** How many pods a workload has at least. */
    static int pods(Overlay overlay, Manifest workload) {
        return scaler(overlay, workload)
                .map(scaler -> scaler.at(scaler.is("ScaledObject") ? "/spec/minReplicaCount" : "/spec/minReplicas"))
                .orElse(workload.at("/spec/replicas"))
                .asInt(1);
    }

    private static Optional<Manifest> scaler(Overlay overlay, Manifest workload) {
        return Stream.concat(overlay.of("HorizontalPodAutoscaler"), overlay.of("ScaledObject"))
                .filter(scaler -> scaler.at("/spec/scaleTargetRef/kind")
                                .asText()
                                .equals(workload.kind())
                        && scaler.at("/spec/scaleTargetRef/name").asText().equals(workload.name()))
                .findFirst();
    }

    /** What has several pods keeps all but one while nodes are drained. */
    static List<String> budgets(Overlay overlay) {
        return overlay.workloads()
                .filter(workload -> pods(overlay, workload) > 1)
                .filter(workload -> overlay.of("PodDisruptionBudget")
                        .noneMatch(budget -> selects(budget.at("/spec/selector/matchLabels"), workload.podLabels())
                                && budget.at("/spec/maxUnavailable").asInt() == 1))
                .map(workload -> workload.id() + " has no disruption budget of one pod")
                .toList();
    }

    static boolean selects(JsonNode selector, Map<String, String> labels) {
        Map<String, String> wanted = Manifest.strings(selector);
        return !wanted.isEmpty() && labels.entrySet().containsAll(wanted.entrySet());
    }

    /** Labels that an operator gives to a pod of their own to be let in. */
    private static boolean isOpenLabel(JsonNode labels) {
        return Optional.of(labels.path("goldstream.io/access").asText())
                .filter(access -> access.equals("kafka") || access.equals("gateway-management"))
                .isPresent();
    }
}
