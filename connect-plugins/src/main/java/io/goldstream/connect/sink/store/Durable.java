package io.goldstream.connect.sink.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;

/** Changes to folders that outlive a power cut: a new name is durable only once its folder is forced to disk. */
final class Durable {

    private Durable() {}

    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes the folder and those above it, forcing the parent of each that is new. */
    static void createDirectories(Path folder) throws IOException {
        Set<Path> changed = new LinkedHashSet<>();
        createDirectories(folder, changed);
        for (Path parent : changed) {
            force(parent);
        }
    }

    /** The same, but leaves it to the caller to force the parents, which it adds to the changed folders. */
    static void createDirectories(Path folder, Set<Path> changed) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        createDirectories(folder.getParent(), changed);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            // Another task was faster.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        changed.add(folder.getParent());
    }
}
