package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.Block;
import io.goldstream.connect.sink.store.Document;
import io.goldstream.connect.sink.store.Publication;
import io.goldstream.connect.sink.store.StagedFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A store whose compare-and-swaps are watched. */
record MeteredStore(BlobStore store, Meters meters) implements BlobStore {

    @Override
    public Optional<String> compareAndSwap(String path, Optional<String> expected, byte[] content) throws IOException {
        Optional<String> version = store.compareAndSwap(path, expected, content);
        if (version.isEmpty()) {
            meters.conflict();
        }
        return version;
    }

    @Override
    public Optional<Document> read(String path) throws IOException {
        return store.read(path);
    }

    @Override
    public void stage(String path, Block block) throws IOException {
        store.stage(path, block);
    }

    @Override
    public void sync(String path) throws IOException {
        store.sync(path);
    }

    @Override
    public void sync(List<String> paths) throws IOException {
        store.sync(paths);
    }

    @Override
    public List<Publication> publish(List<StagedFile> files, String commitId) throws IOException {
        return store.publish(files, commitId);
    }

    @Override
    public Publication publish(StagedFile file, String commitId) throws IOException {
        return store.publish(file, commitId);
    }

    @Override
    public void unpublish(StagedFile file, String commitId) throws IOException {
        store.unpublish(file, commitId);
    }

    @Override
    public void delete(String path) throws IOException {
        store.delete(path);
    }

    @Override
    public void abandon(String path) throws IOException {
        store.abandon(path);
    }

    @Override
    public List<String> documents(String folder) throws IOException {
        return store.documents(folder);
    }

    @Override
    public List<String> files(String folder) throws IOException {
        return store.files(folder);
    }

    @Override
    public List<String> staged() throws IOException {
        return store.staged();
    }

    @Override
    public String describe(String path) {
        return store.describe(path);
    }

    @Override
    public void close() {
        store.close();
    }
}
