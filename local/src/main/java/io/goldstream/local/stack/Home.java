package io.goldstream.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that holds everything a stack keeps: data, configuration, logs, pid files. Two stacks never share one.
 *
 * @param root absolute; without symbolic links, so that one folder has one name
 */
public record Home(Path root) {

    public static Home at(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Path there = absolute;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return new Home(
                    there == null
                            ? absolute
                            : there.toRealPath()
                                    .resolve(there.relativize(absolute))
                                    .normalize());
        } catch (IOException unreadable) {
            return new Home(absolute);
        }
    }

    /** The same home, its folder made. */
    public Home created() throws IOException {
        Files.createDirectories(root);
        return at(root);
    }

    public Path pidFile(Part part) {
        return root.resolve(part.id() + ".pid");
    }

    public Path log(Part part) {
        return root.resolve("logs").resolve(part.id() + ".log");
    }

    /** Configuration and data of one part. */
    public Path folder(Part part) {
        return root.resolve(part.id());
    }

    /** The lake's root: a folder for each layer, and the sinks' checkpoints. */
    public Path lake() {
        return root.resolve("lake");
    }

    /** Which generated loads were already sent, so that a demonstration does not load twice. */
    public Path ledger() {
        return root.resolve("ledger");
    }

    /** The key by which operators of this stack are known to its gateway; nobody else can read it. */
    public Path operatorKey() {
        return root.resolve("operator.key");
    }

    Path settings() {
        return root.resolve("stack.properties");
    }

    Path lock() {
        return root.resolve("stack.lock");
    }
}
