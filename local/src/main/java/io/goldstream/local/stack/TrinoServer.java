package io.goldstream.local.stack;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.endpoint.Http;
import io.goldstream.events.schema.Generation;
import io.goldstream.local.Project;
import io.goldstream.local.Versions;
import io.goldstream.trino.Lake;
import io.goldstream.trino.LakeException;
import io.goldstream.trino.ProgressListener;
import io.goldstream.trino.server.TrinoInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A single-node Trino over the lake. */
final class TrinoServer implements Server {

    private final Home home;
    private final Ports ports;
    private final Project project;
    private final Generation generation;
    private final int heap;
    private final List<String> jvmOptions;

    /** The stack's. */
    TrinoServer(Home home, Ports ports, Project project, Generation generation) {
        this(home, ports, project, generation, Part.TRINO.heapMebibytes(), ShortLife.OPTIONS);
    }

    /**
     * @param heap the largest heap in MiB
     * @param jvmOptions beside those that Trino needs
     */
    TrinoServer(Home home, Ports ports, Project project, Generation generation, int heap, List<String> jvmOptions) {
        this.home = home;
        this.ports = ports;
        this.project = project;
        this.generation = generation;
        this.heap = heap;
        this.jvmOptions = jvmOptions;
    }

    @Override
    public Part part() {
        return Part.TRINO;
    }

    @Override
    public ServerCommand prepare() throws IOException {
        TrinoInstallation installation = new TrinoInstallation(
                home.folder(Part.TRINO),
                Versions.current().trino(),
                TrinoInstallation.readClassPath(project.classPathFile("trino")),
                TrinoInstallation.readClassPath(project.classPathFile("trino-hive")),
                TrinoInstallation.readClassPath(project.classPathFile("trino-iceberg")),
                home.lake(),
                ports.trino(),
                heap);
        installation.layOut();
        List<String> command = installation.command(Path.of(System.getProperty("java.home")));
        List<String> arguments = new ArrayList<>(jvmOptions);
        arguments.addAll(command.subList(1, command.size()));
        return new ServerCommand(arguments, installation.environment());
    }

    @Override
    public boolean isReady() {
        return Http.ok(ports.trinoUrl() + "/v1/info")
                .filter(info -> info.replace(" ", "").contains("\"starting\":false"))
                .isPresent();
    }

    @Override
    public void equip() throws IOException {
        for (String folder : Lake.folders(generation)) {
            Files.createDirectories(home.lake().resolve(folder));
        }
        try (Connection connection = LakeConnection.open(ports)) {
            Lake.apply(connection, LakeConnection.settings(generation), ProgressListener.silent());
        } catch (SQLException | LakeException failed) {
            throw new CommandFailure(
                    "Trino refused the lake's tables: " + failed.getMessage() + " (log: " + home.log(Part.TRINO) + ")",
                    failed);
        }
    }
}
