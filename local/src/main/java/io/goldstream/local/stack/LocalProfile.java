package io.goldstream.local.stack;

import io.goldstream.cli.endpoint.BuiltIn;
import io.goldstream.cli.endpoint.Profile;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.cli.key.OperatorKey;
import io.goldstream.cli.reprocess.Installation;
import io.goldstream.events.schema.Generation;
import io.goldstream.local.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stack of a home, as commands that work by endpoints see it. */
public final class LocalProfile implements Profile, Installation {

    private final Home home;
    private final Project project;
    private final Stack stack;

    private LocalProfile(Home home, Project project) {
        this.home = home;
        this.project = project;
        this.stack = new Stack(home, project);
    }

    /** The stacks of this machine, each by the folder that it keeps everything in. */
    public record Homes(Project project) implements BuiltIn {

        /** The option of the folder. */
        public static final String OPTION = "--home";

        @Override
        public String name() {
            return "local";
        }

        @Override
        public String option() {
            return OPTION;
        }

        @Override
        public Profile open(Optional<String> which) {
            return new LocalProfile(Home.at(which.map(Path::of).orElseGet(project::defaultHome)), project);
        }
    }

    /** Without asking whether it runs. A stack that was never started has all of them: asked for one, it says so. */
    @Override
    public boolean names(Setting setting) {
        return switch (setting) {
            case KAFKA, CONNECT, EDGE, GATEWAY, OPERATOR_KEY, LAKE, GENERATION -> true;
            case TRINO, TRINO_USER -> hasTables();
            case LAKE_CREDENTIAL, LAKE_SECRET -> !hasTables();
            default -> false;
        };
    }

    private boolean hasTables() {
        try {
            return !stack.isHome() || stack.store().parts().contains(Part.TRINO);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    @Override
    public Optional<String> value(Setting setting) throws IOException {
        return switch (setting) {
            case KAFKA -> Optional.of(stack.portsWith(Part.KAFKA).bootstrapServers());
            case CONNECT -> Optional.of(stack.portsWith(Part.CONNECT).connectUrl());
            case EDGE -> Optional.of(stack.portsWith(Part.GATEWAY).gatewayUrl());
            case GATEWAY -> Optional.of(stack.portsWith(Part.GATEWAY).gatewayManagementUrl());
            case OPERATOR_KEY -> Optional.of(OperatorKey.in(home.operatorKey()).secret());
            case TRINO -> Optional.of(stack.portsWith(Part.TRINO).trinoUrl());
            case TRINO_USER -> Optional.of(LakeConnection.USER);
            case LAKE -> Optional.of(lake());
            case LAKE_CREDENTIAL -> hasTables() ? Optional.empty() : Optional.of("shared_key");
            case LAKE_SECRET -> hasTables() ? Optional.empty() : Optional.of(AzuriteLake.KEY);
            case GENERATION -> Optional.of(Integer.toString(stack.generation().number()));
            default -> Optional.empty();
        };
    }

    private String lake() throws IOException {
        return stack.store() == LakeStore.AZURITE
                ? AzuriteLake.of(stack.portsWith(Part.AZURITE)).address()
                : home.lake().toString();
    }

    @Override
    public boolean isStopped(Setting address) throws IOException {
        Optional<Part> part =
                switch (address) {
                    case KAFKA -> Optional.of(Part.KAFKA);
                    case CONNECT -> Optional.of(Part.CONNECT);
                    case EDGE, GATEWAY -> Optional.of(Part.GATEWAY);
                    case TRINO -> Optional.of(Part.TRINO);
                    case LAKE -> hasTables() ? Optional.empty() : Optional.of(Part.AZURITE);
                    default -> Optional.empty();
                };
        return part.isPresent() && !stack.processes().containsKey(part.get());
    }

    @Override
    public List<ServerState> servers() throws IOException {
        Map<Part, ProcessHandle> processes = stack.processes();
        StackSettings settings = stack.settings();
        // At once: each that does not answer takes its time.
        return settings.store().parts().parallelStream()
                .map(part -> new ServerState(
                        part.id(),
                        Optional.ofNullable(processes.get(part))
                                .map(process -> running(process, stack.isReady(part, settings)))))
                .toList();
    }

    private static ServerState.Running running(ProcessHandle process, boolean isReady) {
        Instant now = Instant.now();
        return new ServerState.Running(
                process.pid(), Duration.between(process.info().startInstant().orElse(now), now), isReady);
    }

    @Override
    public Optional<String> failure() throws IOException {
        return stack.firstFailure();
    }

    @Override
    public Path folder() {
        return home.root();
    }

    @Override
    public ProcessBuilder gateway() throws IOException {
        Ports ports = stack.ports();
        List<String> command =
                new ArrayList<>(List.of(ServerProcess.javaExecutable().toString()));
        command.addAll(new GatewayServer(ports, project, Generation.FIRST, Optional.empty())
                .prepare()
                .arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", ports.bootstrapServers());
        return builder;
    }

    @Override
    public Path log() {
        return home.log(Part.GATEWAY).resolveSibling("reprocess.log");
    }

    @Override
    public void equip(Generation generation) throws IOException, InterruptedException {
        stack.equip(generation);
    }

    @Override
    public void use(Generation generation, Runnable lastLook) throws IOException, InterruptedException {
        stack.use(generation, lastLook);
    }
}
