package io.goldstream.trino.reference;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A CSV file's bytes for a reader that takes every backslash for an escape. Spark writes {@code \"} and {@code \\} within
 * quotes. Before anything else, a backslash is part of the text, as RFC 4180 has it, so it is doubled for the reader.
 */
final class LiteralBackslashes extends FilterInputStream {

    private static final int NONE = -2;

    private int next = NONE;
    private int nextButOne = NONE;

    LiteralBackslashes(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        if (next != NONE) {
            int held = next;
            next = nextButOne;
            nextButOne = NONE;
            return held;
        }
        int read = in.read();
        if (read == '\\') {
            int following = in.read();
            if (following == '"' || following == '\\') {
                next = following;
            } else {
                next = '\\';
                nextButOne = following;
            }
        }
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int count = 0;
        while (count < length) {
            int read = read();
            if (read < 0) {
                return count == 0 ? -1 : count;
            }
            bytes[offset + count++] = (byte) read;
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
