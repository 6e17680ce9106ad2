package io.goldstream.local.stack;

import io.goldstream.events.schema.Generation;
import io.goldstream.local.Project;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gateway: edge and refinery in one process. */
final class GatewayServer implements Server {

    private static final List<String> AUTHENTICATION =
            List.of("GOLDSTREAM_AUTH_WRITE_KEYS", "QUARKUS_OIDC_TENANT_ENABLED");

    private final Ports ports;
    private final Project project;
    private final Generation generation;

    GatewayServer(Ports ports, Project project, Generation generation) {
        this.ports = ports;
        this.project = project;
        this.generation = generation;
    }

    @Override
    public Part part() {
        return Part.GATEWAY;
    }

    @Override
    public ServerCommand prepare() {
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
        // Only this machine reaches it, so it asks nobody who he is, unless it is told to.
        if (AUTHENTICATION.stream().noneMatch(System.getenv()::containsKey)) {
            environment.put("GOLDSTREAM_AUTH_OPEN", "true");
        }
        return new ServerCommand(
                List.of(
                        "-Xmx" + Part.GATEWAY.heapMebibytes() + "m",
                        // What the JVM itself chooses in the pods of the manifests, whose memory is below 1,792 MiB.
                        "-XX:+UseSerialGC",
                        "-jar",
                        project.gatewayJar().toString()),
                environment);
    }

    @Override
    public boolean isReady() {
        return Http.ok(ports.gatewayManagementUrl() + "/q/health/ready").isPresent();
    }
}
