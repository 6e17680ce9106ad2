package io.goldstream.cli.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadCommandTest {

    @TempDir
    private Path folder;

    @Test
    void aFileThatIsNotThereIsToldBeforeItsTypeIsAskedFor() throws IOException {
        Path missing = folder.resolve("events.ndjson");
        Path other = Files.createFile(folder.resolve("other.ndjson"));

        assertThatThrownBy(() -> load(missing))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no file " + missing);
        assertThatThrownBy(() -> load(other, missing))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no file " + missing);
        assertThatThrownBy(() -> load(other)).isInstanceOf(CommandFailure.class).hasMessageContaining("--type");
    }

    private static void load(Path... files) throws Exception {
        LoadCommand command = new LoadCommand();
        new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(Arrays.stream(files).map(Path::toString).toArray(String[]::new));
        command.call();
    }
}
