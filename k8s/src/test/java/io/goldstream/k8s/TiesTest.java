package io.goldstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the manifests and the code both know is the same. */
class TiesTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void topicsAreTheTablesAndTheMarkers() {
        for (Overlay overlay : Overlay.all()) {
            Set<String> topics = overlay.of("KafkaTopic")
                    .map(topic -> topic.at("/spec/topicName").asText())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> wanted = Tables.all().stream().map(Table::topic).collect(Collectors.toCollection(TreeSet::new));
            wanted.add(Tables.REPLAYED);

            assertThat(topics).isEqualTo(wanted);
        }
    }

    /** Raw takes its time from the broker; what is made of a raw record of the greatest size still fits. */
    @Test
    void topicsAreConfiguredByTheirLayers() {
        Overlay overlay = Overlay.render(Overlay.PRODUCTION);
        int greatest = overlay.get("Kafka", "goldstream")
                .at("/spec/kafka/config/message.max.bytes")
                .asInt();
        for (Table table : Tables.all()) {
            JsonNode config = overlay.of("KafkaTopic")
                    .filter(topic -> topic.at("/spec/topicName").asText().equals(table.topic()))
                    .findFirst()
                    .orElseThrow()
                    .at("/spec/config");

            assertThat(config.path("max.message.bytes").asInt())
                    .as(table.topic())
                    .isEqualTo(RecordSizes.of(table.layer()));
            assertThat(config.path("message.timestamp.type").asText("CreateTime"))
                    .as(table.topic())
                    .isEqualTo("LogAppendTime");
        }
        assertThat(greatest).isEqualTo(RecordSizes.DERIVED);
        assertThat(overlay.get("KafkaTopic", Tables.REPLAYED)
                        .at("/spec/config/cleanup.policy")
                        .asText())
                .isEqualTo("compact");
    }

    @Test
    void aWorkersConsumersSeeWhatIsCommitted() {
        for (Overlay overlay : Overlay.all()) {
            assertThat(Manifest.strings(
                            overlay.get("KafkaConnect", "goldstream").at("/spec/config")))
                    .containsEntry("consumer." + ClientSettings.ISOLATION, ClientSettings.READ_COMMITTED);
        }
    }

    @Test
    void whoLooksAtTheRefinerysGroupNamesIt() {
        Overlay overlay = Overlay.render(Overlay.PRODUCTION);
        assertThat(overlay.of("ScaledObject")
                        .flatMap(scaled -> scaled.all("/spec/triggers"))
                        .map(trigger -> trigger.at("/metadata/consumerGroup").asText()))
                .containsExactly(RefineryProtocol.GROUP);
        assertThat(overlay.get("KafkaUser", "keda")
                        .all("/spec/authorization/acls")
                        .filter(acl -> acl.at("/resource/type").asText().equals("group"))
                        .map(acl -> acl.at("/resource/name").asText()))
                .containsExactly(RefineryProtocol.GROUP);
    }

    @Test
    void theRouteLeadsToWhereEventsArePosted() {
        assertThat(Overlay.render(Overlay.PRODUCTION)
                        .of("HTTPRoute")
                        .flatMap(route -> route.all("/spec/rules"))
                        .flatMap(rule -> Manifest.elements(rule.path("matches")))
                        .map(match -> match.at("/path/value").asText()))
                .contains(EdgeProtocol.EVENTS);
    }

    @Test
    void connectHasEveryVariableThatASinkNames() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Layer layer : Layer.values()) {
            named.addAll(all("\\$\\{env:(\\w+)}", ROOT.resolve("connect-plugins/sinks/" + layer.id() + ".json")));
        }
        for (Overlay overlay : Overlay.all()) {
            Set<String> set = overlay.get("KafkaConnect", "goldstream")
                    .all("/spec/template/connectContainer/env")
                    .map(variable -> variable.path("name").asText())
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(set).containsAll(named);
        }
    }

    @Test
    void everyLayerHasAContainerOfItsOwn() {
        for (Overlay overlay : Overlay.all()) {
            Map<String, String> lake = Manifest.strings(overlay.of("ConfigMap")
                    .filter(map -> map.at("/data").has("root.raw"))
                    .findFirst()
                    .orElseThrow()
                    .at("/data"));
            for (Layer layer : Layer.values()) {
                assertThat(lake.get("root." + layer.id()))
                        .matches("https://stgoldstream[a-z]+\\.blob\\.core\\.windows\\.net/" + layer.id());
            }
        }
    }

    @Test
    void trinosPodsHaveEveryVariableThatItsConfigurationNames() throws IOException {
        for (String part : Set.of("coordinator", "worker")) {
            Manifest workload = Overlay.render(Overlay.PRODUCTION).get("Deployment", "trino-" + part);
            Set<String> set = variables(workload);
            Set<String> named = new TreeSet<>();
            for (Path file : etc(part)) {
                named.addAll(all("\\$\\{ENV:(\\w+)}", file));
            }
            // A worker finds it out when it starts.
            set.add("GOLDSTREAM_TRINO_DISCOVERY_URI");

            assertThat(named).isNotEmpty();
            assertThat(set).as(part).containsAll(named);
        }
    }

    @Test
    void versionsAreTheBuilds() throws IOException {
        String kafka = property("kafka.version");
        for (Overlay overlay : Overlay.all()) {
            assertThat(overlay.get("Kafka", "goldstream")
                            .at("/spec/kafka/version")
                            .asText())
                    .isEqualTo(kafka);
            assertThat(overlay.get("KafkaConnect", "goldstream")
                            .at("/spec/version")
                            .asText())
                    .isEqualTo(kafka);
        }
        assertThat(Files.readString(ROOT.resolve("connect-plugins/Dockerfile")))
                .contains("quay.io/strimzi/kafka:" + property("strimzi.version") + "-kafka-" + kafka);
        for (String overlay : Set.of("dev", "aks-staging")) {
            assertThat(Overlay.render(overlay)
                            .get("Deployment", "trino-worker")
                            .containers()
                            .getFirst()
                            .path("image")
                            .asText())
                    .isEqualTo("trinodb/trino:" + property("trino.version"));
        }
        assertThat(Files.readString(ROOT.resolve("docs/install.md")))
                .contains("export STRIMZI=" + property("strimzi.version") + " ");
    }

    @Test
    void theGatewaysPortsAndItsEndAreItsOwn() throws IOException {
        Properties gateway = new Properties();
        try (InputStream file =
                Files.newInputStream(ROOT.resolve("gateway/src/main/resources/application.properties"))) {
            gateway.load(file);
        }
        Overlay overlay = Overlay.render(Overlay.PRODUCTION);
        for (Manifest workload :
                Set.of(overlay.get("Deployment", "gateway-edge"), overlay.get("StatefulSet", "gateway-refinery"))) {
            JsonNode spec = workload.pod().path("spec");
            Map<String, String> ports = new TreeMap<>();
            spec.at("/containers/0/ports")
                    .forEach(port -> ports.put(
                            port.path("name").asText(),
                            port.path("containerPort").asText()));

            assertThat(ports)
                    .isEqualTo(Map.of("http", "8080", "management", gateway.getProperty("quarkus.management.port")));
            assertThat(spec.path("terminationGracePeriodSeconds").asInt())
                    .isGreaterThan(setting("goldstream.edge.drain-delay", "drainDelay", gateway)
                            + setting("goldstream.edge.drain-timeout", "drainTimeout", gateway)
                            + spec.at("/containers/0/lifecycle/preStop/sleep/seconds")
                                    .asInt());
            // An environment that says otherwise has to be counted, too.
            assertThat(variables(workload)).noneMatch(name -> name.startsWith("GOLDSTREAM_EDGE_DRAIN"));
        }
        Map<String, String> shared = Manifest.strings(overlay.of("ConfigMap")
                .filter(map -> map.at("/data").has("QUARKUS_HTTP_PORT"))
                .findFirst()
                .orElseThrow()
                .at("/data"));
        assertThat(shared)
                .containsEntry("QUARKUS_HTTP_PORT", "8080")
                .containsEntry("QUARKUS_MANAGEMENT_PORT", gateway.getProperty("quarkus.management.port"));
    }

    /** A manifest that is deleted is a partition that starts anew; bronze has tables that no event ever writes again, too. */
    @Test
    void noRuleOfALifeCycleTouchesCheckpointsOrReferenceTables() throws IOException {
        Set<String> prefixes = new TreeSet<>();
        JsonNode rules = Overlay.YAML
                .readTree(Files.readString(Path.of("azure/life-cycle.json")))
                .path("rules");
        rules.forEach(
                rule -> rule.at("/definition/filters/prefixMatch").forEach(prefix -> prefixes.add(prefix.asText())));

        assertThat(prefixes.remove("backups/checkpoints-")).isTrue();
        assertThat(prefixes)
                .isEqualTo(Tables.all().stream()
                        .map(table -> table.layer().id() + "/" + table.layer().id() + "/"
                                + (table.layer() == Layer.BRONZE ? Generation.FIRST.name(table) : ""))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Seconds that the gateway takes for a setting, where no environment says otherwise. */
    private static int setting(String name, String method, Properties gateway) {
        Path source = ROOT.resolve("gateway/src/main/java/io/goldstream/gateway/GatewayConfig.java");
        String byDefault = all("@WithDefault\\(\"(\\w+)\"\\)\\s+Duration " + method + "\\(", source)
                .iterator()
                .next();
        return Integer.parseInt(gateway.getProperty(name, byDefault).replace("s", ""));
    }

    /** The names of all variables of a workload's first container. */
    private static Set<String> variables(Manifest workload) {
        Overlay overlay = Overlay.render(Overlay.PRODUCTION);
        JsonNode container = workload.containers().getFirst();
        Set<String> names = new TreeSet<>();
        container
                .path("env")
                .forEach(variable -> names.add(variable.path("name").asText()));
        container
                .path("envFrom")
                .forEach(source -> names.addAll(Manifest.strings(overlay.get(
                                        "ConfigMap",
                                        source.at("/configMapRef/name").asText())
                                .at("/data"))
                        .keySet()));
        return names;
    }

    /** The files that one of Trino's parts gets. */
    private static Set<Path> etc(String part) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("trino/etc"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getParent().getFileName().toString().matches("coordinator|worker")
                            || file.getParent().getFileName().toString().equals(part))
                    .filter(file -> !file.toString().endsWith("kustomization.yaml"))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> all(String pattern, Path file) {
        try {
            return Pattern.compile(pattern)
                    .matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A version in the parent's pom. */
    private static String property(String name) {
        return all("<" + Pattern.quote(name) + ">([^<]+)<", ROOT.resolve("pom.xml"))
                .iterator()
                .next();
    }
}
