package io.goldstream.local.stack;

import io.goldstream.local.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A Trino over an empty lake of its own, for a benchmark; both are gone when it is closed. */
public final class TrinoWorkbench implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Home home;
    private final Ports ports;
    private final ServerProcess process;
    private final Thread closing = new Thread(this::clear);

    private TrinoWorkbench(Home home, Ports ports) {
        this.home = home;
        this.ports = ports;
        this.process = new ServerProcess(home, Part.TRINO);
        Runtime.getRuntime().addShutdownHook(closing);
    }

    /**
     * Starts it, with the lake's tables and views.
     *
     * @param folder where the lake is kept meanwhile
     * @param progress told what is started
     */
    public static TrinoWorkbench open(Project project, Path folder, Consumer<String> progress)
            throws IOException, InterruptedException {
        Home home =
                Home.at(Files.createTempDirectory(folder, "goldstream-lake")).created();
        Ports ports = StackSettings.choose(home, false, OptionalInt.empty(), Optional.empty())
                .ports();
        TrinoWorkbench workbench = new TrinoWorkbench(home, ports);
        try {
            progress.accept("starting Trino over an empty lake");
            TrinoServer server = new TrinoServer(home, ports, project);
            Launch launch = new Launch(home, server);
            launch.start(server.prepare());
            launch.await();
            server.equip();
            return workbench;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            workbench.close();
            throw failed;
        }
    }

    /** A session in UTC in which tables are named without the catalog. */
    public Connection connect() {
        return LakeConnection.open(ports);
    }

    public ProcessHandle process() throws IOException {
        return process.find().orElseThrow(() -> new IOException("Trino ended: see " + home.log(Part.TRINO)));
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
            process.stop(GRACE);
            Folders.delete(home.root());
        } catch (IOException left) {
            throw new UncheckedIOException("could not clear " + home.root(), left);
        } catch (InterruptedException another) {
            Thread.currentThread().interrupt();
        }
    }
}
