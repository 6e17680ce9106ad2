package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.format.RowFile;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.StagedFile;
import io.goldstream.connect.sink.store.StagingOutput;
import java.io.IOException;
import org.apache.kafka.connect.data.Schema;

/** A file that takes rows; what it has in full blocks is staged on the way. */
final class OpenFile {

    private final String path;
    private final Schema schema;
    private final RowFile rows;
    private final StagingOutput output;
    private final long firstOffset;
    private long lastOffset;
    private long count;
    private long measured = -1;
    private long estimatedBytes;
    private long rowBytes;

    /** @param schema that holds all of its rows; null where the format needs none */
    OpenFile(String path, Schema schema, RowFile rows, StagingOutput output, long firstOffset) {
        this.path = path;
        this.schema = schema;
        this.rows = rows;
        this.output = output;
        this.firstOffset = firstOffset;
    }

    String path() {
        return path;
    }

    Schema schema() {
        return schema;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** @throws RuntimeException if it cannot hold the row */
    void check(Schema rowSchema, Object row) {
        rows.check(rowSchema, row);
    }

    /** Adds a row that was checked just before. */
    void add(long offset, Schema rowSchema, Object row) {
        rows.add(rowSchema, row);
        lastOffset = offset;
        count++;
    }

    long estimatedBytes() {
        measure();
        return estimatedBytes;
    }

    long bufferedBytes() {
        measure();
        return rowBytes + output.bufferedBytes();
    }

    /** Parquet adds up the buffers of all columns, which would be a part of what a row costs where many files are open. */
    private void measure() {
        if (measured != count) {
            estimatedBytes = rows.estimatedBytes();
            rowBytes = rows.bufferedBytes();
            measured = count;
        }
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
