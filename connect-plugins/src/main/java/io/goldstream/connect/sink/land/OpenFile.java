package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.format.RowFile;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.StagedFile;
import io.goldstream.connect.sink.store.StagingOutput;
import java.io.IOException;

/** A file that takes rows; what it has in full blocks is staged on the way. */
final class OpenFile {

    private final String path;
    private final RowFile rows;
    private final StagingOutput output;
    private final long firstOffset;
    private long lastOffset;
    private long count;

    OpenFile(String path, RowFile rows, StagingOutput output, long firstOffset) {
        this.path = path;
        this.rows = rows;
        this.output = output;
        this.firstOffset = firstOffset;
    }

    String path() {
        return path;
    }

    void add(long offset, Object row) {
        rows.add(row);
        lastOffset = offset;
        count++;
    }

    long estimatedBytes() {
        return rows.estimatedBytes();
    }

    void stage(BlobStore store) throws IOException {
        output.stageTo(store, path);
    }

    /** Ends the file. What is left of it still has to be staged. */
    StagedFile finish() {
        rows.finish();
        output.close();
        return new StagedFile(path, firstOffset, lastOffset, count, output.position(), output.blocks());
    }
}
