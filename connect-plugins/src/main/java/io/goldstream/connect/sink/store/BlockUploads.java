package io.goldstream.connect.sink.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Blocks on their way to a storage: several at once, and never more in memory than there are slots, failed ones included.
 * A block that failed keeps its slot, and is sent again by whoever waits for it next.
 *
 * <p>Called by one thread; the uploads run on threads of its own.
 */
final class BlockUploads implements AutoCloseable {

    private final int slots;
    private final Upload upload;
    private final ExecutorService threads;
    private final Deque<Pending> pending = new ArrayDeque<>();

    /** What one upload does; the exceptions are those of {@link BlobStore}. */
    @FunctionalInterface
    interface Upload {
        void send(String path, Block block) throws IOException;
    }

    /** @param slots blocks at once, at least 1 */
    BlockUploads(int slots, Upload upload) {
        this.slots = slots;
        this.upload = upload;
        this.threads = Executors.newFixedThreadPool(slots, runnable -> {
            Thread thread = new Thread(runnable, "goldstream-upload");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes a block, and returns as soon as it has a slot.
     *
     * @throws IOException if one that was taken before failed and keeps this one out: call it again
     */
    void start(String path, Block block) throws IOException {
        // Two uploads of one block could end in either order.
        await(other -> other.path.equals(path) && other.block.index() == block.index());
        pending.removeIf(Pending::isStored);
        while (pending.size() >= slots) {
            pending.peekFirst().await();
            pending.removeFirst();
        }
        pending.add(new Pending(path, block));
    }

    /**
     * Returns once every block of the file that was taken is stored.
     *
     * @throws IOException if one failed: call it again, which sends that one again
     */
    void await(String path) throws IOException {
        await(block -> block.path.equals(path));
    }

    /** Forgets the file's blocks, stored or not. */
    void drop(String path) {
        pending.removeIf(block -> block.path.equals(path));
    }

    /** Blocks in memory. */
    int held() {
        return pending.size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        pending.clear();
    }

    private void await(Predicate<Pending> meant) throws IOException {
        for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
            Pending block = each.next();
            if (meant.test(block)) {
                block.await();
                each.remove();
            }
        }
    }

    private final class Pending {

        private final String path;
        private final Block block;
        private Future<?> running;
        private volatile boolean stored;

        Pending(String path, Block block) {
            this.path = path;
            this.block = block;
            send();
        }

        private void send() {
            running = threads.submit(() -> {
                upload.send(path, block);
                stored = true;
                return null;
            });
        }

        boolean isStored() {
            return stored;
        }

        void await() throws IOException {
            if (running == null) {
                send();
            }
            try {
                running.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(
                        "interrupted while block " + block.index() + " of " + path + " was on its way");
            } catch (ExecutionException e) {
                running = null;
                if (e.getCause() instanceof IOException failed) {
                    throw failed;
                }
                throw e.getCause() instanceof RuntimeException stops ? stops : new IllegalStateException(e.getCause());
            }
        }
    }
}
