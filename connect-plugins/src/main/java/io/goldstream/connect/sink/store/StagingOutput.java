package io.goldstream.connect.sink.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * What a file's writer writes to. It only buffers, and so never fails: the writer need not survive a storage error in
 * mid-row. {@link #stageTo} carries the full blocks to the store, and can be tried again.
 */
public final class StagingOutput extends OutputStream {

    /** Large enough that 50,000 blocks, Azure's bound, hold any file; small enough to buffer one for each open file. */
    static final int BLOCK_BYTES = 4 << 20;

    private static final int FIRST_BYTES = 16 << 10;

    private final Deque<Block> unstaged = new ArrayDeque<>();
    private byte[] buffer = new byte[FIRST_BYTES];
    private int buffered;
    private int blocks;
    private long position;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        int written = 0;
        while (written < length) {
            if (buffered == BLOCK_BYTES) {
                cut();
            }
            int fits = Math.min(length - written, BLOCK_BYTES - buffered);
            if (buffered + fits > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(BLOCK_BYTES, Math.max(buffered + fits, 2 * buffer.length)));
            }
            System.arraycopy(bytes, from + written, buffer, buffered, fits);
            buffered += fits;
            written += fits;
        }
        position += length;
    }

    /** Ends the last block: nothing is written after it. */
    @Override
    public void close() {
        if (buffered > 0) {
            cut();
        }
    }

    /** Bytes written so far. */
    public long position() {
        return position;
    }

    /** Blocks cut so far, staged or not. */
    public int blocks() {
        return blocks;
    }

    /** What is held in memory: the block that fills, and those that are not staged yet. In bytes. */
    public long bufferedBytes() {
        long held = buffer.length;
        for (Block block : unstaged) {
            held += block.length();
        }
        return held;
    }

    /** Stages every full block, in order; after a failure, go on by calling it again. */
    public void stageTo(BlobStore store, String path) throws IOException {
        while (!unstaged.isEmpty()) {
            store.stage(path, unstaged.peek());
            unstaged.remove();
        }
    }

    private void cut() {
        unstaged.add(new Block(blocks, (long) blocks * BLOCK_BYTES, buffer, buffered));
        blocks++;
        buffer = new byte[FIRST_BYTES];
        buffered = 0;
    }
}
