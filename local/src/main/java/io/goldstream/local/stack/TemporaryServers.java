package io.goldstream.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;

/** Servers with homes in one temporary folder: they end, and the folder goes, when this is closed or the command ends. */
final class TemporaryServers implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Path folder;
    private final Deque<ServerProcess> processes = new ArrayDeque<>();
    private final Thread closing = new Thread(this::clear);

    TemporaryServers(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(closing);
    }

    Path folder() {
        return folder;
    }

    /** Starts a server and returns once it is ready. The youngest is stopped first. */
    ServerProcess launch(Home home, Server server, ServerCommand command) throws IOException, InterruptedException {
        ServerProcess process = new ServerProcess(home, server.part());
        processes.push(process);
        Launch launch = new Launch(home, server);
        launch.start(command);
        launch.await();
        return process;
    }

    static Ports freePorts(Home home) throws IOException {
        return StackSettings.choose(home, false, OptionalInt.empty(), Optional.empty())
                .ports();
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(closing);
        } catch (IllegalStateException alreadyEnding) {
            // then the hook finds nothing left to do
        }
    }

    private synchronized void clear() {
        try {
            while (!processes.isEmpty()) {
                processes.pop().stop(GRACE);
            }
            Folders.delete(folder);
        } catch (IOException left) {
            throw new UncheckedIOException("could not clear " + folder, left);
        } catch (InterruptedException another) {
            Thread.currentThread().interrupt();
        }
    }
}
