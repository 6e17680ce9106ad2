package io.goldstream.connect.sink.format;

import io.goldstream.connect.sink.store.StagingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.kafka.connect.data.Schema;

/** A file of lines. Each is made aside first, so that one that cannot be made leaves nothing behind. */
final class LineFile implements RowFile {

    /** How a row becomes a line. */
    interface Line {
        /** @param line takes the row, without the newline */
        void write(Schema schema, Object row, ByteArrayOutputStream line);
    }

    /** What a deflater takes, nearly all of it outside of the heap. */
    private static final long DEFLATER_BYTES = 300_000;

    private final Line format;
    private final StagingOutput output;
    private final OutputStream compressed;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private final long bufferedBytes;

    LineFile(Line format, StagingOutput output, Compression compression) {
        this.format = format;
        this.output = output;
        this.bufferedBytes = compression == Compression.NONE ? 0 : DEFLATER_BYTES;
        try {
            compressed = compression.around(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void check(Schema schema, Object row) {
        line.reset();
        format.write(schema, row, line);
        line.write('\n');
    }

    /** The line is there already. */
    @Override
    public void add(Schema schema, Object row) {
        try {
            line.writeTo(compressed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long estimatedBytes() {
        return output.position();
    }

    @Override
    public long bufferedBytes() {
        return bufferedBytes;
    }

    @Override
    public void finish() {
        try {
            compressed.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
