package io.goldstream.trino.upkeep;

import static java.util.stream.Collectors.joining;

import io.goldstream.trino.BaseTable;
import io.goldstream.trino.Query;
import io.goldstream.trino.base.ConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Keeps one base table small, while queries read it and rows move to it. Each statement is one commit or none, so it can end
 * anywhere and be run again. What loses to another commit is tried again.
 */
public final class Upkeep {

    /** How long a snapshot stays. No query may run longer, because the files that only a snapshot has go with it. */
    public static final Duration SNAPSHOTS = Duration.ofDays(1);

    /** How old a file without a snapshot is when it goes. A younger one can be of a commit that is under way. */
    public static final Duration ORPHANS = Duration.ofDays(7);

    /** Below this size, a file is merged with others of its date. */
    private static final long SMALL = BaseTable.FILE_BYTES / 4 * 3;

    /** Dates of one statement, which has a file open for each. */
    private static final int DATES = 30;

    /** A manifest is of 8 MiB at most. */
    private static final int MANIFESTS = 10;

    private static final long SMALL_MANIFEST = 2L << 20;

    private static final int TRIES = 10;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS VV");

    private static final String LANE = "landed_topic_id || '/' || CAST(landed_partition AS varchar)";

    private final Connection connection;
    private final BaseTable table;
    private final Listener listener;

    /** Is told what is done. */
    public interface Listener {

        /** Files of some dates were merged, in one commit. */
        void merged(long files, int dates);

        /** Another commit was first; the statement is tried again. */
        void lost(ConflictException conflict);
    }

    /** Is told nothing. */
    public static final Listener SILENT = new Listener() {
        @Override
        public void merged(long files, int dates) {}

        @Override
        public void lost(ConflictException conflict) {}
    };

    /**
     * What merging did.
     *
     * @param dates of which files were merged
     * @param files how many these dates had
     * @param left how many they have
     */
    public record Merged(int dates, long files, long left) {}

    /** A date with files to merge. */
    private record Fragmented(LocalDate date, long files, long bytes) {}

    /** @param connection as the lake's owner */
    public Upkeep(Connection connection, BaseTable table, Listener listener) {
        this.connection = connection;
        this.table = table;
        this.listener = listener;
    }

    /**
     * Merges the small files of each date, or that of the border rows, that has more than these, and more than its bytes need.
     *
     * @param most 1 or more
     */
    public Merged merge(int most) throws SQLException, ConflictException, InterruptedException {
        List<Fragmented> all = fragmented(most);
        for (List<Fragmented> some : pieces(all)) {
            run("ALTER TABLE %s EXECUTE optimize(file_size_threshold => '%dB') WHERE event_date IN (%s)"
                    .formatted(table.qualified(), SMALL, dates(some)));
            listener.merged(files(some), some.size());
        }
        return new Merged(all.size(), files(all), all.isEmpty() ? 0 : filesOf(all));
    }

    private List<Fragmented> fragmented(int most) throws SQLException {
        return Query.run(connection, """
                        SELECT partition.event_date, count(*), sum(file_size_in_bytes)
                        FROM %s
                        WHERE file_size_in_bytes < %d
                        GROUP BY 1
                        HAVING count(*) > greatest(%d, ceil(sum(file_size_in_bytes) / %de0))
                        ORDER BY 1""".formatted(table.metadata("$files"), SMALL, most, BaseTable.FILE_BYTES))
                .rows()
                .stream()
                .map(row -> new Fragmented((LocalDate) row.get(0), number(row.get(1)), number(row.get(2))))
                .toList();
    }

    /** Few large dates, or many small ones: each statement costs a commit. */
    private static List<List<Fragmented>> pieces(List<Fragmented> all) {
        List<List<Fragmented>> pieces = new ArrayList<>();
        long bytes = 0;
        for (Fragmented date : all) {
            bytes += date.bytes();
            if (pieces.isEmpty()
                    || bytes > 2 * BaseTable.FILE_BYTES
                    || pieces.getLast().size() == DATES) {
                pieces.add(new ArrayList<>());
                bytes = date.bytes();
            }
            pieces.getLast().add(date);
        }
        return pieces;
    }

    private long filesOf(List<Fragmented> dates) throws SQLException {
        return number(Query.run(
                        connection,
                        "SELECT count(*) FROM %s WHERE partition.event_date IN (%s) AND file_size_in_bytes < %d"
                                .formatted(table.metadata("$files"), dates(dates), SMALL))
                .value());
    }

    private static String dates(List<Fragmented> dates) {
        return dates.stream().map(date -> "DATE '" + date.date() + "'").collect(joining(", "));
    }

    private static long files(List<Fragmented> dates) {
        return dates.stream().mapToLong(Fragmented::files).sum();
    }

    /**
     * Deletes border rows that nothing reads any more: those whose lane has one with a larger number. The latest {@code border_time}
     * stays. A border only ever grows, so rows that another commit adds meanwhile change nothing about it.
     *
     * @return how many
     */
    public long dropBorders() throws SQLException, ConflictException, InterruptedException {
        List<List<Object>> lanes = Query.run(connection, """
                        SELECT
                          %3$s,
                          max(landed_offset),
                          max_by(border_time, landed_offset),
                          max(max(border_time)) OVER ()
                        FROM %1$s
                        WHERE event_date = %2$s
                        GROUP BY 1""".formatted(table.qualified(), BaseTable.BORDER_DATE, LANE))
                .rows();
        if (lanes.isEmpty()) {
            return 0;
        }
        Object since = lanes.getFirst().get(3);
        boolean staysWithTheLast = lanes.stream().anyMatch(lane -> Objects.equals(lane.get(2), since));
        return run("""
                DELETE FROM %s
                WHERE event_date = %s
                  AND landed_offset < element_at(MAP(ARRAY[%s], ARRAY[%s]), %s)
                  %s""".formatted(
                table.qualified(),
                BaseTable.BORDER_DATE,
                lanes.stream()
                        .map(lane -> "'" + ((String) lane.get(0)).replace("'", "''") + "'")
                        .collect(joining(", ")),
                lanes.stream().map(lane -> "BIGINT '" + lane.get(1) + "'").collect(joining(", ")),
                LANE,
                staysWithTheLast
                        ? ""
                        : "AND coalesce(border_time < TIMESTAMP '" + MICROS.format((ZonedDateTime) since)
                                + "', true)"));
    }

    /** Makes few manifests of many small ones. */
    public void mergeManifests() throws SQLException, ConflictException, InterruptedException {
        List<Object> manifests = Query.run(
                        connection,
                        "SELECT count(*), avg(length) FROM " + table.metadata("$manifests") + " WHERE content = 0")
                .rows()
                .getFirst();
        if (number(manifests.get(0)) <= MANIFESTS || number(manifests.get(1)) >= SMALL_MANIFEST) {
            return;
        }
        run("ALTER TABLE %s EXECUTE optimize_manifests".formatted(table.qualified()));
    }

    /**
     * Forgets snapshots, but for the current one, and deletes the files that only they have.
     *
     * @param kept how old the others may be; longer than any query
     * @return how many
     */
    public long expire(Duration kept) throws SQLException, ConflictException, InterruptedException {
        setProperties();
        long before = count("$snapshots");
        set("expire_snapshots_min_retention", kept);
        run("ALTER TABLE %s EXECUTE expire_snapshots(retention_threshold => '%dms')"
                .formatted(table.qualified(), kept.toMillis()));
        return Math.max(0, before - count("$snapshots"));
    }

    /** An earlier version's tables do not have them. */
    private void setProperties() throws SQLException, ConflictException, InterruptedException {
        List<Object> set =
                Query.run(connection, "SELECT key || '=' || value FROM " + table.metadata("$properties"))
                        .rows()
                        .stream()
                        .map(List::getFirst)
                        .toList();
        if (!set.containsAll(BaseTable.NATIVE_PROPERTIES)) {
            run("ALTER TABLE %s SET PROPERTIES %s".formatted(table.qualified(), BaseTable.PROPERTIES));
        }
    }

    /**
     * Deletes the files in the table's folder that no snapshot has: those of commits that failed or were killed. Not if storage has
     * a later commit than the metastore, whose files would be among them; see {@code Registration.setBack}.
     *
     * @param kept how old they are at least; longer than any commit
     */
    public void removeOrphans(Duration kept) throws SQLException, ConflictException, InterruptedException {
        set("remove_orphan_files_min_retention", kept);
        run("ALTER TABLE %s EXECUTE remove_orphan_files(retention_threshold => '%dms')"
                .formatted(table.qualified(), kept.toMillis()));
    }

    private long count(String metadata) throws SQLException {
        return number(Query.run(connection, "SELECT count(*) FROM " + table.metadata(metadata))
                .value());
    }

    private void set(String property, Duration value) throws SQLException {
        Query.run(
                connection,
                "SET SESSION %s.%s = '%dms'".formatted(table.settings().baseCatalog(), property, value.toMillis()));
    }

    /** How many rows it changed, where it is one that changes rows. */
    private long run(String sql) throws SQLException, ConflictException, InterruptedException {
        for (int lost = 1; ; lost++) {
            try (Statement statement = connection.createStatement()) {
                return statement.executeLargeUpdate(sql);
            } catch (SQLException failed) {
                ConflictException conflict = ConflictException.of(failed);
                if (lost == TRIES) {
                    throw conflict;
                }
                listener.lost(conflict);
                Thread.sleep(PAUSE.multipliedBy(lost));
            }
        }
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
