package io.goldstream.k8s;

import com.fasterxml.jackson.databind.node.IntNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules of addresses that stand in configuration: variables, arguments, files. */
final class AddressRules {

    /** A host without a dot is one of this namespace; one that ends in .svc says whose; any other is not the cluster's. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?m)(?:^|//|,)([a-z][a-z0-9-]*(?:\\.[a-z0-9-]+\\.svc(?:\\.cluster\\.local)?)?):(\\d{2,5})(?=$|[/,?])");

    /** What only our own pods and Strimzi, which makes its pods in this namespace, read. */
    private static final Set<String> READ_HERE = Set.of("", "apps", "batch", "kafka.strimzi.io");

    private AddressRules() {}

    private record Address(String from, String host, int port) {

        /** The service that this is for a pod of the namespace; the whole host where it is another namespace's. */
        String service(String namespace) {
            return host.replaceFirst("\\." + Pattern.quote(namespace) + "\\.svc(\\.cluster\\.local)?$", "");
        }
    }

    /** A host and port that are named are a service's, which we or Strimzi make; on localhost, one that the pod serves. */
    static List<String> addresses(Overlay overlay) {
        Map<String, Set<Integer>> services = services(overlay);
        String namespace = namespace(overlay);
        return overlay.manifests().stream()
                .flatMap(manifest -> named(manifest)
                        .filter(address -> address.host().equals("localhost")
                                ? !Pods.of(manifest).serves(IntNode.valueOf(address.port()))
                                : !services.getOrDefault(address.service(namespace), Set.of())
                                        .contains(address.port())))
                .map(address ->
                        address.from() + " names " + address.host() + ":" + address.port() + ", which nobody serves")
                .distinct()
                .toList();
    }

    /**
     * KEDA, Prometheus, cert-manager and Envoy each run in a namespace of their own, where a service's bare name is none: what
     * they read names the namespace, too.
     */
    static List<String> operators(Overlay overlay) {
        String suffix = "." + namespace(overlay) + ".svc";
        return overlay.manifests().stream()
                .filter(manifest -> !READ_HERE.contains(
                        manifest.apiVersion().contains("/")
                                ? manifest.apiVersion().replaceFirst("/.*", "")
                                : ""))
                .flatMap(AddressRules::named)
                .filter(address ->
                        !address.host().replaceFirst("\\.cluster\\.local$", "").endsWith(suffix))
                .map(address -> address.from() + " has its operator ask for " + address.host()
                        + ", which is no name in the operator's own namespace")
                .toList();
    }

    private static String namespace(Overlay overlay) {
        return overlay.of("Namespace").map(Manifest::name).findFirst().orElse("");
    }

    /** An image's name may look like an address. */
    private static Stream<Address> named(Manifest manifest) {
        Stream.Builder<Address> addresses = Stream.builder();
        ReferenceRules.walk(manifest.node(), (name, node) -> {
            if (node.isTextual() && !name.equals("image")) {
                ADDRESS.matcher(node.asText())
                        .results()
                        .forEach(found -> addresses.add(
                                new Address(manifest.id(), found.group(1), Integer.parseInt(found.group(2)))));
            }
        });
        return addresses.build();
    }

    /** The ports of each service. */
    private static Map<String, Set<Integer>> services(Overlay overlay) {
        Map<String, Set<Integer>> services = new HashMap<>();
        overlay.of("Service").forEach(service -> services.put(service.name(), ports(service, "/spec/ports")));
        overlay.of("Kafka")
                .forEach(kafka ->
                        services.put(kafka.name() + "-kafka-bootstrap", ports(kafka, "/spec/kafka/listeners")));
        overlay.of("KafkaConnect")
                .forEach(connect -> services.put(connect.name() + "-connect-api", Set.of(Pods.CONNECT_REST)));
        return services;
    }

    private static Set<Integer> ports(Manifest manifest, String pointer) {
        return manifest.all(pointer)
                .map(port -> port.path("port").asInt())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
