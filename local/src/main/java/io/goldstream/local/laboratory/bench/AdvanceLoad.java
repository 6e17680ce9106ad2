package io.goldstream.local.laboratory.bench;

import static java.util.stream.Collectors.joining;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.TrinoWorkbench;
import io.goldstream.trino.BaseTable;
import io.goldstream.trino.Lake;
import io.goldstream.trino.LakeException;
import io.goldstream.trino.Query;
import io.goldstream.trino.Settings;
import io.goldstream.trino.base.Advance;
import io.goldstream.trino.base.Advance.Bounds;
import io.goldstream.trino.base.Advance.Moved;
import io.goldstream.trino.base.ConflictException;
import io.goldstream.trino.base.Lane;
import io.goldstream.trino.base.Mark;
import io.goldstream.trino.base.TrinoRows;
import io.goldstream.trino.base.TrinoRows.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The base table of silver.listens with a history, and new rows that land and are moved, all made by Trino itself. */
final class AdvanceLoad implements AutoCloseable {

    static final long A_DAY = 100_000;
    static final long THOUSAND = 1_000;

    private static final LocalDate FIRST = LocalDate.of(2025, 1, 1);
    private static final int PARTITIONS = 12;

    /** Of a command's default. */
    private static final Bounds BOUNDS = new Bounds(200_000, 90);

    /** A statement has a writer open for each date. */
    private static final long A_STATEMENT = 5 * A_DAY;

    private static final String ROWS = """
            INSERT INTO %s (
              event_id, event_time, session_id, item_in_session, user_id, gender, level, auth, artist, song, duration_seconds,
              city, state, zip, lon, lat, device, os, browser, song_key, artist_key, location_key, received_at,
              source_topic, source_partition, source_offset, source_timestamp,
              landed_topic_id, landed_partition, landed_offset%s)
            SELECT
              'p' || CAST(n AS varchar), time, CAST(n / 12 AS varchar), CAST(n %% 12 AS integer), 'u' || CAST(n / 250 AS varchar),
              'F', 'free', 'Logged In', 'Artist ' || CAST(n %% 3000 AS varchar), 'Song ' || CAST(n %% 20000 AS varchar), 200e0,
              'City ' || CAST(n %% 300 AS varchar), 'CA', '12345', -100e0, 30e0, 'Other', 'Windows', 'Chrome',
              lower(to_hex(md5(to_utf8(CAST(n %% 20000 AS varchar))))), lower(to_hex(md5(to_utf8(CAST(n %% 3000 AS varchar))))),
              lower(to_hex(md5(to_utf8(CAST(n %% 300 AS varchar))))), time,
              'raw.listen_events', CAST(n %% 12 AS integer), n / 12, time,
              '%s', CAST(n %% 12 AS integer), n / 12%s
            FROM (
              SELECT n, CAST(date AS timestamp(3)) + n %% 86400 * INTERVAL '1' SECOND AS time, date
              FROM (
                SELECT n, %s AS date
                FROM (
                  SELECT CAST(%d AS bigint) + thousands * 1000 + ones AS n
                  FROM UNNEST(sequence(0, %d - 1)) AS a (thousands)
                  CROSS JOIN UNNEST(sequence(0, 999)) AS b (ones)
                )
              )
            )""";

    private final TrinoWorkbench bench;
    private final String topicId;
    private final Connection connection;
    private final BaseTable base;
    private final long events;
    private long next;

    /**
     * @param generation of which the base table is; each has a history of its own
     * @param events of a run; those below a whole thousand are left out
     */
    AdvanceLoad(TrinoWorkbench bench, Generation generation, long events) throws SQLException, LakeException {
        this.bench = bench;
        this.topicId = "AAAAAAAAQUGAAAAAAAAAA" + generation.number();
        this.events = events / THOUSAND * THOUSAND;
        this.connection = bench.connect();
        Settings settings = LakeConnection.settings(generation);
        this.base = new BaseTable(Tables.byTopic("silver.listens").orElseThrow(), settings);
        Lake.makeBase(connection, settings);
    }

    /** Rows of a history, as if they had been moved. */
    void fill(long rows, Consumer<String> progress) throws SQLException {
        while (next < rows) {
            long count = Math.min(A_STATEMENT, rows / THOUSAND * THOUSAND - next);
            progress.accept("%,d rows of history: writing from %,d".formatted(rows, next));
            insert(base.qualified(), true, "DATE '%s' + n / %d * INTERVAL '1' DAY".formatted(FIRST, A_DAY), count);
            if (count < A_STATEMENT) {
                break;
            }
        }
        Query.run(
                connection,
                "INSERT INTO %s (event_date, landed_topic_id, landed_partition, landed_offset, border_offset) VALUES %s"
                        .formatted(
                                base.qualified(),
                                marks().stream()
                                        .map(mark -> "(%s, '%s', %d, 1, %d)"
                                                .formatted(
                                                        BaseTable.BORDER_DATE,
                                                        topicId,
                                                        mark.lane().partition(),
                                                        mark.upto()))
                                        .collect(joining(", "))));
    }

    /** New rows, most of them of one date. */
    void land() throws SQLException {
        LocalDate today = FIRST.plusDays(next / A_DAY);
        insert(
                base.landing(),
                false,
                "DATE '%s' - IF(n %% 100 = 0, n / 100 %% 30 + 1, 0) * INTERVAL '1' DAY".formatted(today),
                events);
    }

    /** Moves them. */
    long move() throws SQLException, ConflictException, InterruptedException {
        Moved moved = new Advance(new TrinoRows(connection, base), BOUNDS, Advance.SILENT).run(marks());
        if (moved.rows() != events) {
            throw new CommandFailure("%,d rows of %,d were moved".formatted(moved.rows(), events));
        }
        return moved.rows();
    }

    /** Takes the landed files away, as in a lake that is kept clear. */
    void clear() throws SQLException, IOException {
        for (WholeFile file : new TrinoRows(connection, base).wholeFiles(Instant.now())) {
            Files.delete(bench.lake().resolve(file.path().replace("local:///", "")));
        }
    }

    private void insert(String into, boolean isWithDate, String date, long count) throws SQLException {
        Query.run(
                connection,
                ROWS.formatted(
                        into,
                        isWithDate ? ", event_date" : "",
                        topicId,
                        isWithDate ? ", date" : "",
                        date,
                        next,
                        count / THOUSAND));
        next += count;
    }

    private List<Mark> marks() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition ->
                        new Mark(new Lane(topicId, partition), (next - partition + PARTITIONS - 1) / PARTITIONS))
                .toList();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
