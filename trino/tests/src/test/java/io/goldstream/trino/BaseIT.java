package io.goldstream.trino;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.ColumnType.Rows;
import io.goldstream.events.schema.ColumnType.Scalar;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.LandedCoordinate;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.base.Advance;
import io.goldstream.trino.base.Advance.Bounds;
import io.goldstream.trino.base.Advance.Moved;
import io.goldstream.trino.base.Border;
import io.goldstream.trino.base.ConflictException;
import io.goldstream.trino.base.Lane;
import io.goldstream.trino.base.Mark;
import io.goldstream.trino.base.TrinoRows;
import io.goldstream.trino.base.TrinoRows.WholeFile;
import io.goldstream.trino.check.Check;
import io.goldstream.trino.check.Checks;
import io.goldstream.trino.check.Limits;
import io.goldstream.trino.check.Since;
import io.goldstream.trino.register.BaseFiles;
import io.goldstream.trino.register.Registration;
import io.goldstream.trino.register.Registration.Found;
import io.goldstream.trino.register.Registration.Outcome;
import io.goldstream.trino.upkeep.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Landed rows move to the base tables, and every question is answered as before, during and after. */
@TestMethodOrder(OrderAnnotation.class)
class BaseIT {

    private static final LocalDate DAY = LocalDate.of(2025, 1, 30);
    private static final String LIFE = "AAAAAAAAQUGAAAAAAAAAAA";
    private static final String NEXT_LIFE = "BBBBBBBBQUGAAAAAAAAAAA";
    private static final Settings SETTINGS = TestLake.settings("based", LocalDate.of(2025, 1, 1));
    private static final Bounds LARGE = new Bounds(100_000, 90);

    private static TestLake lake;
    private static List<List<List<Object>>> landed;

    @BeforeAll
    static void start() throws Exception {
        lake = TestLake.get();
        lake.makeFolders(SETTINGS);
        apply(SETTINGS);
        for (Table table : Tables.all()) {
            land(table, LIFE, 0, 30);
        }
        landed = all();
    }

    @Test
    @Order(1)
    void whereBaseTablesAreMadeAllRowsAreStillThere() throws Exception {
        List<List<Object>> plays = rows("SELECT * FROM gold.fact_stream");
        assertThat(plays).isNotEmpty();
        try (Connection connection = connect()) {
            Lake.makeBase(connection, SETTINGS);
            Lake.makeBase(connection, SETTINGS);
        }
        apply(SETTINGS);

        assertThat(all()).isEqualTo(landed);
        assertThat(rows("SELECT * FROM gold.fact_stream")).containsExactlyInAnyOrderElementsOf(plays);
        assertThat(applied(SETTINGS)).as("nothing is left to do").isEmpty();
        assertThat(rows("""
                SELECT table_schema || '.' || table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema NOT IN ('information_schema', 'base', 'defined') AND coalesce(comment, '') = ''""")).isEmpty();
    }

    @Test
    @Order(2)
    void rowsMoveInStepsAndEachIsThereOnceAllTheTime() throws Exception {
        Table listens = Tables.byTopic("silver.listens").orElseThrow();
        List<Integer> dates = new ArrayList<>();
        Moved moved = advance(listens, new Bounds(12, 2), marks(LIFE, 25), (rows, days) -> {
            dates.add(days);
            assertThat(rows("silver.listens")).isEqualTo(landed.get(Tables.all().indexOf(listens)));
        });

        assertThat(moved.rows()).isEqualTo(25);
        assertThat(dates).hasSizeGreaterThan(2).allMatch(days -> days <= 2);
        assertThat(value("SELECT count(*) FROM based_base.base.silver_listens WHERE border_offset IS NULL"))
                .isEqualTo(25L);
        assertThat(advance(listens, LARGE, marks(LIFE, 25), (rows, days) -> {}).rows())
                .as("run again")
                .isZero();
    }

    @Test
    @Order(3)
    void tablesOfEachLayerMove() throws Exception {
        List<String> ofEachLayer =
                List.of("raw.listen_events", "bronze.status_change_events", "silver.listens", "quarantine.events");
        for (Table table : ofEachLayer.stream()
                .map(topic -> Tables.byTopic(topic).orElseThrow())
                .toList()) {
            advance(table, LARGE, marks(LIFE, 30), (rows, days) -> {});
            assertThat(value("SELECT count(*) FROM based_base.base."
                            + LandedTable.of(table).name() + " WHERE border_offset IS NULL"))
                    .as(table.topic())
                    .isEqualTo(30L);
        }
        assertThat(all()).isEqualTo(landed);
        assertThat(rows("""
                SELECT layer, table_name, has_base, landed_files, unmoved_rows, oldest_unmoved IS NULL FROM ops.base_tables
                WHERE table_name IN ('listens', 'page_views')"""))
                .containsExactlyInAnyOrder(
                        List.of("silver", "listens", true, 1L, 0L, true),
                        List.of("silver", "page_views", true, 1L, 30L, false));
        assertThat(rows("SELECT count(*), sum(row_count) FROM ops.storage WHERE layer = 'silver'"))
                .as("files of landing and of base")
                .allSatisfy(row -> assertThat(row.get(1)).isEqualTo(5L * 30));
    }

    @Test
    @Order(4)
    void aTopicMadeAnewAndRowsWithoutACoordinateAreShown() throws Exception {
        Table listens = Tables.byTopic("silver.listens").orElseThrow();
        land(listens, NEXT_LIFE, 0, 10);
        run("""
                INSERT INTO landing.silver_listens (event_id, event_time, source_timestamp)
                VALUES ('of old', TIMESTAMP '2025-03-01 08:00:00.000', TIMESTAMP '2025-03-01 08:00:00.000')""");
        List<List<Object>> before = rows("silver.listens");
        assertThat(before).hasSize(41);

        assertThat(advance(listens, LARGE, marks(NEXT_LIFE, 10), (rows, days) -> {})
                        .rows())
                .isEqualTo(10);
        assertThat(rows("silver.listens")).isEqualTo(before);
        assertThat(value("SELECT unmoved_rows FROM ops.freshness WHERE table_name = 'listens'"))
                .as("a row without a coordinate never moves")
                .isEqualTo(1L);
    }

    @Test
    @Order(5)
    void ofTwoRunsAtOnceEachRowIsMovedByOne() throws Exception {
        Table views = Tables.byTopic("silver.page_views").orElseThrow();
        land(views, NEXT_LIFE, 0, 60);
        List<List<Object>> before = rows("silver.page_views");
        Callable<Moved> run = () -> advance(views, new Bounds(10, 90), marks(NEXT_LIFE, 60), (rows, days) -> {});
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            Future<Moved> first = two.submit(run);
            Future<Moved> second = two.submit(run);
            first.get();
            second.get();
        }

        assertThat(rows("silver.page_views")).isEqualTo(before);
        assertThat(value("SELECT count(*) FROM based_base.base.silver_page_views WHERE border_offset IS NULL"))
                .isEqualTo(60L);
    }

    @Test
    @Order(6)
    void filesOfWhichAllRowsAreInBaseCanLeave() throws Exception {
        BaseTable base = new BaseTable(Tables.byTopic("silver.listens").orElseThrow(), SETTINGS);
        List<List<Object>> before = rows("silver.listens");
        try (Connection connection = connect()) {
            TrinoRows rows = new TrinoRows(connection, base);
            assertThat(rows.wholeFiles(Instant.now().minus(Duration.ofHours(1))))
                    .isEmpty();
            List<WholeFile> whole = rows.wholeFiles(Instant.now());
            assertThat(whole.stream().mapToLong(WholeFile::rows).sum()).isEqualTo(40);
            for (WholeFile file : whole) {
                Files.delete(file(file.path()));
            }
        }

        assertThat(rows("silver.listens")).isEqualTo(before);
        assertThat(rows("SELECT DISTINCT \"$path\" FROM landing.silver_listens"))
                .hasSize(1);
    }

    /** Files leave landing while questions are under way that have listed them, but will not open them. */
    @Test
    @Order(6)
    void aQuestionOpensNoFileThatIsOlderThanTheRowsThatWait() throws Exception {
        Table auths = Tables.byTopic("silver.auth_attempts").orElseThrow();
        List<Path> old = landedFiles(auths);
        age(old, Duration.ofHours(1));
        land(auths, NEXT_LIFE, 0, 10);
        List<List<Object>> before = rows("silver.auth_attempts");
        Instant unmoved = Instant.now();
        advance(auths, LARGE, marks(LIFE, 30), (rows, days) -> {});

        assertThat(unopened(auths, unmoved)).isEmpty();
        assertThat(unopened(auths, Instant.now())).containsExactlyInAnyOrderElementsOf(old);
        for (Path file : old) {
            Files.writeString(file, "whoever opens it fails");
        }
        age(old, Duration.ofHours(1));
        assertThat(rows("silver.auth_attempts")).isEqualTo(before).hasSize(40);
        assertThat(value("SELECT count(*) FROM gold.fact_auth_attempt")).isNotNull();
        for (Path file : old) {
            Files.delete(file);
        }
    }

    /** Such as those of a topic that was made anew. All other files would stay for ever. */
    @Test
    @Order(6)
    void rowsThatNeverMoveKeepOtherFilesForADay() throws Exception {
        Table changes = Tables.byTopic("silver.status_changes").orElseThrow();
        List<Path> whole = landedFiles(changes);
        land(changes, NEXT_LIFE, 0, 10);
        List<Path> stuck = new ArrayList<>(landedFiles(changes));
        stuck.removeAll(whole);
        age(stuck, Duration.ofHours(23));
        advance(changes, LARGE, marks(LIFE, 20), (rows, days) -> {});
        assertThat(unopened(changes, Instant.now())).isEmpty();

        age(stuck, Duration.ofHours(25));
        land(changes, LIFE, 30, 31);
        advance(changes, LARGE, marks(LIFE, 30), (rows, days) -> {});
        assertThat(unopened(changes, Instant.now())).isEmpty();
    }

    /** Late events come to old dates with every run, and each makes a file. */
    @Test
    @Order(7)
    void manyFilesOfADateAreMadeFewAndTheRowsStay() throws Exception {
        Table views = Tables.byTopic("silver.page_views").orElseThrow();
        String most =
                "SELECT max(files) FROM (SELECT count(*) AS files FROM based_base.base.\"silver_page_views$files\""
                        + " GROUP BY partition.event_date)";
        List<List<Object>> before = rows("silver.page_views");
        assertThat((long) value(most)).isGreaterThan(3);
        try (Connection connection = connect()) {
            TrinoRows rows = new TrinoRows(connection, new BaseTable(views, SETTINGS));
            Border border = rows.border();

            Upkeep upkeep = new Upkeep(connection, new BaseTable(views, SETTINGS), Upkeep.SILENT);
            assertThat(upkeep.merge(3).dates()).isPositive();
            assertThat(upkeep.merge(3).dates()).as("again").isZero();
            assertThat((long) value(most)).isLessThanOrEqualTo(3);
            assertThat(rows.border()).isEqualTo(border);
        }
        assertThat(rows("silver.page_views")).isEqualTo(before);
    }

    @Test
    @Order(7)
    void aGenerationThatWasNotMovedIsShownFromItsFiles() throws Exception {
        Settings second = SETTINGS.with(new Generation(2));
        lake.makeFolders(second);
        List<List<Object>> first = rows("silver.listens");

        apply(second);
        assertThat(value("SELECT count(*) FROM silver.listens")).isEqualTo(0L);
        assertThat(value("SELECT count(*) FROM raw.listen_events")).isEqualTo(30L);

        try (Connection connection = connect()) {
            Lake.declareBeside(connection, SETTINGS);
            assertThat(value("SELECT count(*) FROM silver.listens_g1"))
                    .as("beside the other: what is in base alone, too")
                    .isEqualTo((long) first.size());
            assertThat(value("SELECT count(*) FROM bronze.listen_events_g1")).isEqualTo(30L);
            Lake.forgetBeside(connection, SETTINGS);
            assertThat(
                            rows(
                                    "SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%\\_g1' ESCAPE '\\'"))
                    .isEmpty();
        }

        apply(SETTINGS);
        assertThat(rows("silver.listens")).isEqualTo(first);
    }

    /** Else a step would cost more with all history. */
    @Test
    @Order(8)
    void aStepReadsOnlyTheDatesThatItMoves() throws Exception {
        BaseTable base = new BaseTable(Tables.byTopic("silver.listens").orElseThrow(), SETTINGS);
        String plan = (String)
                value("EXPLAIN " + base.move("('" + LIFE + "', 0, BIGINT '40')", List.of(DAY, DAY.plusDays(1))));

        assertThat(plan.lines()
                        .filter(line -> line.contains("based_base:base.silver_listens$data"))
                        .filter(line -> line.contains("Scan")))
                .hasSize(4)
                .allMatch(line -> line.contains("constraint on [event_date]"));
        assertThat(plan).contains(":: [[1900-01-01], [2025-01-30], [2025-01-31]]");
    }

    /** Each reference to a view of base and landing is four stages, and a query with more than the server's limit is refused. */
    @Test
    @Order(9)
    void everyCheckOfTheLakeKeepsToTrinosLimitOfStages() throws Exception {
        try (Connection connection = connect()) {
            List<Check> checks = new Checks(connection, Limits.DEFAULT, Since.EVER)
                    .of(SETTINGS).stream()
                            .filter(check -> !check.name().startsWith("grain of "))
                            .toList();

            assertThat(checks).hasSizeGreaterThan(10).allSatisfy(check -> assertThat(
                            Query.run(connection, "EXPLAIN (TYPE DISTRIBUTED) " + check.sql())
                                    .rows())
                    .as(check.name())
                    .hasSize(1));
        }
    }

    /** The date of a record is no date of base, but files say of which records' times they are. */
    @Test
    @Order(10)
    void aCheckOfTheLastDaysReadsNoFilesOfBaseThatAreOlder() throws Exception {
        try (Connection connection = connect()) {
            for (Check check : new Checks(connection, Limits.DEFAULT, Since.of(DAY.plusDays(3))).of(SETTINGS)) {
                if (Set.of("reconciliation", "landed coordinates", "freshness").contains(check.name())) {
                    assertReadsRecordsSince(DAY.plusDays(3), check.name(), check.sql());
                }
            }
        }
    }

    @Test
    @Order(10)
    void theStateOfTheLakeIsAskedOfTheLastDaysOnly() throws Exception {
        assertReadsRecordsSince(
                LocalDate.now(ZoneOffset.UTC).minusDays(14), "ops.freshness", "SELECT * FROM ops.freshness");
        assertReadsRecordsSince(
                DAY.plusDays(3),
                "ops.data_quality",
                "SELECT * FROM ops.data_quality WHERE ingest_date >= DATE '" + DAY.plusDays(3) + "'");
    }

    private static void assertReadsRecordsSince(LocalDate day, String name, String query) throws Exception {
        List<PlannedRead> reads = reads(query).stream()
                .filter(read ->
                        read.isOfBase() && !read.isOfBorder() && !read.table().endsWith("$files"))
                .toList();

        assertThat(reads).as(name).hasSizeGreaterThanOrEqualTo(13).allSatisfy(read -> {
            assertThat(read.isWhole()).as("%s: %s", name, read).isFalse();
            assertThat(read.from()).as("%s: %s", name, read).isEqualTo(day);
        });
    }

    private static List<PlannedRead> reads(String query) throws Exception {
        try (Connection connection = connect()) {
            return PlannedRead.of(connection, query);
        }
    }

    /**
     * Plans do not show it: what is asked of the dates next door is evaluated when the server looks through the files. The files
     * that it must not open are new ones, because the server keeps in memory what it has opened.
     */
    @Test
    @Order(11)
    void aDateOfGoldOpensOnlyFilesOfItAndOfTheDatesNextDoor() throws Exception {
        List<Path> others = new ArrayList<>();
        for (String topic : List.of("silver.page_views", "silver.listens", "silver.auth_attempts")) {
            Table table = Tables.byTopic(topic).orElseThrow();
            List<Path> before = filesOfOtherDates(table);
            land(table, LIFE, 100, 130);
            advance(table, LARGE, marks(LIFE, 130), (rows, days) -> {});
            List<Path> after = filesOfOtherDates(table);
            after.removeAll(before);
            assertThat(after).hasSize(3);
            others.addAll(after);
        }
        for (Path file : others) {
            Files.move(file, away(file));
        }
        for (View view : PruningIT.viewsByDate().toList()) {
            assertThat(rows("SELECT * FROM %s WHERE date_part = DATE '%s'".formatted(view.name(), DAY)))
                    .as(view.name())
                    .isNotNull();
        }
        assertThatThrownBy(() -> rows("SELECT * FROM gold.fact_stream")).hasMessageContaining("Error opening");
        for (Path file : others) {
            Files.move(away(file), file);
        }
    }

    private static List<Path> filesOfOtherDates(Table table) throws SQLException {
        List<Path> files = new ArrayList<>();
        rows("SELECT file_path FROM based_base.base.\"%s$files\" WHERE partition.event_date > DATE '%s'"
                        .formatted(LandedTable.of(table).name(), DAY.plusDays(1)))
                .forEach(row -> files.add(file((String) row.getFirst())));
        return files;
    }

    private static Path away(Path file) {
        return file.resolveSibling(file.getFileName() + ".away");
    }

    /** As after a restore of the metastore's database to a point in time, behind which landed files have left. */
    @Test
    @Order(12)
    void aTableThatWasSetBackIsRegisteredAsItsLastCommitLeftIt() throws Exception {
        Table listens = Tables.byTopic("silver.listens").orElseThrow();
        Path pointer = metastore().resolve("base/silver_listens");
        Path earlier = Files.createTempDirectory(Path.of("target"), "pointer");
        TestFiles.copy(pointer, earlier);
        land(listens, LIFE, 130, 150);
        advance(listens, LARGE, marks(LIFE, 150), (rows, days) -> {});
        List<List<Object>> before = rows("silver.listens");
        try (Connection connection = connect()) {
            for (WholeFile file :
                    new TrinoRows(connection, new BaseTable(listens, SETTINGS)).wholeFiles(Instant.now())) {
                Files.delete(file(file.path()));
            }
            Lake.makeBase(connection, SETTINGS.with(new Generation(2)));
            TestFiles.delete(pointer);
            TestFiles.copy(earlier, pointer);
            assertThat(rows("silver.listens")).hasSize(before.size() - 20);
            Registration registration = new Registration(connection, SETTINGS, files());

            assertThat(found(registration.run(Duration.ofMinutes(10)), Found.CURRENT))
                    .as("a commit can be under way")
                    .containsExactly("silver_listens UNKNOWN");
            assertThat(found(registration.run(Duration.ZERO), Found.CURRENT))
                    .containsExactly("silver_listens SET_BACK");
            assertThat(rows("silver.listens")).isEqualTo(before);
            assertThat(found(registration.run(Duration.ZERO), Found.CURRENT))
                    .as("again")
                    .isEmpty();
        }
        advance(listens, LARGE, marks(LIFE, 150), (rows, days) -> {});
        assertThat(rows("silver.listens")).isEqualTo(before);
    }

    @Test
    @Order(13)
    void aLostMetastoreIsMadeAgainFromTheFilesOfTheLake() throws Exception {
        List<List<List<Object>>> before = all();
        List<List<Object>> plays = rows("SELECT * FROM gold.fact_stream");
        TestFiles.delete(metastore());
        try (Connection connection = connect()) {
            Registration registration = new Registration(connection, SETTINGS, files());

            assertThat(registration.lost())
                    .contains("silver_listens", "raw_listen_events")
                    .doesNotContain("bronze_auth_events");
            assertThat(found(registration.run(Duration.ofMinutes(10)), Found.LOST))
                    .isEmpty();
            assertThat(registration.lost()).isEmpty();
        }
        apply(SETTINGS);

        assertThat(all()).isEqualTo(before);
        assertThat(rows("SELECT * FROM gold.fact_stream")).containsExactlyInAnyOrderElementsOf(plays);
    }

    private static List<String> found(List<Outcome> outcomes, Found other) {
        assertThat(outcomes)
                .extracting(Outcome::table)
                .as("those of each generation")
                .contains("raw_listen_events", "silver_listens", "silver_listens_g2");
        return outcomes.stream()
                .filter(outcome -> outcome.found() != other)
                .map(outcome -> outcome.table() + " " + outcome.found().name())
                .toList();
    }

    private static Path metastore() {
        return file(SETTINGS.metastore());
    }

    /** The files of the base tables. */
    private static BaseFiles files() {
        return TestFiles.base(file(SETTINGS.locations().get(Settings.BASE)));
    }

    private interface Steps {
        void moved(long rows, int dates) throws Exception;
    }

    private static Moved advance(Table table, Bounds bounds, List<Mark> marks, Steps steps) throws Exception {
        try (Connection connection = connect()) {
            TrinoRows rows = new TrinoRows(connection, new BaseTable(table, SETTINGS));
            return new Advance(rows, bounds, new Advance.Listener() {
                        @Override
                        public void moved(long count, int dates) {
                            try {
                                steps.moved(count, dates);
                            } catch (Exception unexpected) {
                                throw new AssertionError(unexpected);
                            }
                        }

                        @Override
                        public void lost(ConflictException conflict) {}
                    })
                    .run(marks);
        }
    }

    private static List<Mark> marks(String life, long upto) {
        return List.of(new Mark(new Lane(life, 0), upto), new Mark(new Lane(life, 1), upto));
    }

    /** Rows of two partitions, on five dates, with something in every column. */
    private static void land(Table table, String life, int from, int to) throws SQLException {
        List<String> columns = table.landedColumns().stream().map(Column::name).toList();
        String values = IntStream.range(from, to)
                .mapToObj(row -> table.landedColumns().stream()
                        .map(column -> value(column, life, row))
                        .collect(joining(", ", "(", ")")))
                .collect(joining(", "));
        run("INSERT INTO " + LandedTable.of(table).object() + " (" + String.join(", ", columns) + ") VALUES " + values);
    }

    private static List<Path> landedFiles(Table table) throws SQLException {
        return rows("SELECT DISTINCT \"$path\" FROM " + LandedTable.of(table).object()).stream()
                .map(row -> file((String) row.getFirst()))
                .toList();
    }

    private static List<Path> unopened(Table table, Instant since) throws SQLException {
        try (Connection connection = connect()) {
            return new TrinoRows(connection, new BaseTable(table, SETTINGS))
                    .unopenedFiles(since).stream()
                            .map(whole -> file(whole.path()))
                            .toList();
        }
    }

    private static Path file(String path) {
        return lake.root().resolve(path.replace("local:///", ""));
    }

    private static void age(List<Path> files, Duration age) throws IOException {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        }
    }

    private static LocalDate day(int row) {
        return DAY.plusDays(row / 6 % 5);
    }

    private static String value(Column column, String life, int row) {
        return switch (column.name()) {
            case LandedCoordinate.TOPIC_ID -> "'" + life + "'";
            case LandedCoordinate.PARTITION -> Integer.toString(row % 2);
            default ->
                switch (column.type()) {
                    case Scalar scalar ->
                        switch (scalar) {
                            case STRING -> "'" + column.name() + row + "'";
                            case INTEGER, LONG -> Integer.toString(row);
                            case DOUBLE -> row + "e0";
                            case BOOLEAN -> "true";
                            case TIMESTAMP_MILLIS -> "TIMESTAMP '" + day(row) + " 08:00:00.123'";
                            case BYTES -> "X'00ff'";
                        };
                    case Rows rows ->
                        rows.columns().stream()
                                .map(part -> value(part, life, row))
                                .collect(joining(", ", "ARRAY[ROW(", ")]"));
                };
        };
    }

    private static List<List<List<Object>>> all() throws SQLException {
        List<List<List<Object>>> all = new ArrayList<>();
        for (Table table : Tables.all()) {
            all.add(rows(table.topic()));
        }
        return all;
    }

    /** Of a table's name, its rows in order, as texts. */
    private static List<List<Object>> rows(String query) throws SQLException {
        if (query.startsWith("SELECT") || query.startsWith("WITH")) {
            try (Connection connection = connect()) {
                return Query.run(connection, query).rows();
            }
        }
        Table table = Tables.byTopic(query).orElseThrow();
        return rows("SELECT "
                + table.landedColumns().stream()
                        .map(column -> comparable(column, column.name()))
                        .collect(joining(", "))
                + ", " + table.partitioning().column() + " FROM " + query
                + " ORDER BY landed_topic_id, landed_partition, landed_offset");
    }

    private static String comparable(Column column, String value) {
        return switch (column.type()) {
            case Scalar scalar -> scalar == Scalar.BYTES ? "to_hex(" + value + ")" : value;
            case Rows rows ->
                rows.columns().stream()
                        .map(part -> comparable(part, "e." + part.name()))
                        .collect(joining(", ", "array_join(transform(" + value + ", e -> concat_ws('|', ", ")), ',')"));
        };
    }

    private static Object value(String query) throws SQLException {
        try (Connection connection = connect()) {
            return Query.run(connection, query).value();
        }
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = connect()) {
            Query.run(connection, sql);
        }
    }

    private static void apply(Settings settings) throws Exception {
        applied(settings);
    }

    private static List<String> applied(Settings settings) throws Exception {
        List<String> applied = new ArrayList<>();
        try (Connection connection = connect()) {
            Lake.apply(connection, settings, (done, total, object) -> applied.add(object));
        }
        return applied;
    }

    private static Connection connect() throws SQLException {
        Connection connection = lake.connect(ZoneOffset.UTC);
        connection.setCatalog("based");
        return connection;
    }
}
