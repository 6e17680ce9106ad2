package io.goldstream.gateway;

import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;

/** A real broker in a JVM of its own, with the topics of the contract. */
public final class KafkaBroker {

    private static final String SERVER = "kafka.Kafka";
    private static final String LOGIN_MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final int SCRAM_ITERATIONS = 4096;

    private Path home;
    private Process process;
    private String bootstrap;
    private String saslBootstrap;

    /** Returns what clients connect to. */
    public String start() {
        return start(List.of());
    }

    /** The same. @param features what its storage is formatted with, such as {@code transaction.version=0} */
    public String start(List<String> features) {
        try {
            home = Files.createTempDirectory(Path.of("target"), "kafka").toAbsolutePath();
            int port = FreePort.find();
            int saslPort = FreePort.find();
            int controllerPort = FreePort.find();
            Path properties = home.resolve("server.properties");
            Files.write(
                    properties,
                    List.of(
                            "process.roles=broker,controller",
                            "node.id=1",
                            "listeners=PLAINTEXT://127.0.0.1:" + port + ",SASL_PLAINTEXT://127.0.0.1:" + saslPort
                                    + ",CONTROLLER://127.0.0.1:" + controllerPort,
                            "advertised.listeners=PLAINTEXT://127.0.0.1:" + port + ",SASL_PLAINTEXT://127.0.0.1:"
                                    + saslPort,
                            "sasl.enabled.mechanisms=SCRAM-SHA-512",
                            "listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config=" + LOGIN_MODULE + ";",
                            "controller.listener.names=CONTROLLER",
                            // Kafka maps the controller's listener by itself only where all others are PLAINTEXT, too.
                            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,"
                                    + "CONTROLLER:PLAINTEXT",
                            "controller.quorum.bootstrap.servers=127.0.0.1:" + controllerPort,
                            "log.dirs=" + home.resolve("data"),
                            "offsets.topic.num.partitions=4",
                            "offsets.topic.replication.factor=1",
                            "transaction.state.log.num.partitions=4",
                            "transaction.state.log.replication.factor=1",
                            "transaction.state.log.min.isr=1",
                            "group.initial.rebalance.delay.ms=0",
                            "transaction.abort.timed.out.transaction.cleanup.interval.ms=1000",
                            "broker.heartbeat.interval.ms=500",
                            "broker.session.timeout.ms=3000",
                            "auto.create.topics.enable=false"));
            List<String> format = new ArrayList<>(
                    List.of("format", "--standalone", "-t", Uuid.randomUuid().toString(), "-c", properties.toString()));
            features.forEach(feature -> format.addAll(List.of("--feature", feature)));
            if (java(home, "kafka.tools.StorageTool", format).waitFor() != 0) {
                throw new IllegalStateException("the broker's storage was not formatted: see " + home);
            }
            run();
            bootstrap = "127.0.0.1:" + port;
            saslBootstrap = "127.0.0.1:" + saslPort;
            createTopics(bootstrap);
            return bootstrap;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What clients connect to, of a broker that was started. */
    public String bootstrap() {
        return bootstrap;
    }

    /** A gateway's environment to log in as a user, of SCRAM-SHA-512, who need not be there yet. */
    public Map<String, String> login(String user, String password) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                saslBootstrap,
                "KAFKA_SECURITY_PROTOCOL",
                "SASL_PLAINTEXT",
                "KAFKA_SASL_MECHANISM",
                "SCRAM-SHA-512",
                "KAFKA_SASL_JAAS_CONFIG",
                LOGIN_MODULE + " username=\"" + user + "\" password=\"" + password + "\";");
    }

    /** Makes that user. */
    public void makeUser(String user, String password) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS), password)))
                    .all()
                    .get();
        }
    }

    /** What it has logged, this time and before. */
    public String log() throws IOException {
        return Files.readString(home.resolve("kafka.log"));
    }

    /** Starts it again, on the data that it had. */
    public void run() throws IOException {
        process = java(home, SERVER, List.of(home.resolve("server.properties").toString()));
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: it accepts connections, and answers nothing. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static Process java(Path home, String main, List<String> arguments) throws IOException {
        Path classpath = Path.of(System.getProperty("kafka.classpath"));
        if (!Files.exists(classpath)) {
            throw new IllegalStateException(
                    classpath + " is missing: build local/servers/kafka first (mvn -pl local/servers/kafka package)");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                // A test is over before the second compiler's work pays.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:SharedArchiveFile="
                        + classpath.resolveSibling("kafka.jsa").toAbsolutePath().normalize(),
                "@" + classpath.resolve("../../jvm.options").normalize(),
                "-cp",
                Files.readString(classpath).strip(),
                main));
        command.addAll(arguments);
        if (main.equals(SERVER)) {
            // The first broker that ends by itself archives its classes for those that start later.
            command.add(1, "-XX:+AutoCreateSharedArchive");
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("kafka.log").toFile()))
                .start();
    }

    private static void createTopics(String bootstrap) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap,
                "request.timeout.ms", 60_000,
                "default.api.timeout.ms", 120_000);
        try (Admin admin = Admin.create(settings)) {
            List<NewTopic> topics = new ArrayList<>(
                    Tables.all().stream().map(KafkaBroker::topic).toList());
            topics.add(new NewTopic(Tables.REPLAYED, 1, (short) 1).configs(Map.of("cleanup.policy", "compact")));
            admin.createTopics(topics).all().get(120, TimeUnit.SECONDS);
            awaitLeaders(admin, topics);
        } catch (Exception e) {
            throw new IllegalStateException("the broker did not take topics", e);
        }
    }

    /**
     * A broker says that it leads a partition a little before it does. An idempotent producer that is told to try again just
     * then can have its second batch taken first, and its first one refused until it expires.
     */
    private static void awaitLeaders(Admin admin, List<NewTopic> topics)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                beginnings.put(new TopicPartition(topic.name(), partition), OffsetSpec.earliest());
            }
        }
        for (int tries = 0; ; tries++) {
            try {
                admin.listOffsets(beginnings).all().get();
                return;
            } catch (ExecutionException notYet) {
                if (!(notYet.getCause() instanceof RetriableException) || tries == 100) {
                    throw notYet;
                }
                Thread.sleep(50);
            }
        }
    }

    private static NewTopic topic(Table table) {
        int maxBytes = RecordSizes.of(table.layer());
        return new NewTopic(table.topic(), 2, (short) 1)
                .configs(Map.of(
                        "max.message.bytes", Integer.toString(maxBytes), "message.timestamp.type", "LogAppendTime"));
    }

    public void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(20))) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
