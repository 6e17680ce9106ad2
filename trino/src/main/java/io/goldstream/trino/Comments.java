package io.goldstream.trino;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Views' comments, some views at a time. A view has one statement to be made by and one for each column's comment, each of
 * which waits for the server far longer than it works; those of one view stay in their order.
 */
final class Comments implements AutoCloseable {

    private static final int AT_A_TIME = 4;

    /** What comments on one view. */
    interface Task {
        void run() throws LakeException;
    }

    private final ExecutorService threads =
            Executors.newFixedThreadPool(AT_A_TIME, Thread.ofPlatform().daemon().factory());
    private final List<Future<?>> begun = new ArrayList<>();

    void begin(Task task) {
        begun.add(threads.submit(() -> {
            task.run();
            return null;
        }));
    }

    /** Returns once all that was begun is done, and throws the first failure. */
    void await() throws LakeException {
        try {
            for (Future<?> task : begun) {
                task.get();
            }
            begun.clear();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof LakeException told) {
                throw told;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while views were given their comments", stopped);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
