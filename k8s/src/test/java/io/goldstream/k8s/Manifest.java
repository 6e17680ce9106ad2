package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One resource as it would be applied. */
public record Manifest(JsonNode node) {

    public String kind() {
        return node.path("kind").asText();
    }

    public String apiVersion() {
        return node.path("apiVersion").asText();
    }

    public String name() {
        return node.at("/metadata/name").asText();
    }

    /** As messages name it: {@code Deployment/gateway-edge}. */
    public String id() {
        return kind() + "/" + name();
    }

    public JsonNode at(String pointer) {
        return node.at(pointer);
    }

    public boolean is(String kind) {
        return kind().equals(kind);
    }

    /** The elements of an array, none where there is no such array. */
    public Stream<JsonNode> all(String pointer) {
        return elements(at(pointer));
    }

    /** The pod that this workload makes, if it makes one. */
    public JsonNode pod() {
        return switch (kind()) {
            case "Deployment", "StatefulSet", "Job" -> at("/spec/template");
            case "CronJob" -> at("/spec/jobTemplate/spec/template");
            default -> at("/nowhere");
        };
    }

    public boolean hasPod() {
        return !pod().isMissingNode();
    }

    /** Labels of the pods that this workload makes. */
    public Map<String, String> podLabels() {
        return strings(pod().at("/metadata/labels"));
    }

    /** Containers of the pods that this workload makes, those that prepare included. */
    public List<JsonNode> containers() {
        return Stream.of("/spec/initContainers", "/spec/containers")
                .flatMap(pointer -> elements(pod().at(pointer)))
                .toList();
    }

    public static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    public static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new TreeMap<>();
        object.properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
        return strings;
    }
}
