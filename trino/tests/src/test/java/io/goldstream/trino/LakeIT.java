package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.listen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LakeIT {

    private static TestLake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = TestLake.get();
    }

    @Test
    void applyingAgainDoesNothing() throws Exception {
        assertThat(applied()).isEmpty();
    }

    /** In one go: all objects are more than six hundred statements. */
    @Test
    void
            whatIsMissingIsMadeWhatIsOfAnotherDefinitionIsDeclaredAnewOverTheSameFilesWhatNoFileMakesIsDroppedAndEveryObjectIsTold()
                    throws Exception {
        lake.land(listen("2025-01-30T08:00", "again"));
        try (Connection connection = lake.connect(ZoneOffset.UTC)) {
            Query.run(connection, "DROP VIEW gold.wide_fact");
            Query.run(connection, "CREATE VIEW gold.\"Renamed since\" AS SELECT 1 AS one");
            Query.run(connection, "CREATE VIEW ops.removed AS SELECT 1 AS one");
            Query.run(
                    connection,
                    "INSERT INTO landing.quarantine_events (event_id, reason, source_timestamp)"
                            + " VALUES ('kept', 'of old', TIMESTAMP '2025-01-30 08:00:00')");
            Query.run(connection, "DROP VIEW quarantine.events");
            // As it was once: under the name of the view, with a folder for each date.
            Query.run(
                    connection,
                    "CREATE TABLE quarantine.events (event_id varchar, source_timestamp timestamp(3), ingest_date date)"
                            + " WITH (external_location = 'local:///quarantine/events', format = 'PARQUET',"
                            + " partitioned_by = ARRAY['ingest_date'])");
            Query.run(
                    connection,
                    "INSERT INTO quarantine.events VALUES ('filed', TIMESTAMP '2025-01-31 08:00:00', DATE '2025-01-31')");
        }

        assertThat(applied())
                .isEqualTo(SqlFile.all().stream().map(SqlFile::path).toList());

        assertThat(lake.value("SELECT count(*) FROM gold.wide_fact WHERE user_id = 'again'"))
                .isEqualTo(1L);
        assertThat(
                        lake.rows(
                                "SELECT table_name FROM information_schema.views WHERE table_name IN ('renamed since', 'removed')"))
                .isEmpty();
        assertThat(lake.rows("SELECT reason FROM quarantine.events WHERE event_id = 'kept'"))
                .as("the column that was missing is there, and so are the data")
                .containsExactly(List.of("of old"));
        assertThat(lake.root().resolve("quarantine/events/ingest_date=2025-01-31"))
                .isDirectory();
        assertThat(lake.rows("SELECT ingest_date FROM quarantine.events WHERE event_id = 'filed'"))
                .as("a file in a folder of its date")
                .containsExactly(List.of(LocalDate.of(2025, 1, 31)));
        assertThat(applied()).isEmpty();
    }

    /** In a catalog of its own: others ask the generation in use. */
    @Test
    void forAnotherGenerationOnlyItsTablesAreDeclaredAnew() throws Exception {
        Settings first = TestLake.settings("generations", LocalDate.of(2025, 1, 1));
        Settings second = first.with(new Generation(2));
        lake.makeFolders(first);
        lake.makeFolders(second);
        String generation = "SELECT generation FROM generations.ops.lake_definition";
        String shown = "SELECT count(*) FROM generations.silver.listens";
        applied(first);
        lake.rows("INSERT INTO generations.landing.silver_listens (event_id) VALUES ('one')");

        assertThat(applied(second))
                .contains(
                        "landing/bronze_listen_events.sql",
                        "landing/silver_listens.sql",
                        "landing/quarantine_events.sql")
                .allMatch(file -> file.startsWith("landing/") || file.equals("ops/lake_definition.sql"));
        assertThat(lake.value(generation)).isEqualTo(2);
        assertThat(lake.value(shown)).isEqualTo(0L);
        assertThat(applied(second)).isEmpty();

        assertThat(applied(first)).isNotEmpty();
        assertThat(lake.value(generation)).isEqualTo(1);
        assertThat(lake.value(shown)).isEqualTo(1L);
        assertThat(applied(first)).isEmpty();
    }

    private static void make(Connection connection, String file) throws SQLException {
        SqlFile wanted = SqlFile.all().stream()
                .filter(each -> each.path().equals(file))
                .findFirst()
                .orElseThrow();
        for (String statement : wanted.statements(TestLake.SETTINGS)) {
            Query.run(connection, statement);
        }
    }

    private static List<String> applied() throws Exception {
        return applied(TestLake.SETTINGS);
    }

    private static List<String> applied(Settings settings) throws Exception {
        List<String> applied = new ArrayList<>();
        List<Integer> totals = new ArrayList<>();
        try (Connection connection = lake.connect(ZoneOffset.UTC)) {
            Lake.apply(connection, settings, (done, total, object) -> {
                totals.add(total);
                applied.add(object);
                assertThat(done).isEqualTo(applied.size());
            });
            assertThat(connection.getCatalog()).isEqualTo("music_streaming");
        }
        assertThat(totals).allMatch(total -> total == applied.size());
        return applied;
    }

    /** Native code and Unsafe are allowed to Trino. Of its vector module and its collector it is told all the same. */
    @Test
    void theServersJvmWarnsOfNothingElse() throws Exception {
        assertThat(lake.log().lines().filter(line -> line.startsWith("WARNING: ")))
                .isNotEmpty()
                .allMatch(line -> line.matches("WARNING: (Using incubator modules|Current garbage collectors).*"));
    }

    @Test
    void lineageLeadsFromRawToGold() throws Exception {
        assertThat(lake.rows("""
                        WITH RECURSIVE paths (object) AS (
                          SELECT CAST('gold.wide_fact' AS varchar)
                          UNION ALL
                          SELECT source FROM ops.lineage JOIN paths ON target = object
                        )
                        SELECT DISTINCT object FROM paths WHERE object LIKE 'raw.%%' ORDER BY 1"""))
                .containsExactly(
                        List.of("raw.auth_events"),
                        List.of("raw.listen_events"),
                        List.of("raw.page_view_events"),
                        List.of("raw.status_change_events"));
        assertThat(lake.value("SELECT count(*) FROM ops.lineage"))
                .isEqualTo((long) Lineage.edges().size());
    }

    @Test
    void storageIsToldByFilesBytesAndRows() throws Exception {
        lake.land(listen("2025-01-30T08:00", "stored"), listen("2025-01-31T08:00", "stored"));

        assertThat(lake.rows("""
                        SELECT sum(row_count), sum(files) > 0 AND count_if(bytes > 100) = count(*), count(*) > 1
                        FROM ops.storage WHERE layer = 'silver' AND table_name = 'listens'"""))
                .containsExactly(List.of(lake.value("SELECT count(*) FROM silver.listens"), true, true));
        for (Table table : Tables.all()) {
            assertThat(lake.value(
                            "SELECT coalesce(sum(row_count), 0) FROM ops.storage WHERE layer || '.' || table_name = '"
                                    + table.topic() + "'"))
                    .as(table.topic())
                    .isEqualTo(lake.value("SELECT count(*) FROM " + table.topic()));
        }
    }

    @Test
    void aTableThatOwnsItsFilesIsNotDropped() throws Exception {
        try (Connection connection = lake.connect(ZoneOffset.UTC)) {
            Query.run(connection, "DROP TABLE landing.raw_auth_events");
            Query.run(connection, "DROP VIEW ops.lake_definition");
            Files.delete(lake.root().resolve("raw/auth_events")); // or Trino would not make it
            Query.run(connection, "CREATE TABLE landing.raw_auth_events (precious varchar)");
            try {
                assertThatThrownBy(() -> Lake.apply(connection, TestLake.SETTINGS, ProgressListener.silent()))
                        .isInstanceOf(LakeException.class)
                        .hasMessageContainingAll("sql/landing/raw_auth_events.sql", "owns its files");
                assertThat(Query.run(connection, "SHOW COLUMNS FROM landing.raw_auth_events")
                                .rows())
                        .hasSize(1);
            } finally {
                Query.run(connection, "DROP TABLE landing.raw_auth_events");
                Files.createDirectories(lake.root().resolve("raw/auth_events"));
                make(connection, "landing/raw_auth_events.sql");
                make(connection, "ops/lake_definition.sql");
            }
        }
        assertThat(applied()).isEmpty();
    }

    @Test
    void everyViewTableAndColumnHasAComment() throws Exception {
        assertThat(lake.rows("""
                        SELECT table_schema || '.' || table_name || '.' || column_name
                        FROM music_streaming.information_schema.columns
                        WHERE table_schema NOT IN ('information_schema', 'defined') AND coalesce(comment, '') = ''"""))
                .as("no user reads the definitions, whose columns the views over them describe")
                .isEmpty();
        assertThat(lake.rows("""
                        SELECT schema_name || '.' || table_name
                        FROM system.metadata.table_comments
                        WHERE catalog_name = 'music_streaming'
                          AND schema_name <> 'information_schema' AND coalesce(comment, '') = ''""")).isEmpty();
        assertThat(lake.value("SELECT count(*) FROM system.metadata.table_comments"
                        + " WHERE catalog_name = 'music_streaming' AND schema_name <> 'information_schema'"))
                .isEqualTo(SqlFile.all().stream()
                        .filter(file -> file.kind() == SqlFile.Kind.TABLE || file.kind() == SqlFile.Kind.VIEW)
                        .count());
    }

    @Test
    void aFailureNamesTheFileAndTheStatement() throws Exception {
        try (Connection connection = lake.connect(ZoneOffset.UTC)) {
            Settings elsewhere = new Settings(
                    TestLake.SETTINGS.catalog(),
                    TestLake.SETTINGS.firstDate(),
                    Map.of(
                            "raw", "local:///raw",
                            "bronze", "nowhere:///bronze",
                            "silver", "local:///silver",
                            "gold", "local:///gold",
                            "quarantine", "local:///quarantine",
                            "ops", "local:///ops",
                            "base", "local:///base",
                            "sandbox", "local:///sandbox"),
                    "");

            assertThatThrownBy(() -> Lake.apply(connection, elsewhere, ProgressListener.silent()))
                    .isInstanceOf(LakeException.class)
                    .hasMessageContainingAll("sql/landing/bronze_page_view_events.sql", "CREATE TABLE", "nowhere");
            Lake.apply(connection, TestLake.SETTINGS, ProgressListener.silent());
        }
    }

    @Test
    void valuesComeAsTheyAreInTheLake() throws Exception {
        try (Connection connection = lake.connect(ZoneOffset.UTC)) {
            Result result = Query.run(connection, """
                    SELECT DATE '2025-03-30' AS day, TIMESTAMP '2025-03-30 02:30:00.123' AS time,
                      ARRAY['a', NULL] AS list, X'00ff' AS bytes, CAST(NULL AS varchar) AS nothing""");

            assertThat(result.columns()).containsExactly("day", "time", "list", "bytes", "nothing");
            assertThat(result.rows().getFirst())
                    .containsExactly(
                            LocalDate.parse("2025-03-30"),
                            LocalDateTime.parse("2025-03-30T02:30:00.123"),
                            Arrays.asList("a", null),
                            new byte[] {0, -1},
                            null);
        }
    }
}
