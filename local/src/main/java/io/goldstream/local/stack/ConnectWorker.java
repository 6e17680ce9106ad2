package io.goldstream.local.stack;

import java.io.IOException;
import java.nio.file.Path;

/** A Connect worker of a {@link Workbench}, to be killed at will. */
public final class ConnectWorker {

    private final Home home;
    private final WorkerServer server;
    private final ServerCommand command;
    private final Launcher launcher;
    private ProcessHandle process;

    /** Starts a server, and returns once it answers. */
    @FunctionalInterface
    interface Launcher {
        ProcessHandle launch(Home home, Server server, ServerCommand command) throws IOException, InterruptedException;
    }

    ConnectWorker(Home home, WorkerServer server, ServerCommand command, Launcher launcher) {
        this.home = home;
        this.server = server;
        this.command = command;
        this.launcher = launcher;
    }

    /** Starts it, again where it has ended, at the same address. */
    public void start() throws IOException, InterruptedException {
        process = launcher.launch(home, server, command);
    }

    /** SIGKILL: no handler runs, nothing is flushed. Returns once it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public ProcessHandle process() {
        return process;
    }

    /** The REST API's address, without a slash at its end. */
    public String url() {
        return server.url();
    }

    /** The folder's name. */
    public String name() {
        return home.root().getFileName().toString();
    }

    public Path log() {
        return home.log(Part.CONNECT);
    }
}
