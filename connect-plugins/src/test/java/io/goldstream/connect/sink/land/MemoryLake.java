package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.Block;
import io.goldstream.connect.sink.store.Document;
import io.goldstream.connect.sink.store.Publication;
import io.goldstream.connect.sink.store.StagedFile;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A lake in memory, that behaves as block blobs do. */
final class MemoryLake implements BlobStore {

    private final Map<String, Document> documents = new HashMap<>();
    private final Map<String, TreeMap<Integer, byte[]>> staged = new HashMap<>();
    private final Map<String, byte[]> published = new HashMap<>();
    private final Map<String, String> commits = new HashMap<>();
    private long swaps;

    Map<String, byte[]> files() {
        return published;
    }

    /** As Azure does after a week. */
    void dropStagedBlocks() {
        staged.clear();
    }

    void deleteAll(Predicate<String> path) {
        documents.keySet().removeIf(path);
        published.keySet().removeIf(path);
        commits.keySet().removeIf(path);
    }

    @Override
    public Optional<Document> read(String path) {
        return Optional.ofNullable(documents.get(path));
    }

    @Override
    public Optional<String> compareAndSwap(String path, Optional<String> expected, byte[] content) {
        Optional<String> found = read(path).map(Document::version);
        if (!found.equals(expected)) {
            return Optional.empty();
        }
        // As an ETag, and unlike a count, never the same again, not even when the document is deleted in between.
        String version = "v" + swaps++;
        documents.put(path, new Document(version, content));
        return Optional.of(version);
    }

    @Override
    public void stage(String path, Block block) {
        staged.computeIfAbsent(path, p -> new TreeMap<>())
                .put(block.index(), Arrays.copyOf(block.bytes(), block.length()));
    }

    @Override
    public void sync(String path) {
        // Memory is as durable as it gets.
    }

    @Override
    public Publication publish(StagedFile file, String commitId) {
        if (published.containsKey(file.path())) {
            return commitId.equals(commits.get(file.path())) ? Publication.DONE : Publication.TAKEN;
        }
        TreeMap<Integer, byte[]> blocks = staged.get(file.path());
        if (blocks == null || blocks.size() != file.blocks()) {
            return Publication.GONE;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        blocks.values().forEach(content::writeBytes);
        published.put(file.path(), content.toByteArray());
        commits.put(file.path(), commitId);
        staged.remove(file.path());
        return Publication.DONE;
    }

    @Override
    public void unpublish(StagedFile file, String commitId) {
        staged.remove(file.path());
        if (commitId.equals(commits.get(file.path()))) {
            published.remove(file.path());
            commits.remove(file.path());
        }
    }

    @Override
    public void delete(String path) {
        published.remove(path);
        commits.remove(path);
    }

    @Override
    public List<String> documents(String folder) {
        return documents.keySet().stream()
                .filter(path -> path.startsWith(folder + "/"))
                .sorted()
                .toList();
    }

    @Override
    public List<String> files(String folder) {
        return published.keySet().stream().sorted().toList();
    }

    @Override
    public void abandon(String path) {
        staged.remove(path);
    }

    @Override
    public List<String> staged() {
        return List.copyOf(staged.keySet());
    }

    @Override
    public String describe(String path) {
        return "memory:" + path;
    }

    @Override
    public void close() {
        // Outlives its users.
    }
}
