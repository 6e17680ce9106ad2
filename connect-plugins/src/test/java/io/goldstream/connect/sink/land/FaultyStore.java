package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.Block;
import io.goldstream.connect.sink.store.Document;
import io.goldstream.connect.sink.store.Publication;
import io.goldstream.connect.sink.store.StagedFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A store whose every call may fail, lose its answer, take long, or be the last that its process makes. */
final class FaultyStore implements BlobStore {

    /** What goes wrong with a call. */
    enum Fault {
        NONE,
        FAIL,
        LOSE_ANSWER,
        CRASH_BEFORE,
        CRASH_AFTER,
        /** The process stands still before the call, while others go on. */
        PAUSE_BEFORE,
        /** The same, after the call and before its answer. */
        PAUSE_AFTER
    }

    /** Decides on each call. */
    interface Script {
        Fault next();

        /** What others do meanwhile. */
        default void whilePaused() {}
    }

    /** kill -9: no handler of the sink may catch it. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private final BlobStore store;
    private final Script script;

    FaultyStore(BlobStore store, Script script) {
        this.store = store;
        this.script = script;
    }

    private <T> T call(Call<T> call) throws IOException {
        Fault fault = script.next();
        if (fault == Fault.CRASH_BEFORE) {
            throw new Crash();
        }
        if (fault == Fault.FAIL) {
            throw new IOException("injected failure");
        }
        if (fault == Fault.PAUSE_BEFORE) {
            script.whilePaused();
        }
        T answer = call.run();
        if (fault == Fault.PAUSE_AFTER) {
            script.whilePaused();
        }
        if (fault == Fault.CRASH_AFTER) {
            throw new Crash();
        }
        if (fault == Fault.LOSE_ANSWER) {
            throw new IOException("injected loss of the answer");
        }
        return answer;
    }

    private void run(Call<Void> call) throws IOException {
        call(call);
    }

    @Override
    public Optional<Document> read(String path) throws IOException {
        return call(() -> store.read(path));
    }

    @Override
    public Optional<String> compareAndSwap(String path, Optional<String> expected, byte[] content) throws IOException {
        return call(() -> store.compareAndSwap(path, expected, content));
    }

    @Override
    public void stage(String path, Block block) throws IOException {
        run(() -> {
            store.stage(path, block);
            return null;
        });
    }

    @Override
    public void sync(String path) throws IOException {
        run(() -> {
            store.sync(path);
            return null;
        });
    }

    @Override
    public Publication publish(StagedFile file, String commitId) throws IOException {
        return call(() -> store.publish(file, commitId));
    }

    @Override
    public void unpublish(StagedFile file, String commitId) throws IOException {
        run(() -> {
            store.unpublish(file, commitId);
            return null;
        });
    }

    @Override
    public void delete(String path) throws IOException {
        run(() -> {
            store.delete(path);
            return null;
        });
    }

    @Override
    public void abandon(String path) throws IOException {
        run(() -> {
            store.abandon(path);
            return null;
        });
    }

    @Override
    public List<String> documents(String folder) throws IOException {
        return call(() -> store.documents(folder));
    }

    @Override
    public List<String> files(String folder) throws IOException {
        return call(() -> store.files(folder));
    }

    @Override
    public List<String> staged() throws IOException {
        return call(store::staged);
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
