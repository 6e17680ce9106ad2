package io.goldstream.connect.sink.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lake in a folder of a POSIX file system with hard links.
 *
 * <p>Files are staged in {@code _staging/<connector>}, and published by a hard link to their final name, which fails
 * where that name exists: a rename would replace it without a word. The link is the file itself, so a published file is
 * recognised as ours by being the staged one, or, once its staging is gone, by its unique name and its length.
 */
public final class LocalBlobStore implements Lake {

    private static final Logger LOG = LoggerFactory.getLogger(LocalBlobStore.class);
    private static final String STAGING = KeptFolders.STAGING;
    private static final int FORCED_AT_ONCE = 16;

    /** For ever, as calls go: to give one up would close its file. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    /** Of a file's or a folder's name. */
    private static final int MOST_BYTES = 255;

    private final Path root;
    private final Path staging;
    private final Map<Path, FileChannel> open = new HashMap<>();
    private final Together disk = new Together(FORCED_AT_ONCE, PATIENCE);

    /** Folders of the staging area with names that no power cut may take back. */
    private final Set<Path> unforced = new LinkedHashSet<>();

    /**
     * @param root the lake's folder; made if absent
     * @param connector whose staging area this is: a connector never touches another's
     */
    public LocalBlobStore(Path root, String connector) {
        this.root = root.toAbsolutePath().normalize();
        this.staging = this.root.resolve(STAGING).resolve(connector);
    }

    @Override
    public Optional<Document> read(String path) throws IOException {
        return new VersionFolder(inside(root, path)).read();
    }

    @Override
    public Optional<String> compareAndSwap(String path, Optional<String> expected, byte[] content) throws IOException {
        return new VersionFolder(inside(root, path)).compareAndSwap(expected, content);
    }

    @Override
    public void stage(String path, Block block) throws IOException {
        Path staged = inside(staging, path);
        FileChannel channel = open.get(staged);
        if (channel == null) {
            Durable.createDirectories(staged.getParent(), unforced);
            channel = FileChannel.open(staged, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            unforced.add(staged.getParent());
            open.put(staged, channel);
        }
        ByteBuffer bytes = ByteBuffer.wrap(block.bytes(), 0, block.length());
        long position = block.position();
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    @Override
    public void sync(String path) throws IOException {
        sync(List.of(path));
    }

    @Override
    public void sync(List<String> paths) throws IOException {
        List<Path> files = paths.stream()
                .map(path -> inside(staging, path))
                .filter(open::containsKey)
                .toList();
        force(files.stream().map(open::get).toList(), channel -> channel.force(true));
        for (Path file : files) {
            open.remove(file).close();
        }
        force(unforced, Durable::force);
        unforced.clear();
    }

    /** Has the disk work on many at once, of which a journalling file system makes one write. */
    private <T> void force(Collection<T> all, Force<T> force) throws IOException {
        List<Callable<Void>> calls = new ArrayList<>();
        for (T each : all) {
            calls.add(() -> {
                force.accept(each);
                return null;
            });
        }
        disk.all(calls);
    }

    private interface Force<T> {
        void accept(T changed) throws IOException;
    }

    @Override
    public Publication publish(StagedFile file, String commitId) throws IOException {
        return publish(List.of(file), commitId).get(0);
    }

    @Override
    public List<Publication> publish(List<StagedFile> files, String commitId) throws IOException {
        List<Publication> publications = new ArrayList<>();
        Set<Path> changed = new LinkedHashSet<>();
        for (StagedFile file : files) {
            Path target = inside(root, file.path());
            Durable.createDirectories(target.getParent(), changed);
            publications.add(link(inside(staging, file.path()), target, file.bytes()));
            changed.add(target.getParent());
        }
        force(changed, Durable::force);
        for (int i = 0; i < files.size(); i++) {
            if (publications.get(i) == Publication.DONE) {
                tidy(inside(staging, files.get(i).path()));
            }
        }
        return publications;
    }

    /** The file is published: what is left of its staging is swept by the next owner. */
    private static void tidy(Path staged) {
        try {
            Files.deleteIfExists(staged);
        } catch (IOException e) {
            LOG.warn("Could not remove {}, which is published: {}", staged, e.toString());
        }
    }

    private static Publication link(Path staged, Path target, long length) throws IOException {
        try {
            // Questions leave out files that are older than the rows that wait for base tables.
            Files.setLastModifiedTime(staged, FileTime.from(Instant.now()));
            Files.createLink(target, staged);
            return Publication.DONE;
        } catch (FileAlreadyExistsException e) {
            return isOurs(staged, target, length) ? Publication.DONE : Publication.TAKEN;
        } catch (NoSuchFileException e) {
            // link(2) looks for the staged file first, so the target may well be there, published before.
            if (!Files.exists(target)) {
                return Publication.GONE;
            }
            return Files.size(target) == length ? Publication.DONE : Publication.TAKEN;
        }
    }

    private static boolean isOurs(Path staged, Path target, long length) throws IOException {
        try {
            return Files.isSameFile(staged, target);
        } catch (NoSuchFileException e) {
            return Files.size(target) == length;
        }
    }

    @Override
    public void unpublish(StagedFile file, String commitId) throws IOException {
        Path staged = inside(staging, file.path());
        Path target = inside(root, file.path());
        boolean ours = !Files.exists(target) || isOurs(staged, target, file.bytes());
        // First what could be linked, then the link: a task that wakes up in between finds nothing to publish.
        abandon(file.path());
        if (ours && Files.deleteIfExists(target)) {
            Durable.force(target.getParent());
        }
    }

    @Override
    public void abandon(String path) throws IOException {
        Path staged = inside(staging, path);
        FileChannel channel = open.remove(staged);
        if (channel != null) {
            channel.close();
        }
        Files.deleteIfExists(staged);
    }

    @Override
    public List<String> staged() throws IOException {
        if (!Files.isDirectory(staging)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(staging)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> staging.relativize(file).toString().replace('\\', '/'))
                    .toList();
        } catch (UncheckedIOException e) {
            // Another task of this connector removed a file under the walk.
            throw e.getCause();
        }
    }

    @Override
    public List<String> documents(String folder) throws IOException {
        return below(folder, Files::isDirectory).stream()
                .filter(path -> new VersionFolder(root.resolve(path)).isDocument())
                .toList();
    }

    @Override
    public List<String> files(String folder) throws IOException {
        return below(folder, Files::isRegularFile).stream()
                .filter(path -> !VersionFolder.isVersion(path) && !path.startsWith(STAGING + "/"))
                .toList();
    }

    @Override
    public SortedMap<String, Long> lengths(String folder) throws IOException {
        SortedMap<String, Long> lengths = new TreeMap<>();
        for (String path : files(folder)) {
            lengths.put(path, Files.size(root.resolve(path)));
        }
        return lengths;
    }

    @Override
    public SortedMap<String, Long> all(String folder) throws IOException {
        return lengths(folder);
    }

    @Override
    public byte[] read(String path, long from, int length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(inside(root, path).toFile(), "r")) {
            byte[] bytes = new byte[length];
            file.seek(from);
            file.readFully(bytes);
            return bytes;
        }
    }

    @Override
    public void move(String path, String to) throws IOException {
        Path source = inside(root, path);
        Path target = inside(root, to);
        if (!Files.exists(source) && Files.exists(target)) {
            return;
        }
        Set<Path> changed = new LinkedHashSet<>();
        Durable.createDirectories(target.getParent(), changed);
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        changed.add(target.getParent());
        changed.add(source.getParent());
        force(changed, Durable::force);
    }

    private List<String> below(String folder, Predicate<Path> kind) throws IOException {
        Path start = root.resolve(folder);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(start)) {
            return paths.filter(kind)
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Path file = inside(root, path);
        if (Files.deleteIfExists(file)) {
            Durable.force(file.getParent());
        }
    }

    @Override
    public String describe(String path) {
        return root.resolve(path).toString();
    }

    @Override
    public void close() {
        for (Map.Entry<Path, FileChannel> entry : open.entrySet()) {
            try {
                entry.getValue().close();
            } catch (IOException e) {
                LOG.warn("Could not close {}, which was not committed", entry.getKey(), e);
            }
        }
        open.clear();
        disk.close();
    }

    private static Path inside(Path folder, String path) {
        Path resolved = resolve(folder, path);
        if (!resolved.startsWith(folder) || resolved.equals(folder)) {
            throw new IllegalArgumentException("the path " + path + " leads out of " + folder);
        }
        return resolved;
    }

    /** What cannot be a name here cannot be one in a minute either, and so is no IOException. */
    private static Path resolve(Path folder, String path) {
        for (String name : path.split("/")) {
            if (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
                throw new ConnectException(
                        "a file or folder in " + folder + " would have a name of more than "
                                + MOST_BYTES + " bytes, which file systems do not take: " + name
                                + ". No record was landed there. If the name of a topic is that long, land it with store.type=azure");
            }
        }
        try {
            return folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new ConnectException(
                    "this worker cannot give a file the name " + path + ": " + e.getReason()
                            + ". For letters beyond ASCII it needs a locale with UTF-8: start the worker with"
                            + " LC_ALL=C.UTF-8. No record was landed there",
                    e);
        }
    }
}
