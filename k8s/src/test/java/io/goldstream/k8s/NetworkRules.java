package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules of who may speak to whom. */
final class NetworkRules {

    private NetworkRules() {}

    /** One policy denies all pods everything but to ask for names. A rule without ports would be one of all ports. */
    static List<String> defaultDeny(Overlay overlay) {
        boolean isThere = overlay.of("NetworkPolicy")
                .anyMatch(policy -> policy.at("/spec/podSelector").isEmpty()
                        && policy.at("/spec/policyTypes").size() == 2
                        && policy.at("/spec/ingress").isMissingNode()
                        && policy.all("/spec/egress")
                                .map(rule -> rule.path("ports"))
                                .allMatch(ports -> !ports.isEmpty()
                                        && Manifest.elements(ports)
                                                .allMatch(port ->
                                                        port.path("port").asInt() == 53)));
        return isThere ? List.of() : List.of("no policy denies everything first");
    }

    /** A pod that no policy names can do nothing at all: it was forgotten. */
    static List<String> everyPodIsNamed(Overlay overlay) {
        List<JsonNode> selectors = overlay.of("NetworkPolicy")
                .map(policy -> policy.at("/spec/podSelector/matchLabels"))
                .filter(JsonNode::isObject)
                .toList();
        return Pods.of(overlay)
                .filter(pod -> selectors.stream().noneMatch(selector -> WiringRules.selects(selector, pod.labels())))
                .map(pod -> "no policy names the pod " + pod.labels())
                .toList();
    }

    /** Connect's REST API admits the workers themselves and what has the one label, which only the Job has. */
    static List<String> connectRest(Overlay overlay) {
        Set<String> admitted = overlay.of("NetworkPolicy")
                .filter(policy -> policy.at("/spec/podSelector/matchLabels/strimzi.io~1kind")
                                .asText()
                                .equals("KafkaConnect")
                        || policy.at("/spec/podSelector/matchLabels").isMissingNode())
                .flatMap(policy -> policy.all("/spec/ingress"))
                .filter(rule -> rule.path("ports").isEmpty()
                        || Manifest.elements(rule.path("ports"))
                                .anyMatch(port -> port.path("port").asInt() == Pods.CONNECT_REST))
                .flatMap(rule -> rule.path("from").isEmpty()
                        ? Stream.of("anybody")
                        : Manifest.elements(rule.path("from")).map(NetworkRules::peer))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> holders = overlay.workloads()
                .filter(workload -> "connect-rest".equals(workload.podLabels().get("goldstream.io/access")))
                .map(Manifest::id)
                .collect(Collectors.toCollection(TreeSet::new));
        return Stream.concat(
                        admitted.equals(Set.of("label connect-rest", "workers"))
                                ? Stream.of()
                                : Stream.of("Connect's REST API admits " + admitted),
                        holders.equals(Set.of("CronJob/put-sinks"))
                                ? Stream.of()
                                : Stream.of("these have the label that it admits: " + holders))
                .toList();
    }

    /** Workers ask for no password: only Trino's own nodes reach them. */
    static List<String> trinoWorkers(Overlay overlay) {
        Map<String, String> worker = overlay.get("Deployment", "trino-worker").podLabels();
        return overlay.of("NetworkPolicy")
                .filter(policy -> WiringRules.selects(policy.at("/spec/podSelector/matchLabels"), worker))
                .flatMap(policy -> policy.all("/spec/ingress"))
                .filter(rule -> rule.path("from").isEmpty()
                        || !Manifest.elements(rule.path("from"))
                                .allMatch(peer -> !peer.has("namespaceSelector")
                                        && peer.at("/podSelector/matchLabels/app.kubernetes.io~1name")
                                                .asText()
                                                .equals("trino")))
                .map(rule -> "Trino's workers admit " + rule)
                .toList();
    }

    /** A pod with a label that something admits may also speak to it: everything else is denied to it. */
    static List<String> openLabels(Overlay overlay) {
        Stream<JsonNode> policies = overlay.of("NetworkPolicy")
                .flatMap(policy -> policy.all("/spec/ingress"))
                .flatMap(rule -> Manifest.elements(rule.path("from")));
        Stream<JsonNode> listeners = overlay.of("Kafka")
                .flatMap(kafka -> kafka.all("/spec/kafka/listeners"))
                .flatMap(listener -> Manifest.elements(listener.path("networkPolicyPeers")));
        return Stream.concat(policies, listeners)
                .map(peer -> peer.at("/podSelector/matchLabels/goldstream.io~1access"))
                .filter(JsonNode::isTextual)
                .distinct()
                .filter(label -> overlay.of("NetworkPolicy")
                        .noneMatch(policy -> policy.at("/spec/podSelector/matchLabels/goldstream.io~1access")
                                        .equals(label)
                                && policy.all("/spec/egress").findAny().isPresent()))
                .map(label -> "a pod with the label " + label + " is admitted, but may not go out")
                .toList();
    }

    private static String peer(JsonNode peer) {
        JsonNode labels = peer.at("/podSelector/matchLabels");
        if (peer.has("namespaceSelector") || !labels.isObject()) {
            return peer.toString();
        }
        if (labels.path("strimzi.io/kind").asText().equals("KafkaConnect")) {
            return "workers";
        }
        return labels.has("goldstream.io/access")
                ? "label " + labels.path("goldstream.io/access").asText()
                : labels.toString();
    }
}
