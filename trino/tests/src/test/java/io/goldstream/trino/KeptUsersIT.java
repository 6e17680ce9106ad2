package io.goldstream.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.EventType;
import io.goldstream.events.schema.LandedCoordinate;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.base.Advance;
import io.goldstream.trino.base.Advance.Bounds;
import io.goldstream.trino.base.ConflictException;
import io.goldstream.trino.base.Lane;
import io.goldstream.trino.base.Mark;
import io.goldstream.trino.base.TrinoRows;
import io.goldstream.trino.kept.UserKeeper;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users that are kept are what their events say, whatever comes in which order, and whoever is stopped. */
class KeptUsersIT {

    private static final String LIFE = "AAAAAAAAQUGAAAAAAAAAAA";
    private static final Settings SETTINGS = TestLake.settings("kept_users", LocalDate.of(2025, 1, 1));
    private static final KeptUsers USERS = new KeptUsers(SETTINGS);
    private static final String SHOWN =
            "SELECT * FROM silver.dim_users WHERE user_id IS NOT NULL ORDER BY user_id, valid_from";

    private static TestLake lake;

    private final Map<EventType, Integer> offsets = new EnumMap<>(EventType.class);
    private final List<TestEvent> landed = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        lake = TestLake.get();
        lake.makeFolders(SETTINGS);
        try (Connection connection = connect()) {
            Lake.apply(connection, SETTINGS, ProgressListener.silent());
        }
    }

    @Test
    void keptUsersAreThoseOfTheDefinition() throws Exception {
        Random random = new Random(7);
        List<TestEvent> coming = List.of(UsersIT.randomEvents(random, 400));
        try (Connection connection = connect()) {
            land(coming.subList(0, 150));
            assertThat(rows(SHOWN)).as("nothing is kept").isEqualTo(UsersIT.said(landed));
            Lake.makeBase(connection, SETTINGS);
            Lake.apply(connection, SETTINGS, ProgressListener.silent());
            keep(connection);
            assertThat(keptTables()).as("nothing has moved").isEmpty();

            advance();
            keep(connection);
            Lake.apply(connection, SETTINGS, ProgressListener.silent());
            assertThat(viewText()).contains(USERS.name());
            assertThat(rows(SHOWN)).as("kept at once").isEqualTo(UsersIT.said(landed));
            List<List<Object>> before = rows(SHOWN);

            land(coming.subList(150, 160));
            advance();
            assertThat(rows(SHOWN)).as("events since the last run").isEqualTo(before);
            keep(connection);
            assertThat(rows(SHOWN)).isEqualTo(UsersIT.said(landed));

            int at = 160;
            while (at < coming.size()) {
                int next = Math.min(coming.size(), at + random.nextInt(60, 130));
                land(coming.subList(at, next));
                at = next;
                advance();
                stopped(random.nextInt(400));
                together();
                assertThat(rows(SHOWN)).as("%d events", at).isEqualTo(UsersIT.said(landed));
            }
            assertThat(defined()).as("the definition").isEqualTo(rows(SHOWN));
            assertThat(rows("SELECT is_kept, kept_at IS NOT NULL, records_behind FROM ops.kept_tables"))
                    .containsExactly(List.of(true, true, 0L));
            List<List<Object>> run =
                    rows("SELECT max(run) FROM " + USERS.qualified(USERS.names().getLast()));
            keep(connection);
            assertThat(rows("SELECT max(run) FROM "
                            + USERS.qualified(USERS.names().getLast())))
                    .as("nothing is new, so nothing is written")
                    .isEqualTo(run);

            Query.run(connection, "CREATE TABLE " + USERS.qualified("users_00000000") + " AS SELECT 1 AS one");
            Query.run(connection, "CREATE TABLE " + USERS.qualified("users_g2_00000000") + " AS SELECT 1 AS one");
            keeper(connection).dropOthers();
            assertThat(keptTables())
                    .as("what an earlier version kept goes, what other generations have stays")
                    .containsExactlyInAnyOrder(
                            List.of(USERS.names().getFirst()),
                            List.of(USERS.names().getLast()),
                            List.of("users_g2_00000000"));
            String files = "SELECT count(*) FROM %s.kept.\"%s$files\"".formatted(SETTINGS.baseCatalog(), USERS.name());
            assertThat((Long) rows(files).getFirst().getFirst()).isGreaterThan(2);
            keeper(connection).compact(1);
            assertThat(rows(files)).as("users, and the border").containsExactly(List.of(2L));
            assertThat(rows(SHOWN)).isEqualTo(UsersIT.said(landed));
        }
    }

    /** What the view shows where nothing is kept. */
    private static List<List<Object>> defined() throws SQLException {
        return rows(String.join(
                "\n",
                "WITH users AS ("
                        + SqlFile.of("silver/dim_users.sql")
                                .body()
                                .replace("${users}", "defined.users")
                                .replace("${first_date}", "2025-01-01")
                        + ")",
                "SELECT * FROM users WHERE user_id IS NOT NULL ORDER BY user_id, valid_from"));
    }

    private void land(List<TestEvent> events) throws SQLException {
        for (TestEvent event : events) {
            int offset = offsets.merge(event.type(), 1, Integer::sum) - 1;
            event.with(LandedCoordinate.PARTITION, offset % 2).with(LandedCoordinate.OFFSET, offset);
        }
        try (Connection connection = connect()) {
            for (String insert : TestEvent.inserts(events)) {
                Query.run(connection, insert);
            }
        }
        landed.addAll(events);
    }

    private void advance() throws Exception {
        try (Connection connection = connect()) {
            for (Layer layer : List.of(Layer.BRONZE, Layer.SILVER)) {
                for (Map.Entry<EventType, Integer> type : offsets.entrySet()) {
                    Table table = Tables.of(layer, type.getKey());
                    if (layer == Layer.BRONZE || type.getKey() == EventType.STATUS_CHANGE) {
                        new Advance(
                                        new TrinoRows(connection, new BaseTable(table, SETTINGS)),
                                        new Bounds(100_000, 90),
                                        Advance.SILENT)
                                .run(List.of(
                                        new Mark(new Lane(LIFE, 0), type.getValue()),
                                        new Mark(new Lane(LIFE, 1), type.getValue())));
                    }
                }
            }
        }
    }

    private static void keep(Connection connection) throws Exception {
        keeper(connection).run();
    }

    private static UserKeeper keeper(Connection connection) {
        return new UserKeeper(connection, USERS, new UserKeeper.Listener() {
            @Override
            public void keeping(String what) {}

            @Override
            public void lost(ConflictException conflict) {}
        });
    }

    /** A run whose connection is cut after a while; what it had begun may go on in the server. */
    private static void stopped(int millis) throws Exception {
        try (ExecutorService runner = Executors.newSingleThreadExecutor()) {
            Connection connection = connect();
            Future<?> run = runner.submit(() -> {
                keep(connection);
                return null;
            });
            Thread.sleep(millis);
            connection.close();
            run.cancel(true);
        }
    }

    private static void together() throws Exception {
        try (ExecutorService runners = Executors.newFixedThreadPool(2)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                runs.add(runners.submit(() -> {
                    try (Connection connection = connect()) {
                        keep(connection);
                    }
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
    }

    private static List<List<Object>> keptTables() throws SQLException {
        return rows(USERS.tables());
    }

    private static String viewText() throws SQLException {
        return rows("SHOW CREATE VIEW silver.dim_users").toString();
    }

    private static List<List<Object>> rows(String query) throws SQLException {
        try (Connection connection = connect()) {
            return Query.run(connection, query).rows();
        }
    }

    private static Connection connect() throws SQLException {
        Connection connection = lake.connect(ZoneOffset.UTC);
        connection.setCatalog(SETTINGS.catalog());
        return connection;
    }
}
