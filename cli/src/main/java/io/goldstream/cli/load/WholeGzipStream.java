package io.goldstream.cli.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Expands gzip (RFC 1952): one member or several, each whole, with nothing between or behind them. The JDK's own stream takes
 * whatever else stands behind a member for the end, so that a file which was cut there would be loaded as if it were whole.
 */
final class WholeGzipStream extends InputStream {

    private static final int MAGIC = 0x8b1f;
    private static final int HEADER_CRC = 0x02;
    private static final int EXTRA = 0x04;
    private static final int NAME = 0x08;
    private static final int COMMENT = 0x10;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer;
    private final byte[] one = new byte[1];
    private int position;
    private int end;
    private boolean isInMember;

    WholeGzipStream(InputStream in, int bufferBytes) {
        this.in = in;
        this.buffer = new byte[bufferBytes];
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (length > 0) {
            if (!isInMember) {
                int first = next();
                if (first < 0) {
                    return -1;
                }
                header(first);
            }
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                crc.update(bytes, offset, count);
                return count;
            }
            if (inflater.finished()) {
                trailer();
            } else if (inflater.needsInput()) {
                if (!fill()) {
                    throw new EOFException("it is cut short");
                }
                inflater.setInput(buffer, position, end - position);
            } else {
                throw new ZipException("it needs a dictionary");
            }
        }
        return 0;
    }

    private int inflate(byte[] bytes, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage() == null ? "it is not gzip" : e.getMessage());
        }
    }

    private void header(int first) throws IOException {
        if ((first | some() << 8) != MAGIC || some() != 8) {
            throw new ZipException("it has bytes that are not gzip");
        }
        int flags = some();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(some() | some() << 8);
        }
        for (int text : new int[] {flags & NAME, flags & COMMENT}) {
            while (text != 0 && some() != 0) {
                // up to its end
            }
        }
        skip((flags & HEADER_CRC) != 0 ? 2 : 0);
        crc.reset();
        inflater.reset();
        inflater.setInput(buffer, position, end - position);
        isInMember = true;
    }

    private void trailer() throws IOException {
        position = end - inflater.getRemaining();
        if (number() != crc.getValue() || number() != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw new ZipException("its checksum is wrong");
        }
        isInMember = false;
    }

    private long number() throws IOException {
        return some() | some() << 8 | some() << 16 | (long) some() << 24;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            some();
        }
    }

    /** The next byte, which has to be there. */
    private int some() throws IOException {
        int next = next();
        if (next < 0) {
            throw new EOFException("it is cut short");
        }
        return next;
    }

    private int next() throws IOException {
        return position < end || fill() ? buffer[position++] & 0xFF : -1;
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
