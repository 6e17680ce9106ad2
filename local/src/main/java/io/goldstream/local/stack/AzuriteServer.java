package io.goldstream.local.stack;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.endpoint.Http;
import io.goldstream.local.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Microsoft's storage emulator, with a container for each layer. */
final class AzuriteServer implements Server {

    private final Home home;
    private final Ports ports;
    private final Project project;

    AzuriteServer(Home home, Ports ports, Project project) {
        this.home = home;
        this.ports = ports;
        this.project = project;
    }

    @Override
    public Part part() {
        return Part.AZURITE;
    }

    @Override
    public ServerCommand prepare() throws IOException, InterruptedException {
        Path program = project.azurite();
        install(program);
        return new ServerCommand(
                Optional.of(program),
                "node",
                List.of(
                        "--blobHost",
                        Ports.HOST,
                        "--blobPort",
                        Integer.toString(ports.azurite()),
                        "--location",
                        home.folder(Part.AZURITE).resolve("data").toString(),
                        "--silent",
                        // Azure's client speaks a newer version of the protocol than Azurite knows of.
                        "--skipApiVersionCheck",
                        "--disableTelemetry"),
                Map.of());
    }

    /** Beforehand, so that what is missing is told in full, and a start is a start. */
    private static void install(Path program) throws IOException, InterruptedException {
        Process install = new ProcessBuilder(program.toString(), "--install")
                .redirectErrorStream(true)
                .start();
        String said = new String(install.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (install.waitFor() != 0) {
            throw new CommandFailure(said.strip().replaceFirst("^Error: ", ""));
        }
    }

    @Override
    public boolean isReady() {
        return Http.answers("http://" + Ports.HOST + ":" + ports.azurite());
    }

    @Override
    public void equip() {
        AzuriteLake.of(ports).createContainers();
    }
}
