package io.goldstream.local.stack;

import io.goldstream.cli.endpoint.Http;
import io.goldstream.cli.key.OperatorKey;
import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.events.schema.Generation;
import io.goldstream.local.Project;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The gateway: edge and refinery in one process. */
final class GatewayServer implements Server {

    private static final List<String> AUTHENTICATION =
            List.of("GOLDSTREAM_AUTH_WRITE_KEYS", "QUARKUS_OIDC_TENANT_ENABLED");

    /** What the JVM itself chooses in the pods of the manifests, whose memory is below 1,792 MiB. */
    private static final String COLLECTOR = "-XX:+UseSerialGC";

    private static final Pattern COLLECTOR_OPTION = Pattern.compile("-XX:\\+Use\\w+GC");

    private final Ports ports;
    private final Project project;
    private final Generation generation;
    private final Optional<Home> home;

    /** @param home where its operators' key is kept; none for a gateway that nobody may have replay anything */
    GatewayServer(Ports ports, Project project, Generation generation, Optional<Home> home) {
        this.ports = ports;
        this.project = project;
        this.generation = generation;
        this.home = home;
    }

    @Override
    public Part part() {
        return Part.GATEWAY;
    }

    @Override
    public ServerCommand prepare() throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_HTTP_HOST",
                Ports.HOST,
                "QUARKUS_HTTP_PORT",
                Integer.toString(ports.gateway()),
                "QUARKUS_MANAGEMENT_HOST",
                Ports.HOST,
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(ports.gatewayManagement()),
                "KAFKA_BOOTSTRAP_SERVERS",
                ports.bootstrapServers(),
                "GOLDSTREAM_INSTANCE",
                "local-0",
                "GOLDSTREAM_GENERATION",
                Integer.toString(generation.number())));
        if (home.isPresent() && !System.getenv().containsKey(EdgeProtocol.OPERATORS_VARIABLE)) {
            environment.put(
                    EdgeProtocol.OPERATORS_VARIABLE,
                    OperatorKey.in(home.get().operatorKey()).sha256());
        }
        // Only this machine reaches it, so it asks nobody who he is, unless it is told to.
        if (AUTHENTICATION.stream().noneMatch(System.getenv()::containsKey)) {
            environment.put("GOLDSTREAM_AUTH_OPEN", "true");
        }
        List<String> arguments = new ArrayList<>(jvmOptions(ShortLife.OPTIONS));
        arguments.addAll(project.aotCacheOption());
        arguments.addAll(List.of("-jar", project.gatewayJar().toString()));
        return new ServerCommand(arguments, environment);
    }

    /**
     * The options of a gateway's JVM: the local stack's, and others.
     *
     * @param others where a collector is among them, it is taken
     */
    static List<String> jvmOptions(List<String> others) {
        List<String> options = new ArrayList<>();
        options.add("-Xmx" + Part.GATEWAY.heapMebibytes() + "m");
        if (others.stream().noneMatch(option -> COLLECTOR_OPTION.matcher(option).matches())) {
            options.add(COLLECTOR);
        }
        options.addAll(others);
        return options;
    }

    @Override
    public boolean isReady() {
        return Http.ok(ports.gatewayManagementUrl() + "/q/health/ready").isPresent();
    }
}
