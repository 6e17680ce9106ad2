package io.goldstream.local.command;

import io.goldstream.cli.command.LoadCommand;
import io.goldstream.cli.command.LoadProgress;
import io.goldstream.cli.load.ChunkReader;
import io.goldstream.cli.load.EventFile;
import io.goldstream.cli.load.LoadReport;
import io.goldstream.cli.load.Loader;
import io.goldstream.cli.load.Via;
import io.goldstream.local.laboratory.simulate.SimulatedFiles;
import io.goldstream.local.laboratory.simulate.Simulation;
import io.goldstream.local.stack.Entrance;
import io.goldstream.local.stack.Folders;
import io.goldstream.local.stack.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream simulate}. */
@Command(
        name = "simulate",
        description = "Simulate an audience, and send its events into the pipeline or write them to files.",
        mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Mixin
    private SimulationOptions options;

    @Option(
            names = "--via",
            paramLabel = "WAY",
            defaultValue = "http",
            description = "http: through the gateway (default); kafka: as bytes to the raw topics.")
    private Via via;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write a file for each event type to this folder, and send nothing.")
    private Path out;

    @Override
    public Integer call() throws Exception {
        if (out != null) {
            for (Path file : SimulatedFiles.write(options.simulation(), out)) {
                System.out.println(file);
            }
            return 0;
        }
        return LoadCommand.conclude(send(options.simulation(), via, home.stack().portsWith(Entrance.of(via))));
    }

    /** By way of files: they are made at once, and cut into the same chunks each time. */
    static LoadReport send(Simulation simulation, Via via, Ports ports) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("goldstream-simulate");
        try (Loader loader = new Loader(Entrance.open(via, ports))) {
            List<Path> files = SimulatedFiles.write(simulation, folder);
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            try (LoadProgress progress = new LoadProgress("simulate", bytes, " MiB", LoadCommand.MEBIBYTE)) {
                for (Path file : files) {
                    try (ChunkReader reader = ChunkReader.open(EventFile.byName(file), progress)) {
                        if (!loader.load(reader)) {
                            break;
                        }
                    }
                }
            }
            return loader.finish();
        } finally {
            Folders.delete(folder);
        }
    }
}
