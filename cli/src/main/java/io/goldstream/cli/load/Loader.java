package io.goldstream.cli.load;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.load.LoadReport.Outcome;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps a few chunks on their way at once, and stops to read when one could not be delivered. */
public final class Loader implements AutoCloseable {

    private static final int IN_FLIGHT = 4;

    private final Delivery delivery;
    private final LoadReport report = new LoadReport();
    private final Semaphore permits = new Semaphore(IN_FLIGHT);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** @param delivery closed with the loader */
    public Loader(Delivery delivery) {
        this.delivery = delivery;
    }

    /**
     * Sends the whole source, unless an event turns out to be undeliverable.
     *
     * @return whether the source was read to its end
     */
    public boolean load(ChunkReader source) throws IOException, InterruptedException {
        for (Optional<Chunk> chunk = source.next(); chunk.isPresent(); chunk = source.next()) {
            if (!submit(chunk.get())) {
                return false;
            }
        }
        return true;
    }

    /** Waits for all verdicts, and returns them. */
    public LoadReport finish() throws InterruptedException {
        permits.acquire(IN_FLIGHT);
        permits.release(IN_FLIGHT);
        delivery.close();
        if (failure.get() != null) {
            throw failure.get() instanceof CommandFailure told
                    ? told
                    : new CommandFailure(
                            "the load broke off: " + failure.get()
                                    + ". Some events may be kept. Over HTTP, load the same files again within 15 minutes,"
                                    + " and each event counts once. Over Kafka, the kept events would count twice",
                            failure.get());
        }
        return report;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        delivery.close();
    }

    private boolean submit(Chunk chunk) throws InterruptedException {
        permits.acquire();
        if (report.count(Outcome.UNDELIVERED) > 0 || failure.get() != null) {
            permits.release();
            return false;
        }
        Future<?> _ = threads.submit(() -> deliver(chunk));
        return true;
    }

    private void deliver(Chunk chunk) {
        try {
            delivery.send(chunk, report);
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error broken) {
            failure.compareAndSet(null, broken);
        } finally {
            permits.release();
        }
    }
}
