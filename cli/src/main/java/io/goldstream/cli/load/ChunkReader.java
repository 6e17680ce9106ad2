package io.goldstream.cli.load;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.load.Chunk.Line;
import io.goldstream.events.EventType;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Reads a source's lines in chunks, whatever bytes they hold; lines of nothing but blanks are no events and are left out. The
 * cut is a function of the bytes alone, so that a second reading makes equal chunks.
 */
public final class ChunkReader implements AutoCloseable {

    static final int MAX_LINES = 500;
    static final int MAX_BYTES = 768 * 1024;
    private static final int MAX_LINE_BYTES = 16 * 1024 * 1024;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final EventType type;
    private final String source;
    private final InputStream in;
    private long lineNumber;
    private int index;
    private Line ahead;

    /** @param in closed with the reader; gzip is recognized by its first bytes */
    public ChunkReader(EventType type, String source, InputStream in) throws IOException {
        this.type = type;
        this.source = source;
        this.in = new BufferedInputStream(unzipped(new BufferedInputStream(in, BUFFER_BYTES)), BUFFER_BYTES);
    }

    /** A reader over a file, which reports to {@code meter} how many of its bytes were read. */
    public static ChunkReader open(EventFile file, Meter meter) throws IOException {
        try {
            InputStream bytes = new MeteredStream(Files.newInputStream(file.path()), meter);
            return new ChunkReader(file.type(), file.path().getFileName().toString(), bytes);
        } catch (NoSuchFileException missing) {
            throw new CommandFailure("there is no file " + file.path());
        }
    }

    /** The next chunk; empty at the end. */
    public Optional<Chunk> next() throws IOException {
        List<Line> lines = new ArrayList<>();
        int bytes = 0;
        while (lines.size() < MAX_LINES) {
            Line line = ahead != null ? ahead : readLine();
            ahead = null;
            if (line == null) {
                break;
            }
            if (!lines.isEmpty() && bytes + line.bytes().length > MAX_BYTES) {
                ahead = line;
                break;
            }
            bytes += line.bytes().length;
            lines.add(line);
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(Chunk.of(type, source, index++, lines));
    }

    /** The next line that is not blank, or null at the end. */
    private Line readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean blank = true;
        try {
            while (true) {
                int next = in.read();
                if (next < 0) {
                    lineNumber++;
                    return blank ? null : new Line(lineNumber, line.toByteArray());
                }
                if (next != '\n') {
                    blank &= next == ' ' || next == '\t' || next == '\r';
                    line.write(next);
                    requireSane(line.size());
                    continue;
                }
                lineNumber++;
                if (!blank) {
                    return new Line(lineNumber, line.toByteArray());
                }
                line.reset();
            }
        } catch (ZipException | EOFException broken) {
            throw new CommandFailure(
                    source + " is damaged after line " + lineNumber + " (" + broken.getMessage()
                            + "). Load a whole copy of it. Over HTTP, events that were sent already get the same ids again",
                    broken);
        }
    }

    private void requireSane(int length) {
        if (length > MAX_LINE_BYTES) {
            throw new CommandFailure(source + ", line " + (lineNumber + 1) + ", is longer than "
                    + MAX_LINE_BYTES / (1024 * 1024) + " MiB: the file must have one JSON object in each line");
        }
    }

    private static InputStream unzipped(BufferedInputStream in) throws IOException {
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new WholeGzipStream(in, BUFFER_BYTES) : in;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
