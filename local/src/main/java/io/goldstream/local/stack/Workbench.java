package io.goldstream.local.stack;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.schema.Generation;
import io.goldstream.local.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A broker with the contract's topics, and gateways of any make, for as long as something is measured or proved. All is in
 * a temporary folder, and gone when this is closed or the command ends.
 */
public final class Workbench implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Project project;
    private final Consumer<String> progress;
    private final TemporaryServers servers;
    private final Ports brokerPorts;
    private final ProcessHandle broker;

    private Workbench(Project project, Path folder, List<String> brokerOptions, Consumer<String> progress)
            throws IOException, InterruptedException {
        this.project = project;
        this.progress = progress;
        this.servers = new TemporaryServers(folder);
        try {
            progress.accept("starting a broker");
            Home home = Home.at(folder.resolve("broker")).created();
            this.brokerPorts = TemporaryServers.freePorts(home);
            KafkaServer kafka = new KafkaServer(home, brokerPorts, project, brokerOptions);
            this.broker = launch(home, kafka, kafka.prepare());
            kafka.equip();
        } catch (IOException | InterruptedException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** @param progress told what is started */
    public static Workbench open(Project project, Consumer<String> progress) throws IOException, InterruptedException {
        return open(project, List.of(), progress);
    }

    /**
     * The same with more options for the broker's JVM.
     *
     * @param progress told what is started
     */
    public static Workbench open(Project project, List<String> brokerOptions, Consumer<String> progress)
            throws IOException, InterruptedException {
        return new Workbench(project, Files.createTempDirectory("goldstream-workbench"), brokerOptions, progress);
    }

    /** A gateway that answers. */
    public final class Gateway {
        private final Home home;
        private final GatewayServer server;
        private final ServerCommand command;
        private final Ports ports;
        private ProcessHandle process;

        private Gateway(Home home, GatewayServer server, ServerCommand command, Ports ports) {
            this.home = home;
            this.server = server;
            this.command = command;
            this.ports = ports;
        }

        /** Starts it again once it has ended, at the same address and under the same instance name. */
        public void start() throws IOException, InterruptedException {
            process = launch(home, server, command);
        }

        /** Asks it to end, and returns once it has. */
        public void stop() throws IOException, InterruptedException {
            new ServerProcess(home, server.part()).stop(GRACE);
        }

        public ProcessHandle process() {
            return process;
        }

        /** Without a slash at its end. */
        public String url() {
            return ports.gatewayUrl();
        }

        public int port() {
            return ports.gateway();
        }

        public Path log() {
            return home.log(Part.GATEWAY);
        }
    }

    public String bootstrapServers() {
        return brokerPorts.bootstrapServers();
    }

    public ProcessHandle broker() {
        return broker;
    }

    /** The options of a gateway's JVM: the local stack's, and these; one of these may name another collector. */
    public static List<String> gatewayJvmOptions(List<String> options) {
        return GatewayServer.jvmOptions(options);
    }

    /**
     * Starts a gateway with the options of the local stack's.
     *
     * @param name of its folder, and its instance name
     * @param jar what to run
     * @param options more options for its JVM
     * @param settings more settings, as environment
     */
    public Gateway gateway(String name, Path jar, List<String> options, Map<String, String> settings)
            throws IOException, InterruptedException {
        Home home = Home.at(servers.folder().resolve(name)).created();
        Ports ports = TemporaryServers.freePorts(home);
        GatewayServer server = new GatewayServer(ports, project, Generation.FIRST, Optional.empty());
        ServerCommand usual = server.prepare();
        List<String> arguments = new ArrayList<>(gatewayJvmOptions(options));
        arguments.addAll(List.of("-jar", jar.toString()));
        Map<String, String> environment = new HashMap<>(usual.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        environment.put("GOLDSTREAM_INSTANCE", name);
        environment.putAll(settings);
        Gateway gateway = new Gateway(home, server, new ServerCommand(arguments, environment), ports);
        progress.accept("starting " + name);
        gateway.start();
        return gateway;
    }

    /**
     * An Azurite with a container for each layer.
     *
     * @param process its own, to be stopped and let go on
     */
    public record Azurite(AzuriteLake lake, ProcessHandle process) {}

    /** Starts another one. */
    public Azurite azurite(String name) throws IOException, InterruptedException {
        progress.accept("starting " + name);
        Home home = Home.at(servers.folder().resolve(name)).created();
        Ports ports = TemporaryServers.freePorts(home);
        AzuriteServer server = new AzuriteServer(home, ports, project);
        ProcessHandle process = launch(home, server, server.prepare());
        server.equip();
        return new Azurite(AzuriteLake.of(ports), process);
    }

    /**
     * Starts a Connect worker. All of them are one group.
     *
     * @param name of its folder
     * @param java the JVM; empty for the one that runs this very command
     * @param settings more of its settings
     */
    public ConnectWorker worker(String name, Optional<Path> java, Map<String, String> settings)
            throws IOException, InterruptedException {
        return worker(name, java, List.of(), settings);
    }

    /**
     * The same with more options for its JVM.
     *
     * @param options of two that contradict, the last one counts
     */
    public ConnectWorker worker(String name, Optional<Path> java, List<String> options, Map<String, String> settings)
            throws IOException, InterruptedException {
        Home home = Home.at(servers.folder().resolve(name)).created();
        String url = TemporaryServers.freePorts(home).connectUrl();
        WorkerServer server = new WorkerServer(home, project, bootstrapServers(), url, "workbench", java);
        ConnectWorker worker =
                new ConnectWorker(home, server, server.prepare(options, settings, Map.of()), this::launch);
        progress.accept("starting " + name);
        worker.start();
        return worker;
    }

    private ProcessHandle launch(Home home, Server server, ServerCommand command)
            throws IOException, InterruptedException {
        return servers.launch(home, server, command)
                .find()
                .orElseThrow(() -> new CommandFailure("it ended at once: see " + home.log(server.part())));
    }

    @Override
    public void close() {
        servers.close();
    }
}
