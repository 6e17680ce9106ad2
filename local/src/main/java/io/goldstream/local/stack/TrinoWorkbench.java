package io.goldstream.local.stack;

import io.goldstream.events.schema.Generation;
import io.goldstream.local.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.function.Consumer;

/** A Trino over an empty lake of its own, for the laboratory; both are gone when it is closed. */
public final class TrinoWorkbench implements AutoCloseable {

    private final Home home;
    private final Ports ports;
    private final TemporaryServers servers;
    private final TrinoServer server;
    private final ServerProcess process;

    private TrinoWorkbench(Home home, Project project, int heap) throws IOException, InterruptedException {
        this.home = home;
        this.ports = TemporaryServers.freePorts(home);
        this.servers = new TemporaryServers(home.root());
        try {
            this.server = new TrinoServer(home, ports, project, Generation.FIRST, heap, List.of());
            this.process = servers.launch(home, server, server.prepare());
            server.equip();
        } catch (IOException | InterruptedException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * Starts it, with the lake's tables and views.
     *
     * @param folder where the lake is kept meanwhile
     * @param heap its largest heap in MiB, at least 1,200
     * @param progress told what is started
     */
    public static TrinoWorkbench open(Project project, Path folder, int heap, Consumer<String> progress)
            throws IOException, InterruptedException {
        progress.accept("starting Trino over an empty lake");
        return new TrinoWorkbench(
                Home.at(Files.createTempDirectory(folder, "goldstream-lake")).created(), project, heap);
    }

    /** A session in UTC in which tables are named without the catalog. */
    public Connection connect() {
        return LakeConnection.open(ports);
    }

    /** The folder of the lake, which {@code local:///} stands for. */
    public Path lake() {
        return home.lake();
    }

    /** Kills it, and starts it again over the same lake. */
    public void killAndStart() throws IOException, InterruptedException {
        ProcessHandle trino = process();
        trino.destroyForcibly();
        trino.onExit().join();
        servers.launch(home, server, server.prepare());
    }

    public ProcessHandle process() throws IOException {
        return process.find().orElseThrow(() -> new IOException("Trino ended: see " + home.log(Part.TRINO)));
    }

    @Override
    public void close() {
        servers.close();
    }
}
