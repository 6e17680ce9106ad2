package io.goldstream.k8s;

import java.util.List;
import java.util.stream.Stream;

/** Rules of topics, of Connect, and of how far the refinery can be scaled. */
final class KafkaRules {

    private KafkaRules() {}

    /** A write is acknowledged by a majority, so that one broker can go without loss and without standstill. */
    static List<String> topics(Overlay overlay) {
        int brokers =
                overlay.get("KafkaNodePool", "broker").at("/spec/replicas").asInt();
        int wanted = Math.min(3, brokers);
        return overlay.of("KafkaTopic")
                .filter(topic -> topic.at("/spec/replicas").asInt() != wanted
                        || topic.at("/spec/config/min.insync.replicas").asInt() != Math.max(1, wanted - 1))
                .map(topic -> topic.id() + " has other replicas than " + wanted + " and one less in sync")
                .toList();
    }

    /** With the annotation, Strimzi would delete what the Job puts. */
    static List<String> connectors(Overlay overlay) {
        return Stream.concat(
                        overlay.of("KafkaConnector").map(connector -> connector.id() + " goes round the REST API"),
                        overlay.of("KafkaConnect")
                                .filter(connect ->
                                        connect.at("/metadata/annotations").has("strimzi.io/use-connector-resources"))
                                .map(connect -> connect.id() + " uses connector resources"))
                .toList();
    }

    /** The group shares the partitions of all raw topics out evenly: one pod more than these would have nothing to read. */
    static List<String> refineryCap(Overlay overlay) {
        int partitions = overlay.of("KafkaTopic")
                .filter(topic -> topic.at("/spec/topicName").asText().startsWith("raw."))
                .mapToInt(topic -> topic.at("/spec/partitions").asInt())
                .sum();
        Stream<String> scalers = overlay.of("ScaledObject")
                .map(scaler -> scaler.at("/spec/maxReplicaCount"))
                .filter(pods -> pods.asInt() != partitions)
                .map(pods -> "the refinery grows to " + pods + " pods for " + partitions + " partitions");
        Stream<String> fixed = overlay.of("StatefulSet")
                .filter(set -> set.name().equals("gateway-refinery"))
                .map(set -> set.at("/spec/replicas"))
                .filter(pods -> pods.asInt() > partitions)
                .map(pods -> "the refinery has " + pods + " pods for " + partitions + " partitions");
        return Stream.concat(scalers, fixed).toList();
    }
}
