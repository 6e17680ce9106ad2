package io.goldstream.local.laboratory.bench;

import io.goldstream.local.Project;
import io.goldstream.local.stack.TrinoWorkbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** {@code --folder}: where a benchmark's Trino keeps its lake. */
final class LakeFolderOption {

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "The folder for the lake. Default: the system's folder for temporary files.")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    /**
     * Starts a Trino over an empty lake there. Makes the folder if it is not there.
     *
     * @param heap in MiB
     */
    TrinoWorkbench open(int heap, Consumer<String> progress) throws IOException, InterruptedException {
        return TrinoWorkbench.open(Project.current(), Files.createDirectories(folder), heap, progress);
    }
}
