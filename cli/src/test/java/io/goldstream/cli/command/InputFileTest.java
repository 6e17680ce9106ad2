package io.goldstream.cli.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {

    @TempDir
    private Path folder;

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        Path file = folder.resolve("listen_events.ndjson");
        assertThatThrownBy(() -> InputFile.require(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no file " + file);
        assertThatThrownBy(() -> InputFile.require(folder))
                .isInstanceOf(CommandFailure.class)
                .hasMessage(folder + " is a folder: name a file");

        Files.createFile(file);
        assertThatCode(() -> InputFile.require(file)).doesNotThrowAnyException();
    }
}
