package io.goldstream.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules of what resources name of one another. */
final class ReferenceRules {

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|secret|token|connection.?string|account.?key|private.?key).*");
    private static final Pattern SECRET_VALUE = Pattern.compile(
            "(?is).*(-----BEGIN|AccountKey=|password=[^$\"]|sig=[A-Za-z0-9%]{20}|eyJ[A-Za-z0-9_-]{20}).*");

    private ReferenceRules() {}

    /** A reference to a ConfigMap or Secret, and to a key of it where one is named. */
    private record Reference(String from, String kind, String name, Optional<String> key) {
        String to() {
            return kind + "/" + name;
        }
    }

    /** No resource of kind Secret, no variable with a secret's name and a value, no value that looks like one. */
    static List<String> secretsInClear(Overlay overlay) {
        List<String> broken = new ArrayList<>(overlay.of("Secret")
                .map(secret -> secret.id() + " is in the repository")
                .toList());
        overlay.manifests()
                .forEach(manifest -> walk(manifest.node(), (name, node) -> {
                    boolean isVariable = node.has("name") && node.path("value").isTextual();
                    if (isVariable
                            && SECRET_NAME.matcher(node.path("name").asText()).matches()
                            && !node.path("value").asText().isEmpty()) {
                        broken.add(manifest.id() + ": the value of "
                                + node.path("name").asText() + " is in clear");
                    }
                    if (node.isTextual() && SECRET_VALUE.matcher(node.asText()).matches()) {
                        broken.add(manifest.id() + ": " + name + " holds what looks like a secret");
                    }
                }));
        return broken;
    }

    /** What is named is made: here, by Strimzi, by the Key Vault driver or by cert-manager. */
    static List<String> resolve(Overlay overlay) {
        Set<String> there = new HashSet<>(known(overlay).keySet());
        List<String> broken = new ArrayList<>(references(overlay).stream()
                .filter(reference -> !there.contains(reference.to()))
                .map(reference -> reference.from() + " names " + reference.to() + ", which nobody makes")
                .distinct()
                .toList());
        overlay.workloads()
                .filter(workload ->
                        workload.pod().at("/spec/serviceAccountName").isTextual())
                .filter(workload -> overlay.find(
                                "ServiceAccount",
                                workload.pod().at("/spec/serviceAccountName").asText())
                        .isEmpty())
                .forEach(workload -> broken.add(workload.id() + " names a service account that is not there"));
        overlay.manifests()
                .forEach(manifest -> walk(manifest.node(), (name, node) -> {
                    if (name.equals("secretProviderClass")
                            && overlay.find("SecretProviderClass", node.asText())
                                    .isEmpty()) {
                        broken.add(
                                manifest.id() + " names SecretProviderClass/" + node.asText() + ", which is not there");
                    }
                    if (name.equals("authenticationRef")
                            && overlay.find(
                                            "TriggerAuthentication",
                                            node.path("name").asText())
                                    .isEmpty()) {
                        broken.add(manifest.id() + " names TriggerAuthentication/"
                                + node.path("name").asText() + ", which is not there");
                    }
                }));
        overlay.of("StatefulSet")
                .filter(set -> overlay.find(
                                "Service", set.at("/spec/serviceName").asText())
                        .isEmpty())
                .forEach(set -> broken.add(set.id() + " names a service that is not there"));
        broken.addAll(listeners(overlay));
        return broken;
    }

    /** A route's parent is a listener of a Gateway, for the same host. */
    private static List<String> listeners(Overlay overlay) {
        return overlay.of("HTTPRoute")
                .flatMap(route -> route.all("/spec/parentRefs")
                        .filter(parent -> overlay
                                .find("Gateway", parent.path("name").asText())
                                .stream()
                                .flatMap(gateway -> gateway.all("/spec/listeners"))
                                .filter(listener -> !parent.has("sectionName")
                                        || parent.path("sectionName").equals(listener.path("name")))
                                .noneMatch(listener -> route.all("/spec/hostnames")
                                        .allMatch(host -> host.equals(listener.path("hostname")))))
                        .map(parent ->
                                route.id() + " names the listener " + parent + ", which is not there for its hosts"))
                .toList();
    }

    /** What a Secret is made of is among the vault's objects, by the alias under which the driver mounts each. */
    static List<String> vault(Overlay overlay) {
        return overlay.of("SecretProviderClass")
                .flatMap(provider -> {
                    Set<String> mounted = new HashSet<>();
                    Overlay.parse(provider.at("/spec/parameters/objects").asText())
                            .getFirst()
                            .all("/array")
                            .map(object -> Overlay.parse(object.asText()).getFirst())
                            .forEach(object -> mounted.add(object.at("/objectAlias")
                                    .asText(object.at("/objectName").asText())));
                    return provider.all("/spec/secretObjects")
                            .flatMap(secret -> Manifest.elements(secret.path("data")))
                            .map(data -> data.path("objectName").asText())
                            .filter(name -> !mounted.contains(name))
                            .map(name -> provider.id() + " makes a Secret of " + name + ", which it does not mount");
                })
                .toList();
    }

    /** A key that is named is in what is named. */
    static List<String> keys(Overlay overlay) {
        Map<String, Set<String>> known = known(overlay);
        return references(overlay).stream()
                .filter(reference -> reference.key().isPresent())
                .filter(reference -> known.containsKey(reference.to()))
                .filter(reference ->
                        !known.get(reference.to()).contains(reference.key().get()))
                .map(reference -> reference.from() + " wants " + reference.key().get() + " of " + reference.to()
                        + ", which has " + known.get(reference.to()))
                .toList();
    }

    /**
     * A ConfigMap whose name ends in the hash of what is in it: a change is another name, and that starts new pods. Under a
     * name that stays, they would go on with what they read at their start.
     */
    static List<String> rolls(Overlay overlay) {
        List<String> broken = new ArrayList<>();
        Stream.concat(
                        overlay.workloads()
                                .filter(workload -> !workload.kind().endsWith("Job"))
                                .map(workload -> Map.entry(workload.id(), workload.pod())),
                        // Strimzi itself sees a change of what it is told by name, as the metrics' rules.
                        overlay.of("KafkaConnect")
                                .map(connect -> Map.entry(connect.id(), connect.at("/spec/template"))))
                .forEach(pod -> walk(pod.getValue(), (name, node) -> {
                    boolean isMap = Set.of("configMapRef", "configMapKeyRef", "configMap")
                            .contains(name);
                    String map = node.path("name").asText();
                    if (isMap && !map.matches(".+-[a-z0-9]{10}")) {
                        broken.add(pod.getKey() + " goes on with what ConfigMap/" + map + " had when it changes");
                    }
                }));
        return broken;
    }

    /** A mount has its volume. */
    static List<String> mounts(Overlay overlay) {
        return overlay.workloads()
                .flatMap(workload -> {
                    Set<String> volumes = new HashSet<>();
                    Stream.concat(
                                    Manifest.elements(workload.pod().at("/spec/volumes"))
                                            .map(volume -> volume.path("name")),
                                    workload.all("/spec/volumeClaimTemplates").map(claim -> claim.at("/metadata/name")))
                            .forEach(name -> volumes.add(name.asText()));
                    return workload.containers().stream()
                            .flatMap(container -> Manifest.elements(container.path("volumeMounts")))
                            .map(mount -> mount.path("name").asText())
                            .filter(name -> !volumes.contains(name))
                            .map(name -> workload.id() + " mounts " + name + ", which is no volume of it");
                })
                .toList();
    }

    /** A file that is mounted by itself is in its ConfigMap: the kubelet would make a folder of that name. */
    private static Stream<Reference> files(Manifest workload) {
        return workload.containers().stream()
                .flatMap(container -> Manifest.elements(container.path("volumeMounts")))
                .filter(mount -> mount.has("subPath"))
                .flatMap(mount -> Manifest.elements(workload.pod().at("/spec/volumes"))
                        .filter(volume -> volume.path("name").equals(mount.path("name")))
                        .filter(volume -> volume.at("/configMap/name").isTextual()
                                && volume.at("/configMap/items").isMissingNode())
                        .map(volume -> new Reference(
                                workload.id(),
                                "ConfigMap",
                                volume.at("/configMap/name").asText(),
                                Optional.of(mount.path("subPath").asText()))));
    }

    /** ConfigMaps and Secrets that will be there, each with its keys. */
    private static Map<String, Set<String>> known(Overlay overlay) {
        Map<String, Set<String>> known = new HashMap<>();
        overlay.of("ConfigMap")
                .forEach(map ->
                        known.put(map.id(), Manifest.strings(map.at("/data")).keySet()));
        overlay.of("KafkaUser")
                .forEach(user -> known.put("Secret/" + user.name(), Set.of("password", "sasl.jaas.config")));
        overlay.of("Kafka")
                .forEach(kafka -> known.put(
                        "Secret/" + kafka.name() + "-cluster-ca-cert", Set.of("ca.crt", "ca.p12", "ca.password")));
        overlay.of("SecretProviderClass")
                .flatMap(provider -> provider.all("/spec/secretObjects"))
                .forEach(secret -> {
                    Set<String> keys = new HashSet<>();
                    secret.path("data")
                            .forEach(data -> keys.add(data.path("key").asText()));
                    known.put("Secret/" + secret.path("secretName").asText(), keys);
                });
        // cert-manager makes what a Gateway's listener names, where the Gateway names an issuer.
        overlay.of("Gateway")
                .filter(gateway -> gateway.at("/metadata/annotations").has("cert-manager.io/cluster-issuer"))
                .flatMap(gateway -> gateway.all("/spec/listeners"))
                .flatMap(listener -> Manifest.elements(listener.at("/tls/certificateRefs")))
                .forEach(secret -> known.put("Secret/" + secret.path("name").asText(), Set.of("tls.crt", "tls.key")));
        return known;
    }

    /** Whatever names a ConfigMap or a Secret, wherever it stands. */
    private static List<Reference> references(Overlay overlay) {
        List<Reference> references = new ArrayList<>();
        overlay.manifests()
                .forEach(manifest -> walk(manifest.node(), (name, node) -> {
                    Optional<String> key =
                            Optional.of(node.path("key").asText()).filter(text -> !text.isEmpty());
                    switch (name) {
                        case "configMapRef", "configMapKeyRef" ->
                            add(references, manifest, "ConfigMap", node.path("name"), key);
                        case "configMap" -> addVolume(references, manifest, "ConfigMap", node.path("name"), node);
                        case "secretRef", "secretKeyRef", "username", "password" ->
                            add(references, manifest, "Secret", node.path("name"), key);
                        // A projected Secret is named as a ConfigMap is.
                        case "secret" ->
                            addVolume(
                                    references,
                                    manifest,
                                    "Secret",
                                    node.has("secretName") ? node.path("secretName") : node.path("name"),
                                    node);
                        case "passwordSecret" ->
                            add(
                                    references,
                                    manifest,
                                    "Secret",
                                    node.path("secretName"),
                                    Optional.of(node.path("password").asText()));
                        case "trustedCertificates" ->
                            node.forEach(certificate -> add(
                                    references, manifest, "Secret", certificate.path("secretName"), Optional.empty()));
                        case "certificateRefs" ->
                            node.forEach(certificate ->
                                    add(references, manifest, "Secret", certificate.path("name"), Optional.empty()));
                        case "configMapTargetRef" ->
                            node.forEach(target -> add(
                                    references,
                                    manifest,
                                    "ConfigMap",
                                    target.path("name"),
                                    Optional.of(target.path("key").asText())));
                        case "secretTargetRef" ->
                            node.forEach(target -> add(
                                    references,
                                    manifest,
                                    "Secret",
                                    target.path("name"),
                                    Optional.of(target.path("key").asText())));
                        default -> {}
                    }
                }));
        overlay.workloads().flatMap(ReferenceRules::files).forEach(references::add);
        return references;
    }

    private static void add(
            List<Reference> references, Manifest from, String kind, JsonNode name, Optional<String> key) {
        if (name.isTextual()) {
            references.add(new Reference(from.id(), kind, name.asText(), key));
        }
    }

    /** A volume's source, and each key that it picks. */
    private static void addVolume(
            List<Reference> references, Manifest from, String kind, JsonNode name, JsonNode volume) {
        add(references, from, kind, name, Optional.empty());
        volume.path("items")
                .forEach(item -> add(
                        references,
                        from,
                        kind,
                        name,
                        Optional.of(item.path("key").asText())));
    }

    /** Takes a field's name, or an element's own array's, and the value. */
    interface Visitor {
        void visit(String name, JsonNode node);
    }

    static void walk(JsonNode node, Visitor visitor) {
        node.properties().forEach(field -> {
            visitor.visit(field.getKey(), field.getValue());
            walk(field.getValue(), visitor);
        });
        if (node.isArray()) {
            node.forEach(element -> {
                visitor.visit("", element);
                walk(element, visitor);
            });
        }
    }
}
