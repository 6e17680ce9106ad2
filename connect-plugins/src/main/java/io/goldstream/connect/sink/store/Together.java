package io.goldstream.connect.sink.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Calls of a storage that wait more than they work, several at once. */
final class Together implements AutoCloseable {

    private final ExecutorService threads;
    private final Duration patience;

    /**
     * @param atOnce calls, at least 1
     * @param patience for all of them together
     */
    Together(int atOnce, Duration patience) {
        this.patience = patience;
        threads = Executors.newFixedThreadPool(atOnce, runnable -> {
            Thread thread = new Thread(runnable, "goldstream-storage");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Returns what all of the calls gave, in their order, once all have ended.
     *
     * @throws IOException the first that was thrown, or that there was no time for all: the others may have done their work
     */
    <T> List<T> all(List<Callable<T>> calls) throws IOException {
        if (calls.size() == 1) {
            return Collections.singletonList(alone(calls.get(0)));
        }
        try {
            List<T> results = new ArrayList<>();
            int late = 0;
            for (Future<T> call : threads.invokeAll(calls, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                if (call.isCancelled()) {
                    late++;
                } else {
                    results.add(call.get());
                }
            }
            if (late > 0) {
                throw new IOException("the storage had not answered " + late + " of " + calls.size() + " calls after "
                        + patience + "; these are tried again");
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the storage");
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
    }

    private static <T> T alone(Callable<T> call) throws IOException {
        try {
            return call.call();
        } catch (Exception e) {
            throw thrown(e);
        }
    }

    private static IOException thrown(Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException failed ? failed : new IOException(cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
