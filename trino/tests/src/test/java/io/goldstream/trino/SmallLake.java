package io.goldstream.trino;

import io.goldstream.events.EventType;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.check.Check;
import io.goldstream.trino.check.Checks;
import io.goldstream.trino.check.Limits;
import io.goldstream.trino.check.Outcome;
import io.goldstream.trino.check.Since;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A lake of its own on the server of {@link TestLake}, of few dates, in which every check passes: each event that is landed is
 * in raw, too, at a coordinate of its own.
 */
public final class SmallLake {

    /** The lake's first date. */
    public static final LocalDate FIRST = LocalDate.now(ZoneOffset.UTC).minusDays(40);

    private static final Checks.Listener NOBODY = new Checks.Listener() {
        @Override
        public void begins(int number, int total, Check check) {}

        @Override
        public void waits(Check check) {}
    };

    private static SmallLake made;

    private final TestLake lake;
    private final Settings settings;
    private int nextOffset;

    private SmallLake(TestLake lake, Settings settings) {
        this.lake = lake;
        this.settings = settings;
    }

    /** The lake, with all objects applied. */
    public static synchronized SmallLake get() throws Exception {
        if (made == null) {
            TestLake lake = TestLake.get();
            made = new SmallLake(lake, TestLake.settings("small", FIRST));
            lake.makeFolders(made.settings);
            try (Connection connection = made.connect()) {
                Lake.apply(connection, made.settings, ProgressListener.silent());
            }
        }
        return made;
    }

    Settings settings() {
        return settings;
    }

    private Path root() {
        return lake.root().resolve("small");
    }

    Connection connect() throws SQLException {
        Connection connection = lake.connect(ZoneOffset.UTC);
        connection.setCatalog("small");
        return connection;
    }

    public List<List<Object>> rows(String sql) throws SQLException {
        try (Connection connection = connect()) {
            return Query.run(connection, sql).rows();
        }
    }

    /** What a query reads by the server's plan. */
    List<PlannedRead> reads(String query) throws SQLException, IOException {
        try (Connection connection = connect()) {
            return PlannedRead.of(connection, query);
        }
    }

    void run(String sql) throws SQLException {
        try (Connection connection = connect()) {
            Query.run(connection, sql);
        }
    }

    /** Lands events in raw, bronze and silver, as the pipeline would. */
    public void land(TestEvent... events) throws SQLException {
        int from = nextOffset;
        for (TestEvent event : events) {
            event.with("source_offset", nextOffset++);
        }
        for (String insert : TestEvent.inserts(List.of(events))) {
            run(insert);
        }
        for (EventType type : EventType.values()) {
            run("""
                    INSERT INTO %s (source_topic, source_partition, source_offset, source_timestamp,
                      landed_topic_id, landed_partition, landed_offset)
                    SELECT source_topic, source_partition, source_offset, source_timestamp,
                      landed_topic_id, landed_partition, landed_offset
                    FROM %s WHERE source_offset >= %d""".formatted(
                            LandedTable.of(Tables.of(Layer.RAW, type)).object(),
                            Tables.of(Layer.BRONZE, type).topic(),
                            from));
        }
    }

    /**
     * Rows of which nothing is known but where they came from, and when.
     *
     * @param coordinates topic, partition and offset of each
     */
    void plant(String topic, LocalDateTime time, String coordinates) throws SQLException {
        Table table = Tables.byTopic(topic).orElseThrow();
        boolean isOfEvents =
                table.columns().stream().anyMatch(column -> column.name().equals("event_time"));
        String timestamp = "TIMESTAMP '" + TestEvent.MILLIS.format(time) + "'";
        run(
                "INSERT INTO %s (source_topic, source_partition, source_offset, source_timestamp%s) SELECT *, %s%s FROM (VALUES %s)"
                        .formatted(
                                LandedTable.of(table).object(),
                                isOfEvents ? ", event_time" : "",
                                timestamp,
                                isOfEvents ? ", " + timestamp : "",
                                coordinates));
    }

    /** Deletes the files in which every table has rows of a date; all that a test plants at once is of one. */
    void forget(LocalDate date) throws SQLException, IOException {
        for (Table table : Tables.all()) {
            LandedTable landed = LandedTable.of(table);
            for (List<Object> file : rows("SELECT DISTINCT \"$path\" FROM %s AS landed WHERE %s = DATE '%s'"
                    .formatted(landed.object(), landed.date(), date))) {
                Files.delete(root().resolve(((String) file.getFirst()).replace("local:///small/", "")));
            }
        }
    }

    /** Makes a view as its file says, but for one piece of its text. */
    void redefine(String view, String piece, String by) throws SQLException {
        String made = file(view).statements(settings).getFirst();
        if (!made.contains(piece)) {
            throw new IllegalArgumentException(view + " has no " + piece);
        }
        run(made.replace(piece, by));
    }

    /** Makes a view, and its comments, as its file says. */
    void restore(String view) throws SQLException {
        for (String statement : file(view).statements(settings)) {
            run(statement);
        }
    }

    private static SqlFile file(String view) {
        return SqlFile.all().stream()
                .filter(file ->
                        file.kind() == SqlFile.Kind.VIEW && file.object().equals(view))
                .findFirst()
                .orElseThrow();
    }

    /** The outcome of the check of that name, or those of all checks where it is empty. */
    List<Outcome> check(String name, Limits limits) throws Exception {
        return check(name, limits, Since.EVER);
    }

    /** The same, of what came in or happened since then. */
    List<Outcome> check(String name, Limits limits, Since since) throws Exception {
        return check(name, limits, since, () -> {});
    }

    /** What happens. */
    interface Action {
        void run() throws Exception;
    }

    /** The same where something happens after the mark is fixed, and before the first of them is asked. */
    List<Outcome> check(String name, Limits limits, Since since, Action meanwhile) throws Exception {
        try (Connection connection = connect()) {
            Checks checks = new Checks(connection, limits, since);
            List<Check> chosen = checks.of(settings).stream()
                    .filter(check -> name.isEmpty() || check.name().equals(name))
                    .toList();
            meanwhile.run();
            return checks.run(chosen, NOBODY);
        }
    }
}
