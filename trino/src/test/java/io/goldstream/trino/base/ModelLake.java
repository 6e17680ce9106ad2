package io.goldstream.trino.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.trino.base.Advance.Bounds;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A landed table, its base table and all that happens to both, in memory: sinks that land, crash between the files of a commit
 * and go back, late rows, raw records that are refined long after those behind them, topics that are made anew, runs that are
 * killed while their statements go on, queries that list files long after they were planned and open them later still, files that
 * leave. A statement sees the snapshot that it began with, and commits only if no border row came since, as Trino does.
 */
final class ModelLake implements BaseRows {

    static final long LONGEST_QUERY = 20;
    static final long GRACE = LONGEST_QUERY + 1;

    /** A file can be seen this much later than the time that it has. */
    private static final int UNSEEN = 3;

    private static final int DATES = 12;
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);

    /** The client is dead. Its statement may go on. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A rule that is broken: histories must tell. */
    enum Fault {
        NONE,
        /** Two runs that write border rows both commit. */
        NO_FENCE,
        /** Rows move up to the last that is visible, not up to what the sink has settled. */
        MARK_OF_WHAT_IS_VISIBLE,
        /** Files leave as soon as base has their rows, though a query may list them yet. */
        NO_GRACE,
        /** Of two topics of one name, the second has the border of the first. */
        BORDER_WITHOUT_TOPIC_ID,
        /** Raw offsets tell what was moved. */
        BORDER_OF_RAW_OFFSETS,
        /** A query reads the border later than the rows. */
        ROWS_AND_BORDER_OF_TWO_SNAPSHOTS,
        /** A partition that has no border row is not shown. */
        NO_ROWS_WITHOUT_A_BORDER,
        /** A query opens every file that it lists. */
        ALL_FILES_ARE_OPENED,
        /** Files have the time at which their first row came. */
        TIMES_OF_STAGING
    }

    /** @param source the raw record's offset, in the raw partition of the lane's number */
    private record Row(Lane lane, long offset, long source) {

        /** The raw record. */
        List<Long> raw() {
            return List.of((long) lane.partition(), source);
        }

        /** Late rows are everywhere. */
        LocalDate date() {
            return FIRST.plusDays(Math.floorMod(31 * lane.hashCode() + offset * offset, DATES));
        }
    }

    private record BorderRow(Lane lane, long run, long offset) {}

    /** @param since of the oldest files that are opened */
    private record Snapshot(long time, Set<Row> rows, Set<BorderRow> borders, long since) {

        Border border() {
            Map<Lane, BorderRow> latest = new HashMap<>();
            borders.forEach(row -> latest.merge(row.lane(), row, (a, b) -> a.run() > b.run() ? a : b));
            Map<Lane, Long> offsets = new HashMap<>();
            latest.forEach((lane, row) -> offsets.put(lane, row.offset()));
            return new Border(offsets);
        }

        long nextRun(Lane lane) {
            return 1
                    + borders.stream()
                            .filter(row -> row.lane().equals(lane))
                            .mapToLong(BorderRow::run)
                            .max()
                            .orElse(0);
        }
    }

    /** A query that was planned. */
    private record Planned(long time, Snapshot snapshot, Set<Row> landed) {}

    /** A query that has listed the files, and has not opened them yet. */
    private record Listed(Planned query, Map<String, Set<Row>> files) {}

    /** A statement whose client is dead. */
    private record Orphan(Snapshot begin, List<Mark> marks, long since) {}

    /** What one partition's sink knows, and what of its topic there is. */
    private static final class Sink {
        private Lane lane;
        private long restart;
        private long published;
        private long source;
        private final List<Long> missing = new ArrayList<>();
        private final List<Set<Row>> unpublished = new ArrayList<>();

        Sink(Lane lane) {
            this.lane = lane;
        }
    }

    private final Random random;
    private final Bounds bounds;
    private final Fault fault;
    private final List<Sink> sinks = new ArrayList<>();
    private final Map<String, Set<Row>> landing = new TreeMap<>();
    private final Map<String, Long> times = new HashMap<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final List<Planned> queries = new ArrayList<>();
    private final List<Listed> listed = new ArrayList<>();
    private final List<Orphan> orphans = new ArrayList<>();
    private final Set<Row> ever = new HashSet<>();
    private long now;
    private int files;
    private int topics;
    private boolean isWithin;

    ModelLake(Random random, Bounds bounds, Fault fault) {
        this.random = random;
        this.fault = fault;
        this.bounds = bounds;
        snapshots.add(new Snapshot(0, Set.of(), Set.of(), Long.MIN_VALUE));
        for (int partition = 0; partition < 3; partition++) {
            sinks.add(new Sink(new Lane("topic0", partition)));
        }
    }

    /** What is settled now. */
    List<Mark> marks() {
        return sinks.stream()
                .map(sink ->
                        new Mark(sink.lane, fault == Fault.MARK_OF_WHAT_IS_VISIBLE ? sink.published : sink.restart))
                .filter(mark -> mark.upto() > 0)
                .toList();
    }

    /** Something. */
    void happens() {
        now += random.nextInt(4);
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> land(sinks.get(random.nextInt(sinks.size())));
            case 4 -> goBack(sinks.get(random.nextInt(sinks.size())));
            case 5 -> makeAnew();
            case 6, 7 -> queries.add(new Planned(now, latest(), landed()));
            case 8 -> leave();
            case 9 -> orphanEnds();
            default -> run();
        }
        open();
        list();
    }

    /** The end: everything is settled, and a run moves it all. */
    void end() {
        sinks.forEach(this::settle);
        isWithin = true;
        while (!orphans.isEmpty()) {
            orphanEnds();
        }
        run();
        Set<Row> ofTopicsThatAreThere = ever.stream()
                .filter(row -> sinks.stream().anyMatch(sink -> sink.lane.equals(row.lane())))
                .collect(Collectors.toSet());
        List<Row> shown = view(latest(), opened(latest()));
        assertThat(latest().rows().containsAll(ofTopicsThatAreThere))
                .as("all is moved")
                .isTrue();
        assertThat(shown).as("no row twice").hasSameSizeAs(ever);
        assertThat(ever.containsAll(shown)).as("and no other").isTrue();
    }

    /** A run, as another process may be under way with one. */
    private void run() {
        try {
            new Advance(this, bounds, Advance.SILENT, duration -> now++).run(marks());
        } catch (Killed dead) {
            // Another run will go on.
        } catch (ConflictException | SQLException | InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Override
    public List<Waiting> waiting(List<Mark> marks) {
        meanwhile();
        Border border = latest().border();
        Map<Lane, Map<LocalDate, List<Row>>> rows = todo(border, marks).stream()
                .collect(Collectors.groupingBy(Row::lane, Collectors.groupingBy(Row::date)));
        List<Waiting> waiting = new ArrayList<>();
        rows.forEach((lane, dates) -> dates.forEach((date, ofDate) -> waiting.add(new Waiting(
                lane,
                date,
                ofDate.size(),
                ofDate.stream().mapToLong(Row::offset).min().orElseThrow()))));
        return waiting;
    }

    @Override
    public long move(List<Mark> marks, Set<LocalDate> dates) throws ConflictException {
        Snapshot begin = latest();
        Set<Row> rows = todo(begin.border(), marks);
        assertThat(rows.size()).isLessThanOrEqualTo((int) Math.max(bounds.rows(), marks.size()));
        assertThat(dates).hasSizeLessThanOrEqualTo(bounds.dates());
        assertThat(dates.containsAll(rows.stream().map(Row::date).toList())).isTrue();
        assertThat(dates).isNotEmpty();
        boolean canBeKilled = !isWithin;
        long since = since(begin.border(), marks);
        meanwhile();
        if (canBeKilled && random.nextInt(6) == 0) {
            orphans.add(new Orphan(begin, marks, since));
            throw new Killed();
        }
        return commit(begin, marks, since);
    }

    /** What others do; one at a time. */
    private void meanwhile() {
        if (!isWithin) {
            isWithin = true;
            for (int i = random.nextInt(4); i > 0; i--) {
                happens();
            }
            isWithin = false;
        }
    }

    /** Of the oldest file with a row that is not below the border then. */
    private long since(Border border, List<Mark> marks) {
        return landing.entrySet().stream()
                        .filter(file -> file.getValue().stream()
                                .anyMatch(row -> !border.isMoved(row.lane(), row.offset())
                                        && marks.stream()
                                                .noneMatch(mark ->
                                                        mark.lane().equals(row.lane()) && row.offset() < mark.upto())))
                        .mapToLong(file -> times.get(file.getKey()))
                        .min()
                        .orElseGet(() -> landing.keySet().stream()
                                .mapToLong(times::get)
                                .max()
                                .orElse(Long.MIN_VALUE + UNSEEN))
                - UNSEEN;
    }

    private long commit(Snapshot begin, List<Mark> marks, long since) throws ConflictException {
        List<Mark> moves = marks.stream().filter(begin.border()::isBelow).toList();
        if (moves.isEmpty()) {
            return 0;
        }
        Snapshot before = latest();
        if (fault != Fault.NO_FENCE && !before.borders().equals(begin.borders())) {
            throw new ConflictException("Found conflicting files");
        }
        Set<Row> added = todo(begin.border(), marks);
        Set<Row> rows = new HashSet<>(before.rows());
        for (Row row : added) {
            assertThat(rows.add(row)).as("%s is in base once", row).isTrue();
        }
        Set<BorderRow> borders = new HashSet<>(before.borders());
        moves.forEach(mark -> borders.add(new BorderRow(mark.lane(), before.nextRun(mark.lane()), mark.upto())));
        snapshots.add(new Snapshot(now, rows, borders, Math.max(before.since(), since)));
        return added.size() + moves.size();
    }

    private void orphanEnds() {
        if (orphans.isEmpty()) {
            return;
        }
        Orphan orphan = orphans.removeFirst();
        try {
            commit(orphan.begin(), orphan.marks(), orphan.since());
        } catch (ConflictException lost) {
            // Nobody is there to be told.
        }
    }

    private Set<Row> todo(Border border, List<Mark> marks) {
        Set<Row> todo = new HashSet<>();
        for (Mark mark : marks) {
            for (Row row : landed()) {
                if (row.lane().equals(mark.lane())
                        && row.offset() < mark.upto()
                        && !border.isMoved(row.lane(), row.offset())) {
                    todo.add(row);
                }
            }
        }
        return todo;
    }

    private Set<Row> landed() {
        return landing.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    /** A commit of a sink, whose files are published, and which is settled, at once or with the next one. */
    private void land(Sink sink) {
        settle(sink);
        boolean isOfMissing = !sink.missing.isEmpty() && random.nextInt(4) == 0;
        long from = sink.published + random.nextInt(3); // behind a marker of Kafka's transactions
        long to = from + 1 + random.nextInt(8);
        List<Set<Row>> folders = List.of(new HashSet<>(), new HashSet<>());
        for (long offset = from; offset < to; offset++) {
            long source = isOfMissing && !sink.missing.isEmpty() ? sink.missing.removeFirst() : sink.source++;
            if (random.nextInt(8) == 0) {
                sink.missing.add(sink.source++); // until it is refined after all
            }
            folders.get(random.nextInt(2)).add(new Row(sink.lane, offset, source));
        }
        folders.stream().filter(rows -> !rows.isEmpty()).forEach(sink.unpublished::add);
        publishOne(sink);
        sink.published = to;
        if (random.nextBoolean()) {
            settle(sink);
        }
    }

    private void settle(Sink sink) {
        while (!sink.unpublished.isEmpty()) {
            publishOne(sink);
        }
        sink.restart = sink.published;
    }

    private void publishOne(Sink sink) {
        Set<Row> rows = sink.unpublished.removeFirst();
        publish(rows);
        ever.addAll(rows);
    }

    private void publish(Set<Row> rows) {
        String file = "file" + files++;
        landing.put(file, rows);
        times.put(file, now - random.nextInt(fault == Fault.TIMES_OF_STAGING ? 20 : UNSEEN + 1));
    }

    /** To an older offset, as a restored checkpoint does: what landed behind it is deleted, and the same records come again. */
    private void goBack(Sink sink) {
        settle(sink);
        long to = (long) (random.nextDouble() * sink.published);
        List<Row> again = ever.stream()
                .filter(row -> row.lane().equals(sink.lane) && row.offset() >= to)
                .toList();
        landing.entrySet().removeIf(file -> file.getValue().stream()
                .anyMatch(row -> row.lane().equals(sink.lane) && row.offset() >= to));
        // Rows of a file that began before are read again as well, for the checkpoint is at the start of a file.
        Set<Row> rows = ever.stream()
                .filter(row -> row.lane().equals(sink.lane) && !landed().contains(row))
                .collect(Collectors.toCollection(HashSet::new));
        rows.addAll(again);
        if (!rows.isEmpty()) {
            publish(rows);
        }
        sink.restart = random.nextBoolean() ? to : sink.published;
        // Nobody may ask meanwhile: the sinks are stopped, and what is deleted is not there.
        queries.clear();
        listed.clear();
    }

    private void makeAnew() {
        topics++;
        for (Sink sink : sinks) {
            settle(sink);
            // What was landed of the old topic is moved or shown from landing for ever.
            sink.lane = new Lane("topic" + topics, sink.lane.partition());
            sink.restart = 0;
            sink.published = 0;
        }
    }

    /** Files leave whose rows were all found in base as it was before the grace, and which no query opens that was planned since. */
    private void leave() {
        Snapshot then = snapshots.stream()
                .filter(snapshot -> fault == Fault.NO_GRACE || snapshot.time() <= now - GRACE)
                .reduce((_, later) -> later)
                .orElse(snapshots.getFirst());
        landing.entrySet()
                .removeIf(file ->
                        times.get(file.getKey()) < then.since() && then.rows().containsAll(file.getValue()));
    }

    /** The files that a query of a snapshot opens. */
    private Map<String, Set<Row>> opened(Snapshot snapshot) {
        return landing.entrySet().stream()
                .filter(file -> fault == Fault.ALL_FILES_ARE_OPENED || times.get(file.getKey()) >= snapshot.since())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Some queries open the files that they have listed. */
    private void open() {
        listed.removeIf(query -> {
            if (now - query.query().time() > LONGEST_QUERY) {
                return true;
            }
            if (random.nextInt(3) > 0) {
                return false;
            }
            assertThat(landing.keySet())
                    .as("files to open")
                    .containsAll(query.files().keySet());
            return true;
        });
    }

    /** Some planned queries list the files now; all do before the longest query is over. */
    private void list() {
        queries.removeIf(query -> {
            if (now - query.time() > LONGEST_QUERY) {
                return true;
            }
            if (random.nextInt(3) > 0) {
                return false;
            }
            Map<String, Set<Row>> files = opened(query.snapshot());
            listed.add(new Listed(query, files));
            List<Row> answer = view(query.snapshot(), files);
            Set<Row> once = new HashSet<>(answer);
            assertThat(answer).as("no row twice").hasSameSizeAs(once);
            assertThat(once.stream().map(Row::raw).distinct().count())
                    .as("no raw record twice")
                    .isEqualTo(once.size());
            assertThat(once.containsAll(query.landed())).as("every row").isTrue();
            assertThat(once.containsAll(query.snapshot().rows()))
                    .as("every row")
                    .isTrue();
            return true;
        });
    }

    private List<Row> view(Snapshot snapshot, Map<String, Set<Row>> files) {
        Border border = (fault == Fault.ROWS_AND_BORDER_OF_TWO_SNAPSHOTS ? latest() : snapshot).border();
        List<Row> rows = new ArrayList<>(snapshot.rows());
        files.values().forEach(file -> file.stream()
                .filter(row -> !isHidden(snapshot, border, row))
                .forEach(rows::add));
        return rows;
    }

    private boolean isHidden(Snapshot snapshot, Border border, Row row) {
        return switch (fault) {
            case BORDER_WITHOUT_TOPIC_ID ->
                border.offsets().entrySet().stream()
                        .anyMatch(lane ->
                                lane.getKey().partition() == row.lane().partition() && row.offset() < lane.getValue());
            case BORDER_OF_RAW_OFFSETS ->
                snapshot.rows().stream()
                        .anyMatch(moved -> moved.lane().equals(row.lane()) && row.source() <= moved.source());
            case NO_ROWS_WITHOUT_A_BORDER ->
                !border.offsets().containsKey(row.lane()) || border.isMoved(row.lane(), row.offset());
            default -> border.isMoved(row.lane(), row.offset());
        };
    }

    private Snapshot latest() {
        return snapshots.getLast();
    }
}
