package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command was given. */
final class InputFile {

    private InputFile() {}

    /** @throws CommandFailure if it cannot be read, with the reason */
    static void require(Path file) {
        if (!Files.exists(file)) {
            throw new CommandFailure("there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + " is a folder: name a file");
        }
        if (!Files.isReadable(file)) {
            throw new CommandFailure("there is no permission to read " + file);
        }
    }
}
