package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.commit.Commit;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.StagedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Files on their way from finished to published. After a storage error it goes on where it stood. */
final class Flush {

    private final List<OpenFile> files;
    private final Commit commit;
    private boolean committed;

    /** Ends the files; from here on they take no rows. */
    Flush(List<OpenFile> files, long prev, long next) {
        this.files = files;
        List<StagedFile> finished = new ArrayList<>();
        for (OpenFile file : files) {
            finished.add(file.finish());
        }
        this.commit = new Commit(Checkpoint.randomId(), prev, next, finished);
    }

    Commit commit() {
        return commit;
    }

    List<OpenFile> files() {
        return files;
    }

    boolean isCommitted() {
        return committed;
    }

    void run(BlobStore store, Checkpoint checkpoint) throws IOException {
        if (!committed) {
            for (OpenFile file : files) {
                file.stage(store);
            }
            for (OpenFile file : files) {
                store.sync(file.path());
            }
            checkpoint.commit(commit);
            committed = true;
        }
        checkpoint.publish(commit);
    }
}
