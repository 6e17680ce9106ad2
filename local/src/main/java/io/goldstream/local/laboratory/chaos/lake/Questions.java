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

/** Asks how many rows there are, again and again: each that has landed counts once, wherever it is. */
final class Questions implements AutoCloseable {

    private final String table;
    private final TrinoWorkbench bench;
    private final AtomicLong begun;
    private final AtomicLong landed;
    private final AtomicInteger asked = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::ask, "questions");
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

    List<String> faults() {
        return List.copyOf(faults);
    }

    private void ask() {
        try (Connection connection = bench.connect()) {
            while (!isClosed) {
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
        } catch (SQLException failed) {
            faults.add("a question failed: " + failed.getMessage());
        }
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
