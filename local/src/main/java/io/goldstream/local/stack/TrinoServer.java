package io.goldstream.local.stack;

import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.Project;
import io.goldstream.local.Versions;
import io.goldstream.trino.server.TrinoInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A single-node Trino over the lake. */
final class TrinoServer implements Server {

    private final Home home;
    private final Ports ports;
    private final Project project;

    TrinoServer(Home home, Ports ports, Project project) {
        this.home = home;
        this.ports = ports;
        this.project = project;
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
                home.lake(),
                ports.trino(),
                Part.TRINO.heapMebibytes() + "m");
        installation.layOut();
        createTableFolders();
        List<String> command = installation.command(Path.of(System.getProperty("java.home")));
        return new ServerCommand(command.subList(1, command.size()), installation.environment());
    }

    @Override
    public boolean isReady() {
        return Http.ok(ports.trinoUrl() + "/v1/info")
                .filter(info -> info.replace(" ", "").contains("\"starting\":false"))
                .isPresent();
    }

    /** Schemas and external tables can be declared only over folders that are there. */
    private void createTableFolders() throws IOException {
        for (Table table : Tables.all()) {
            Files.createDirectories(home.lake().resolve(table.layer().id()).resolve(table.name()));
        }
        Files.createDirectories(home.lake().resolve("gold"));
        Files.createDirectories(home.lake().resolve("ops"));
    }
}
