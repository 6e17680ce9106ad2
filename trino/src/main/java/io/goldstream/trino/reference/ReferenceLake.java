package io.goldstream.trino.reference;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Puts reference files into a lake on this machine. A file replaces its predecessor as a whole, and only if every line of
 * it is right; to load it again changes nothing.
 *
 * <p>The CSV is UTF-8, with or without a byte-order mark, its first line names the columns, and quotes within quotes are
 * doubled or stand behind a backslash.
 */
public final class ReferenceLake {

    private static final String DATA_FILE = "reference.json";

    /** Trino passes over names that begin with a dot. */
    private static final String UNFINISHED_FILE = ".unfinished";

    private final Path lake;

    /** @param lake the lake's root folder */
    public ReferenceLake(Path lake) {
        this.lake = lake;
    }

    /**
     * Loads a file in place of what the table had. Views show it at once.
     *
     * @return how many rows the table has now
     * @throws ReferenceFileException where the file is not what it should be; the table keeps what it had
     * @throws IOException where the file cannot be read or the lake cannot be written
     */
    public long load(ReferenceTable table, Path file) throws ReferenceFileException, IOException {
        Path folder = Files.createDirectories(lake.resolve(table.folder()));
        Path unfinished = folder.resolve(UNFINISHED_FILE);
        try {
            long rows = new CsvToJson(file, table.newWriter()).write(unfinished);
            flushToDisk(unfinished);
            Files.move(unfinished, folder.resolve(DATA_FILE), StandardCopyOption.ATOMIC_MOVE);
            return rows;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void flushToDisk(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
