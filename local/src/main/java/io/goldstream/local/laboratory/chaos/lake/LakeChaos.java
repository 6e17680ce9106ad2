package io.goldstream.local.laboratory.chaos.lake;

import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.Project;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.TrinoWorkbench;
import io.goldstream.trino.BaseTable;
import io.goldstream.trino.Lake;
import io.goldstream.trino.LakeException;
import io.goldstream.trino.ProgressListener;
import io.goldstream.trino.Query;
import io.goldstream.trino.Settings;
import io.goldstream.trino.base.Advance;
import io.goldstream.trino.base.Advance.Bounds;
import io.goldstream.trino.base.ConflictException;
import io.goldstream.trino.base.Lane;
import io.goldstream.trino.base.Mark;
import io.goldstream.trino.base.TrinoRows;
import io.goldstream.trino.base.TrinoRows.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One table of a real Trino: rows land in three partitions, on time and late, some of raw records that were missing until then;
 * topics are made anew; runs that move rows to the base table are under way, often two at once, and are killed at any moment, and
 * so is Trino; files leave landing once no question needs them. Meanwhile it is asked, again and again, how many rows there are.
 */
public final class LakeChaos implements AutoCloseable {

    private static final int HEAP = 1_500;
    private static final int PARTITIONS = 3;
    private static final int STEPS = 24;
    private static final int MOST_RUNS = 2;
    private static final int MOST_ROWS = 40;
    private static final int MOST_MILLIS = 2_000;
    private static final int DATES = 30;
    private static final LocalDate NEWEST = LocalDate.of(2025, 1, 30);

    /** Rows of a step, which is small, so that a run has several commits to be killed between. */
    private static final Bounds BOUNDS = new Bounds(60, 12);

    private static final String TABLE = "silver.status_changes";

    private final TrinoWorkbench bench;
    private final Consumer<String> progress;
    private final Connection connection;
    private final BaseTable base;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong landed = new AtomicLong();

    /** What one partition's sink knows. */
    private static final class Sink {
        private Lane lane;
        private long next;
        private long settled;
        private long rows;
        private long source;
        private final List<Long> missing = new ArrayList<>();

        Sink(Lane lane) {
            this.lane = lane;
        }
    }

    /** A run of another process: it has a connection of its own. */
    private static final class Run {
        private final Connection connection;
        private final Thread thread;

        Run(Connection connection, Runnable moves) {
            this.connection = connection;
            this.thread = new Thread(moves, "advance");
            thread.start();
        }

        /** As a process that is killed does: it says nothing, and Trino goes on with its statement. */
        void kill() throws SQLException, InterruptedException {
            connection.abort(Runnable::run);
            thread.join();
        }

        void await() throws SQLException, InterruptedException {
            thread.join();
            connection.close();
        }
    }

    private LakeChaos(TrinoWorkbench bench, Consumer<String> progress) throws SQLException, LakeException {
        this.bench = bench;
        this.progress = progress;
        this.connection = bench.connect();
        Settings settings = LakeConnection.settings(Generation.FIRST);
        this.base = new BaseTable(Tables.byTopic(TABLE).orElseThrow(), settings);
        Lake.makeBase(connection, settings);
        Lake.apply(connection, settings, ProgressListener.silent());
    }

    /** Starts a Trino over a lake of its own in a temporary folder. */
    public static LakeChaos open(Consumer<String> progress) throws Exception {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        TrinoWorkbench bench = TrinoWorkbench.open(Project.current(), folder, HEAP, progress);
        try {
            return new LakeChaos(bench, progress);
        } catch (SQLException | LakeException | RuntimeException failed) {
            bench.close();
            throw failed;
        }
    }

    /**
     * One history, on top of those before.
     *
     * @param seed of what happens; moments are the machine's
     * @param withTrinosDeath whether Trino is killed near the end, while runs are under way, and started again
     */
    public LakeLedger run(long seed, boolean withTrinosDeath) throws Exception {
        progress.accept("history " + seed + (withTrinosDeath ? ", in which Trino is killed" : ""));
        return new History(seed).happens(withTrinosDeath);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        bench.close();
    }

    private final class History implements Advance.Listener {

        private final String name;
        private final Random random;
        private final List<Sink> sinks = new ArrayList<>();
        private final List<Run> runs = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        private final AtomicLong moved = new AtomicLong();
        private final AtomicInteger lost = new AtomicInteger();
        private final long before = landed.get();
        private int topics;
        private int started;
        private int killed;
        private int trinoKilled;
        private long files;

        History(long seed) {
            this.name = "history" + seed + "-" + before;
            this.random = new Random(seed);
        }

        LakeLedger happens(boolean withTrinosDeath) throws Exception {
            makeAnew();
            Questions questions = new Questions(bench, TABLE, begun, landed);
            try (questions) {
                for (int step = 0; step < STEPS; step++) {
                    switch (random.nextInt(10)) {
                        case 0, 1, 2 -> land(sinks.get(random.nextInt(PARTITIONS)));
                        case 3 -> makeAnew();
                        case 4 -> leave(questions.since());
                        case 5, 6 -> kill();
                        default -> start();
                    }
                }
                if (withTrinosDeath) {
                    start();
                    trinoDies(questions);
                    land(sinks.getFirst());
                    start();
                }
                for (Run run : runs) {
                    run.await();
                }
                leave(questions.since());
            }
            faults.addAll(questions.faults());
            end();
            return new LakeLedger(
                    landed.get() - before,
                    moved.get(),
                    started,
                    killed,
                    trinoKilled,
                    lost.get(),
                    files,
                    questions.asked(),
                    questions.failed(),
                    faults);
        }

        private void trinoDies(Questions questions) throws Exception {
            Thread.sleep(random.nextInt(MOST_MILLIS));
            questions.failsMeanwhile(bench::killAndStart);
            trinoKilled++;
        }

        /** All is settled, and one more run moves the rest. */
        private void end() throws Exception {
            sinks.forEach(sink -> sink.settled = sink.next);
            move(connection, marks());
            expect("rows in the table", landed.get(), "SELECT count(*) FROM " + TABLE);
            expect("different rows in the table", landed.get(), "SELECT count(DISTINCT event_id) FROM " + TABLE);
            expect(
                    "rows of the last topic in base",
                    sinks.stream().mapToLong(sink -> sink.rows).sum(),
                    "SELECT count(*) FROM %s WHERE border_offset IS NULL AND landed_topic_id = '%s'"
                            .formatted(base.qualified(), sinks.getFirst().lane.topicId()));
        }

        private void expect(String what, long count, String query) throws SQLException {
            Object value = Query.run(connection, query).value();
            if (!value.equals(count)) {
                faults.add("%s: %s, and %,d had landed".formatted(what, value, count));
            }
        }

        /** Another topic of the same name. What landed of the old one, and was not moved, stays where it is. */
        private void makeAnew() {
            topics++;
            List<Sink> old = List.copyOf(sinks);
            sinks.clear();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                Sink sink = new Sink(new Lane(name + "-" + topics, partition));
                sink.source = old.isEmpty() ? 0 : old.get(partition).source;
                sinks.add(sink);
            }
        }

        /**
         * A commit of a sink, which is settled at once or with a later one. Some raw records are passed over, and are refined
         * behind others, as 'reprocess --missing' does it. A fifth of the rows are late.
         */
        private void land(Sink sink) throws SQLException {
            long from = sink.next + random.nextInt(3); // behind a marker of Kafka's transactions
            int rows = 1 + random.nextInt(MOST_ROWS);
            List<String> values = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                long source = row % 2 == 0 && !sink.missing.isEmpty() ? sink.missing.removeFirst() : sink.source++;
                if (random.nextInt(10) == 0) {
                    sink.missing.add(sink.source++);
                }
                values.add("(%d, %d, DATE '%s')"
                        .formatted(
                                from + row,
                                source,
                                NEWEST.minusDays(random.nextInt(5) == 0 ? random.nextInt(DATES) : 0)));
            }
            begun.addAndGet(rows);
            Query.run(connection, """
                    INSERT INTO %1$s (event_id, event_time, source_partition, source_offset,
                      landed_topic_id, landed_partition, landed_offset)
                    SELECT '%2$s/%3$d/' || CAST(source AS varchar), CAST(date AS timestamp(3)), %3$d, source, '%4$s', %3$d, n
                    FROM (VALUES %5$s) AS records (n, source, date)""".formatted(
                    base.landing(), name, sink.lane.partition(), sink.lane.topicId(), String.join(", ", values)));
            landed.addAndGet(rows);
            sink.settled = random.nextBoolean() ? from + rows : sink.next;
            sink.next = from + rows;
            sink.rows += rows;
        }

        private List<Mark> marks() {
            return sinks.stream()
                    .filter(sink -> sink.settled > 0)
                    .map(sink -> new Mark(sink.lane, sink.settled))
                    .toList();
        }

        private void start() {
            runs.removeIf(run -> !run.thread.isAlive());
            if (runs.size() < MOST_RUNS) {
                Connection own = bench.connect();
                List<Mark> marks = marks();
                runs.add(new Run(own, () -> {
                    try {
                        move(own, marks);
                    } catch (ConflictException | SQLException | InterruptedException dead) {
                        // Whoever comes next goes on.
                    }
                }));
                started++;
            }
        }

        private void move(Connection own, List<Mark> marks)
                throws SQLException, ConflictException, InterruptedException {
            new Advance(new TrinoRows(own, base), BOUNDS, this).run(marks);
        }

        private void kill() throws SQLException, InterruptedException {
            if (!runs.isEmpty()) {
                Run run = runs.remove(random.nextInt(runs.size()));
                if (run.thread.isAlive()) {
                    killed++;
                }
                run.kill();
            }
        }

        /** Files of which base had all rows before the question that is under way was planned. */
        private void leave(Instant since) throws SQLException, IOException {
            for (WholeFile file : new TrinoRows(connection, base).wholeFiles(since)) {
                Files.delete(bench.lake().resolve(file.path().replace("local:///", "")));
                files++;
            }
        }

        @Override
        public void moved(long rows, int dates) {
            moved.addAndGet(rows);
        }

        @Override
        public void lost(ConflictException conflict) {
            lost.incrementAndGet();
        }
    }
}
