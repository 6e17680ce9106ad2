package io.goldstream.k8s.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.goldstream.k8s.Manifest;
import io.goldstream.k8s.Overlay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One broker as an overlay's {@code Kafka} describes it: TLS, SCRAM, an authorizer, its configuration with one replica of
 * each partition; then the overlay's topics, users and access rules, as Strimzi's operators would put them in.
 */
final class Broker implements AutoCloseable {

    private static final String STORE_PASSWORD = "changeit";
    private static final int SCRAM_ITERATIONS = 4096;

    private final Child process;
    private final int port;
    private final int jmxPort;
    private final Path caFolder;

    private Broker(Child process, int port, int jmxPort, Path caFolder) {
        this.process = process;
        this.port = port;
        this.jmxPort = jmxPort;
        this.caFolder = caFolder;
    }

    static Broker start(Overlay overlay, Path home) throws IOException, InterruptedException {
        Path ca = Files.createDirectories(home.resolve("kafka-ca"));
        Path keystore = home.resolve("broker.p12");
        certify(keystore, ca.resolve("ca.crt"));
        int port = Child.freePort();
        int inside = Child.freePort();
        int controller = Child.freePort();
        int jmx = Child.freePort();
        Map<String, String> settings = new HashMap<>();
        overlay.get("Kafka", "goldstream").at("/spec/kafka/config").properties().forEach(setting -> {
            boolean countsReplicas = setting.getKey()
                    .matches(".*(replication\\.factor|min\\.i(nsync\\.replica)?srs?|min\\.insync\\.replicas)");
            settings.put(
                    setting.getKey(), countsReplicas ? "1" : setting.getValue().asText());
        });
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controller,
                "controller.listener.names", "CONTROLLER",
                "inter.broker.listener.name", "INSIDE",
                "listeners",
                        "TLS://127.0.0.1:" + port + ",INSIDE://127.0.0.1:" + inside + ",CONTROLLER://127.0.0.1:"
                                + controller,
                "advertised.listeners", "TLS://127.0.0.1:" + port + ",INSIDE://127.0.0.1:" + inside,
                "listener.security.protocol.map", "TLS:SASL_SSL,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs", home.resolve("kafka-data").toString()));
        settings.putAll(Map.of(
                "sasl.enabled.mechanisms", "SCRAM-SHA-512",
                "listener.name.tls.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "listener.name.tls.ssl.keystore.type", "PKCS12",
                "listener.name.tls.ssl.keystore.location", keystore.toString(),
                "listener.name.tls.ssl.keystore.password", STORE_PASSWORD,
                "listener.name.tls.ssl.key.password", STORE_PASSWORD,
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:ANONYMOUS",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.num.partitions", "4"));
        settings.put("group.initial.rebalance.delay.ms", "0");
        Path properties = home.resolve("server.properties");
        Files.write(
                properties,
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
        Path log = home.resolve("kafka.log");
        Child format = Child.start(
                log,
                java(
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        Uuid.randomUuid().toString(),
                        "-c",
                        properties.toString()),
                Map.of());
        if (format.join() != 0) {
            throw new AssertionError("the broker does not take the configuration: " + format.tail());
        }
        List<String> command = new ArrayList<>(jmx(jmx));
        command.addAll(java("kafka.Kafka", properties.toString()));
        Broker broker = new Broker(Child.start(log, command, Map.of()), port, jmx, ca);
        broker.equip(overlay, "127.0.0.1:" + inside);
        return broker;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    int jmxPort() {
        return jmxPort;
    }

    /** The folder with the authority's certificate, {@code ca.crt}. */
    Path caFolder() {
        return caFolder;
    }

    /** A user's Secret, as Strimzi's user operator makes it. */
    static Map<String, String> secret(String user) {
        String password = user + "-password";
        return Map.of(
                "password",
                password,
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";");
    }

    /** Options that let a JVM's JMX be read on this machine. */
    static List<String> jmx(int port) {
        return List.of(
                "-Dcom.sun.management.jmxremote.port=" + port,
                "-Dcom.sun.management.jmxremote.rmi.port=" + port,
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false");
    }

    private void equip(Overlay overlay, String inside) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", inside))) {
            process.await("Kafka", () -> !admin.describeCluster().nodes().get().isEmpty());
            admin.createTopics(overlay.of("KafkaTopic").map(Broker::topic).toList())
                    .all()
                    .get();
            admin.alterUserScramCredentials(overlay.of("KafkaUser")
                            .map(user -> new UserScramCredentialUpsertion(
                                    user.name(),
                                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS),
                                    secret(user.name()).get("password")))
                            .map(upsertion -> (org.apache.kafka.clients.admin.UserScramCredentialAlteration) upsertion)
                            .toList())
                    .all()
                    .get();
            // The controller has them then. A worker that the broker does not know yet ends at once.
            List<String> users = overlay.of("KafkaUser").map(Manifest::name).toList();
            process.await(
                    "Kafka's users",
                    () -> admin.describeUserScramCredentials(users).all().get().size() == users.size());
            admin.createAcls(overlay.of("KafkaUser").flatMap(Broker::acls).toList())
                    .all()
                    .get();
        } catch (java.util.concurrent.ExecutionException refused) {
            throw new AssertionError("Kafka refused what the manifests ask for", refused);
        }
    }

    private static NewTopic topic(Manifest topic) {
        Map<String, String> config = Manifest.strings(topic.at("/spec/config"));
        config.put("min.insync.replicas", "1");
        return new NewTopic(
                        topic.at("/spec/topicName").asText(),
                        topic.at("/spec/partitions").asInt(),
                        (short) 1)
                .configs(config);
    }

    private static Stream<AclBinding> acls(Manifest user) {
        return user.all("/spec/authorization/acls").flatMap(acl -> {
            JsonNode resource = acl.path("resource");
            ResourcePattern pattern = new ResourcePattern(
                    ResourceType.fromString(kafka(resource.path("type").asText())),
                    resource.path("name").asText(),
                    PatternType.fromString(
                            resource.path("patternType").asText().equals("prefix") ? "PREFIXED" : "LITERAL"));
            return Manifest.elements(acl.path("operations"))
                    .map(operation -> new AclBinding(
                            pattern,
                            new AccessControlEntry(
                                    "User:" + user.name(),
                                    "*",
                                    AclOperation.fromString(kafka(operation.asText())),
                                    AclPermissionType.ALLOW)));
        });
    }

    /** {@code transactionalId} is TRANSACTIONAL_ID in Kafka. */
    private static String kafka(String strimzi) {
        return strimzi.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    private static List<String> java(String main, String... arguments) throws IOException {
        Path server = Path.of("../local/servers/kafka");
        List<String> command = new ArrayList<>(List.of(
                "-Xmx384m",
                "-XX:SharedArchiveFile=" + server.resolve("target/kafka.jsa"),
                "@" + server.resolve("jvm.options"),
                "-cp",
                Files.readString(server.resolve("target/classpath")).strip(),
                main));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A certificate for this machine that is its own authority. */
    private static void certify(Path keystore, Path pem) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> store =
                List.of("-keystore", keystore.toString(), "-storepass", STORE_PASSWORD, "-alias", "broker");
        for (List<String> command : List.of(
                List.of(
                        "-genkeypair",
                        "-storetype",
                        "PKCS12",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=broker",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-ext",
                        "bc=ca:true"),
                List.of("-exportcert", "-rfc", "-file", pem.toString()))) {
            List<String> whole = new ArrayList<>(List.of(keytool));
            whole.addAll(command);
            whole.addAll(store);
            if (new ProcessBuilder(whole).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + command);
            }
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
