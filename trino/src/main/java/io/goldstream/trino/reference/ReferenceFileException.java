package io.goldstream.trino.reference;

import java.nio.file.Path;
import java.util.List;

/** A reference file that cannot be loaded; nothing of it was. The message lists what is wrong, by line and column. */
public final class ReferenceFileException extends Exception {

    private static final long serialVersionUID = 1L;

    ReferenceFileException(Path file, List<String> problems) {
        super(file + " was not loaded:\n  " + String.join("\n  ", problems));
    }
}
