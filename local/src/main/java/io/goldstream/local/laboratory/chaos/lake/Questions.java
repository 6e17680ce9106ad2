package io.goldstream.local.laboratory.chaos.lake;

import io.goldstream.local.stack.TrinoWorkbench;
import io.goldstream.trino.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks how many rows there are, again and again: each that has landed counts once, wherever it is. A question that has found a
 * file which leaves before it is opened fails, and says so: it is asked again.
 */
final class Questions implements AutoCloseable {

    private static final String FILE_HAS_LEFT = "Error opening Hive split";

    private final String table;
    private final TrinoWorkbench bench;
    private final AtomicLong begun;
    private final AtomicLong landed;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::askAll, "questions");
    private final ReentrantLock deaths = new ReentrantLock();
    private final AtomicInteger died = new AtomicInteger();
    private volatile Instant since = Instant.now();
    private volatile boolean isClosed;

    /**
     * @param begun rows of which a statement has begun
     * @param landed rows of which it has ended
     */
    Questions(TrinoWorkbench bench, String table, AtomicLong begun, AtomicLong landed) {
        this.bench = bench;
        this.table = table;
        this.begun = begun;
        this.landed = landed;
        thread.start();
    }

    /** A question that is under way was not planned before. */
    Instant since() {
        return since;
    }

    int asked() {
        return asked.get();
    }

    /** How many had found a file that left. */
    int failed() {
        return failed.get();
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    /** While this is done, and Trino with it, a question may fail; none is asked until it is done. */
    void failsMeanwhile(Work work) throws Exception {
        deaths.lock();
        try {
            died.incrementAndGet();
            work.run();
        } finally {
            deaths.unlock();
        }
    }

    /** What may take Trino away. */
    interface Work {
        void run() throws Exception;
    }

    private void askAll() {
        while (!isClosed) {
            int before = died.get();
            try (Connection connection = bench.connect()) {
                while (!isClosed) {
                    before = died.get();
                    ask(connection);
                }
            } catch (SQLException unanswered) {
                if (unanswered.getMessage().contains(FILE_HAS_LEFT)) {
                    failed.incrementAndGet();
                } else if (died.get() == before) {
                    faults.add("a question failed: " + unanswered.getMessage());
                }
                deaths.lock(); // until Trino is there again
                deaths.unlock();
            }
        }
    }

    private void ask(Connection connection) throws SQLException {
        since = Instant.now();
        long least = landed.get();
        List<Object> row = Query.run(connection, "SELECT count(*), count(DISTINCT event_id) FROM " + table)
                .rows()
                .getFirst();
        long count = ((Number) row.getFirst()).longValue();
        if (count < least || count > begun.get() || !row.getFirst().equals(row.getLast())) {
            faults.add("%,d rows with %s ids, where %,d to %,d had landed"
                    .formatted(count, row.getLast(), least, begun.get()));
        }
        asked.incrementAndGet();
    }

    /** Once the last one is answered. */
    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
