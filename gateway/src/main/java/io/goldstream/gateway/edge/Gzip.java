package io.goldstream.gateway.edge;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Expands gzip (RFC 1952): one member or several, each whole, with nothing between or behind them. The JDK's own stream takes
 * whatever else stands behind a member for its end.
 */
final class Gzip {

    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int HEADER_CRC = 0x02;
    private static final int EXTRA = 0x04;
    private static final int NAME = 0x08;
    private static final int COMMENT = 0x10;
    private static final int RESERVED = 0xE0;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final byte[] bytes;
    private final int limit;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream expanded;
    private int at;

    private Gzip(byte[] bytes, int limit) {
        this.bytes = bytes;
        this.limit = limit;
        this.expanded = new ByteArrayOutputStream(Math.min(limit, Math.max(BUFFER_BYTES, bytes.length * 4)));
    }

    /**
     * @return the whole, or its begin where that is longer than the limit
     * @throws DataFormatException if it is not gzip, or not whole
     */
    static byte[] expand(byte[] bytes, int limit) throws DataFormatException {
        Gzip gzip = new Gzip(bytes, limit);
        Inflater inflater = new Inflater(true);
        try {
            do {
                gzip.header();
                gzip.member(inflater);
            } while (gzip.at < bytes.length && gzip.expanded.size() <= limit);
            return gzip.expanded.toByteArray();
        } finally {
            inflater.end();
        }
    }

    private void header() throws DataFormatException {
        int start = at;
        require(HEADER_BYTES);
        check((bytes[at] & 0xFF) == 0x1F && (bytes[at + 1] & 0xFF) == 0x8B && bytes[at + 2] == 8);
        int flags = bytes[at + 3];
        check((flags & RESERVED) == 0);
        at += HEADER_BYTES;
        if ((flags & EXTRA) != 0) {
            int length = (int) number(2);
            require(length);
            at += length;
        }
        if ((flags & NAME) != 0) {
            text();
        }
        if ((flags & COMMENT) != 0) {
            text();
        }
        if ((flags & HEADER_CRC) != 0) {
            CRC32 crc = new CRC32();
            crc.update(bytes, start, at - start);
            check((crc.getValue() & 0xFFFF) == number(2));
        }
    }

    private void member(Inflater inflater) throws DataFormatException {
        CRC32 crc = new CRC32();
        inflater.reset();
        inflater.setInput(bytes, at, bytes.length - at);
        while (!inflater.finished()) {
            int count = inflater.inflate(buffer);
            check(count > 0 || inflater.finished()); // else it waits for more input, or for a dictionary
            crc.update(buffer, 0, count);
            expanded.write(buffer, 0, count);
            if (expanded.size() > limit) {
                return;
            }
        }
        at = bytes.length - inflater.getRemaining();
        require(TRAILER_BYTES);
        check(number(4) == crc.getValue());
        check(number(4) == (inflater.getBytesWritten() & 0xFFFF_FFFFL));
    }

    private void text() throws DataFormatException {
        do {
            require(1);
        } while (bytes[at++] != 0);
    }

    private long number(int count) throws DataFormatException {
        require(count);
        long number = 0;
        for (int i = 0; i < count; i++) {
            number |= (bytes[at++] & 0xFFL) << Byte.SIZE * i;
        }
        return number;
    }

    private void require(int count) throws DataFormatException {
        check(bytes.length - at >= count);
    }

    private static void check(boolean holds) throws DataFormatException {
        if (!holds) {
            throw new DataFormatException();
        }
    }
}
