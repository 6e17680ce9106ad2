package io.goldstream.local.stack;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.connect.Connectors;
import io.goldstream.cli.connect.SinkFailure;
import io.goldstream.events.schema.Generation;
import io.goldstream.local.Project;
import io.goldstream.trino.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** The pipeline's servers in one home: starts, stops and finds them. */
public final class Stack {

    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** The reverse of the order in which they depend on one another. */
    private static final List<Part> STOP_ORDER =
            List.of(Part.TRINO, Part.GATEWAY, Part.CONNECT, Part.AZURITE, Part.KAFKA);

    private final Home home;
    private final Project project;

    public Stack(Home home, Project project) {
        this.home = home;
        this.project = project;
    }

    /** How a start went: which parts it found running, and what all of them are now. */
    public record Started(Set<Part> found, StackSettings settings) {

        /** The parts that there was to start. */
        public Set<Part> missing() {
            Set<Part> missing = settings.store().parts();
            missing.removeAll(found);
            return missing;
        }

        public Ports ports() {
            return settings.ports();
        }
    }

    /** The same, with the lake where the home has it, or, in a new home, in a folder. */
    public Started up(OptionalInt portBase, Progress progress) throws IOException, InterruptedException {
        return up(portBase, Optional.empty(), progress);
    }

    /**
     * Starts what does not run, and returns once all is ready. Where that fails, whatever this call has started is stopped again.
     *
     * @param portBase the first port of the block to use; where empty, the home's own
     * @param store where the lake is to be; where empty, where the home has it
     * @throws CommandFailure where something is missing, taken or broken: names it and the way out
     */
    public Started up(OptionalInt portBase, Optional<LakeStore> store, Progress progress)
            throws IOException, InterruptedException {
        Home made = home.created();
        try (StackLock _ = StackLock.take(made)) {
            Set<Part> running = EnumSet.noneOf(Part.class);
            running.addAll(processes().keySet());
            StackSettings settings = settings(made, portBase, store, running);
            Started started = new Started(running, settings);
            new Preflight(made, settings.ports()).check(started.missing(), MEMINFO);
            settings.write(made);
            try {
                new Startup(made, servers(made, settings), running, progress).run();
            } catch (CompletionException failed) {
                if (!(failed.getCause() instanceof SinkFailure)) {
                    stop(EnumSet.complementOf(EnumSet.copyOf(running)));
                }
                throw failed.getCause() instanceof CommandFailure told
                        ? told
                        : new CommandFailure("the stack did not start: " + failed.getCause(), failed);
            }
            return started;
        }
    }

    /** Whether a stack was ever started here: else nothing in the folder is ours to stop or to wipe. */
    public boolean isHome() {
        return Files.exists(home.settings());
    }

    /**
     * Stops every part that runs, however much of the stack that is.
     *
     * @param wipe whether the home's data goes, too
     * @return what was running
     */
    public Set<Part> down(boolean wipe) throws IOException, InterruptedException {
        if (!isHome()) {
            return Set.of();
        }
        try (StackLock _ = StackLock.take(home)) {
            Set<Part> running = EnumSet.noneOf(Part.class);
            running.addAll(processes().keySet());
            stop(EnumSet.allOf(Part.class));
            if (wipe) {
                wipe();
            }
            return running;
        }
    }

    /** The parts that run, with their processes. */
    public Map<Part, ProcessHandle> processes() throws IOException {
        Map<Part, ProcessHandle> processes = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            new ServerProcess(home, part).find().ifPresent(handle -> processes.put(part, handle));
        }
        return processes;
    }

    /** Whether a part answers, and can work. */
    boolean isReady(Part part, StackSettings settings) {
        return server(part, home, settings).isReady();
    }

    /** Where the stack listens. Throws where no stack was ever started in this home. */
    public Ports ports() throws IOException {
        return settings().ports();
    }

    /** How the stack was started. Throws where none ever was in this home. */
    StackSettings settings() throws IOException {
        return StackSettings.read(home)
                .orElseThrow(() -> new CommandFailure(
                        "no stack was started in " + home.root() + " yet: run 'goldstream up', or name its --home"));
    }

    /** Where the stack keeps its lake. Throws where no stack was ever started in this home. */
    public LakeStore store() throws IOException {
        return settings().store();
    }

    /** Which generation the gateway writes and the tables show. Throws where no stack was ever started in this home. */
    public Generation generation() throws IOException {
        return settings().generation();
    }

    /** Makes what of a generation's topics, folders and sinks is missing, beside those in use. */
    public void equip(Generation generation) throws IOException, InterruptedException {
        Ports ports = ports();
        kafka(home, ports).equip(generation);
        for (String folder : Lake.folders(generation)) {
            Files.createDirectories(home.lake().resolve(folder));
        }
        new Connectors(ports.connectUrl()).put(project.sinks(), generation, Connectors.Manners.AS_THE_FILES_SAY);
    }

    /**
     * Has the gateway write another generation from now on. It goes on where that one's consumer group stands, so the
     * generation must have been refined before. Killed at any instant, this leaves a stack that 'up' starts in one of both.
     *
     * @param lastLook made while no gateway runs; where it throws, the gateway goes on as it was
     */
    public void use(Generation generation, Runnable lastLook) throws IOException, InterruptedException {
        try (StackLock _ = StackLock.take(home)) {
            StackSettings settings = StackSettings.read(home).orElseThrow();
            new ServerProcess(home, Part.GATEWAY).stop(GRACE);
            try {
                lastLook.run();
                settings = settings.with(generation);
                settings.write(home);
            } finally {
                Server gateway = server(Part.GATEWAY, home, settings);
                Launch launch = new Launch(home, gateway);
                launch.start(gateway.prepare());
                launch.await();
            }
        }
    }

    /** Where the stack listens, if this part of it runs; else throws and names the way out. */
    public Ports portsWith(Part needed) throws IOException {
        Ports ports = ports();
        if (!store().parts().contains(needed)) {
            throw new CommandFailure("the stack in " + home.root() + " has no " + needed.id() + ": its lake is in "
                    + store().id() + (needed == Part.TRINO ? ", which Trino cannot read, so there are no tables" : ""));
        }
        if (new ServerProcess(home, needed).find().isEmpty()) {
            throw new CommandFailure(needed.id() + " does not run in " + home.root() + ": run 'goldstream up'");
        }
        return ports;
    }

    /** What is broken, if anything: a part that does not run, or a sink that failed, with its cause. */
    public Optional<String> firstFailure() throws IOException {
        Set<Part> running = processes().keySet();
        for (Part part : store().parts()) {
            if (!running.contains(part)) {
                return Optional.of(
                        part.id() + " does not run: 'goldstream up' starts it again (log: " + home.log(part) + ")");
            }
        }
        return new Connectors(ports().connectUrl())
                .failure()
                .map(failed -> failed + "; 'goldstream up' starts it again");
    }

    private StackSettings settings(Home made, OptionalInt portBase, Optional<LakeStore> store, Set<Part> running)
            throws IOException {
        Optional<StackSettings> remembered = StackSettings.read(made);
        StackSettings settings = StackSettings.choose(made, isDefault(made), portBase, store);
        if (!running.isEmpty() && remembered.isPresent() && !remembered.get().equals(settings)) {
            throw new CommandFailure("the stack in " + made.root() + " runs at port base "
                    + remembered.get().ports().base() + ": to change its ports, first run 'goldstream down'");
        }
        return settings;
    }

    private boolean isDefault(Home made) {
        return made.equals(Home.at(project.defaultHome()));
    }

    private List<Server> servers(Home made, StackSettings settings) {
        return settings.store().parts().stream()
                .map(part -> server(part, made, settings))
                .toList();
    }

    private Server server(Part part, Home made, StackSettings settings) {
        Ports ports = settings.ports();
        return switch (part) {
            case KAFKA -> kafka(made, ports);
            case AZURITE -> new AzuriteServer(made, ports, project);
            case CONNECT -> new ConnectServer(made, settings, project);
            case GATEWAY -> new GatewayServer(ports, project, settings.generation(), Optional.of(made));
            case TRINO -> new TrinoServer(made, ports, project, settings.generation());
        };
    }

    private KafkaServer kafka(Home made, Ports ports) {
        return new KafkaServer(made, ports, project, ShortLife.options(project, Part.KAFKA));
    }

    private void stop(Set<Part> parts) throws IOException, InterruptedException {
        for (Part part : STOP_ORDER) {
            if (parts.contains(part)) {
                new ServerProcess(home, part).stop(GRACE);
            }
        }
    }

    /** Deletes what a stack writes, by name: a home that was pointed at the wrong folder loses nothing else. */
    private void wipe() throws IOException {
        for (Part part : Part.values()) {
            Folders.delete(home.folder(part));
        }
        for (Path path : List.of(
                home.lake(),
                home.root().resolve("logs"),
                home.ledger(),
                home.operatorKey(),
                home.settings(),
                home.lock())) {
            Folders.delete(path);
        }
        try (var left = Files.list(home.root())) {
            if (left.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(home.root());
    }
}
