package io.goldstream.connect.sink.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A document with compare-and-swap, on a file system: a folder in which the greatest number is the latest version.
 * Version n + 1 is written aside, forced, and hard-linked to its number, which exactly one writer can do. Some older
 * versions stay, for the curious and for readers that listed them a moment ago.
 */
record VersionFolder(Path folder) {

    private static final Logger LOG = LoggerFactory.getLogger(VersionFolder.class);
    private static final String SUFFIX = ".json";
    private static final String UNFINISHED = ".tmp-";
    private static final Pattern VERSION = Pattern.compile("\\d{20}\\.json");
    private static final int KEPT = 8;

    Optional<Document> read() throws IOException {
        while (true) {
            OptionalLong latest = latest();
            if (latest.isEmpty()) {
                return Optional.empty();
            }
            try {
                byte[] content = Files.readAllBytes(file(latest.getAsLong()));
                return Optional.of(new Document(Long.toString(latest.getAsLong()), content));
            } catch (NoSuchFileException e) {
                // So many versions came since the listing that this one is gone: list again, unless it is the folder.
                if (!Files.isDirectory(folder)) {
                    return Optional.empty();
                }
            }
        }
    }

    Optional<String> compareAndSwap(Optional<String> expected, byte[] content) throws IOException {
        long next = expected.map(Long::parseLong).orElse(0L) + 1;
        Durable.createDirectories(folder);
        if (latest().orElse(0) != next - 1) {
            return Optional.empty();
        }
        Path unfinished = folder.resolve(UNFINISHED + UUID.randomUUID());
        try {
            write(unfinished, content);
            Files.createLink(file(next), unfinished);
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        } finally {
            tidy(unfinished);
        }
        Durable.force(folder);
        // A writer that slept since the check may have linked a number that was long taken and removed again.
        boolean isLatest = latest().orElse(0) == next;
        if (isLatest && next > KEPT) {
            tidy(file(next - KEPT));
        }
        return isLatest ? Optional.of(Long.toString(next)) : Optional.empty();
    }

    /** What is left over does no harm. */
    private static void tidy(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Could not delete {}, which nobody needs any more: {}", file, e.toString());
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Whether the folder holds a document. */
    boolean isDocument() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> isVersion(file.toString()));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether a path is that of a document's version. */
    static boolean isVersion(String path) {
        return VERSION.matcher(path.substring(path.lastIndexOf('/') + 1)).matches();
    }

    private OptionalLong latest() throws IOException {
        if (!Files.isDirectory(folder)) {
            return OptionalLong.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(VersionFolder::isVersion)
                    .mapToLong(name -> Long.parseLong(name.substring(0, name.length() - SUFFIX.length())))
                    .max();
        }
    }

    private Path file(long version) {
        return folder.resolve(String.format(Locale.ROOT, "%020d%s", version, SUFFIX));
    }
}
