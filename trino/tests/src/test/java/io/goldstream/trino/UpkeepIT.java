package io.goldstream.trino;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.base.Advance;
import io.goldstream.trino.base.Advance.Bounds;
import io.goldstream.trino.base.Border;
import io.goldstream.trino.base.Lane;
import io.goldstream.trino.base.Mark;
import io.goldstream.trino.base.TrinoRows;
import io.goldstream.trino.register.Registration;
import io.goldstream.trino.register.Registration.Found;
import io.goldstream.trino.register.Registration.Outcome;
import io.goldstream.trino.upkeep.Upkeep;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Base tables are kept small, and every question is answered as before. */
@TestMethodOrder(OrderAnnotation.class)
class UpkeepIT {

    private static final String TOPIC = "AAAAAAAAQUGAAAAAAAAAAA";
    private static final Settings SETTINGS = TestLake.settings("upkept", LocalDate.of(2025, 1, 1));
    private static final BaseTable LISTENS =
            new BaseTable(Tables.byTopic("silver.listens").orElseThrow(), SETTINGS);

    /** Rows 0 to 9 of two dates by turns, row 10 alone on a third. */
    private static final int FIRST = 11;

    private static final int ALL = 19;

    private static TestLake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = TestLake.get();
        lake.makeFolders(SETTINGS);
        List<TestEvent> events = new ArrayList<>();
        for (int row = 0; row < ALL; row++) {
            int day = row == FIRST - 1 ? 3 : 1 + row % 2;
            events.add(TestEvent.listen("2025-02-0%dT08:00:%02d".formatted(day, row), "user" + row % 3)
                    .with("source_offset", row)
                    .with("landed_offset", row));
        }
        try (Connection connection = connect()) {
            Lake.makeBase(connection, SETTINGS);
            Lake.apply(connection, SETTINGS, ProgressListener.silent());
            for (String insert : TestEvent.inserts(events)) {
                Query.run(connection, insert);
            }
        }
        for (int upto : List.of(2, 4, 10, FIRST)) {
            advance(upto, 100);
        }
    }

    @Test
    @Order(1)
    void theSmallFilesOfADateBecomeOneAndEveryAnswerStays() throws Exception {
        Map<String, List<List<Object>>> before = answers();
        Map<LocalDate, List<String>> files = files();
        assertThat(files.get(LocalDate.of(2025, 2, 1))).hasSize(3);
        assertThat(files.get(LocalDate.of(1900, 1, 1))).hasSize(4);
        List<String> alone = files.get(LocalDate.of(2025, 2, 3));
        Object snapshot = value("SELECT max_by(snapshot_id, committed_at) FROM " + LISTENS.metadata("$snapshots"));
        try (Connection connection = connect()) {
            Border border = new TrinoRows(connection, LISTENS).border();
            Object since = value("SELECT max(border_time) FROM " + LISTENS.qualified());
            Upkeep upkeep = new Upkeep(connection, LISTENS, Upkeep.SILENT);

            assertThat(upkeep.dropBorders()).isEqualTo(3);
            assertThat(upkeep.merge(1).dates()).isEqualTo(3);
            upkeep.mergeManifests();

            assertThat(files()).hasSize(4).allSatisfy((date, ofDate) -> assertThat(ofDate)
                    .hasSize(1));
            assertThat(files().get(LocalDate.of(2025, 2, 3)))
                    .as("of a date that is not touched")
                    .isEqualTo(alone);
            assertThat(new TrinoRows(connection, LISTENS).border()).isEqualTo(border);
            assertThat(value("SELECT max(border_time) FROM " + LISTENS.qualified()))
                    .isEqualTo(since);
            assertThat(answers()).isEqualTo(before);
            assertThat(value("SELECT count(*) FROM %s FOR VERSION AS OF %s WHERE border_offset IS NULL"
                            .formatted(LISTENS.qualified(), snapshot)))
                    .as("a question that began before")
                    .isEqualTo((long) FIRST);

            Object commits = value("SELECT count(*) FROM " + LISTENS.metadata("$snapshots"));
            upkeep.dropBorders();
            upkeep.merge(1);
            upkeep.mergeManifests();
            assertThat(value("SELECT count(*) FROM " + LISTENS.metadata("$snapshots")))
                    .as("again")
                    .isEqualTo(commits);
        }
    }

    /** Files that are older are not opened, although they are still listed. */
    @Test
    @Order(2)
    void theLatestBorderTimeStays() throws Exception {
        String since = "SELECT max(border_time) FROM " + LISTENS.qualified();
        try (Connection connection = connect()) {
            Query.run(connection, """
                    INSERT INTO %1$s (landed_topic_id, landed_partition, landed_offset, border_offset, border_time, event_date)
                    SELECT landed_topic_id, landed_partition, run, 0, border_time + INTERVAL '1' SECOND * (2 - run), event_date
                    FROM %1$s CROSS JOIN UNNEST(ARRAY[0, 1]) AS t (run)
                    WHERE event_date = DATE '1900-01-01'""".formatted(LISTENS.qualified()));
            Object before = value(since);

            assertThat(new Upkeep(connection, LISTENS, Upkeep.SILENT).dropBorders())
                    .isEqualTo(1);
            assertThat(value(since)).isEqualTo(before);
        }
    }

    @Test
    @Order(3)
    void rowsThatMoveMeanwhileAreThereOnce() throws Exception {
        List<List<Object>> before = listens();
        CompletableFuture<Void> moving = CompletableFuture.runAsync(() -> {
            try {
                advance(ALL, 2);
            } catch (Exception unexpected) {
                throw new AssertionError(unexpected);
            }
        });
        try (Connection connection = connect()) {
            Upkeep upkeep = new Upkeep(connection, LISTENS, Upkeep.SILENT);
            do {
                upkeep.dropBorders();
                upkeep.merge(1);
                Query.run(connection, "ALTER TABLE %s EXECUTE optimize_manifests".formatted(LISTENS.qualified()));
                upkeep.expire(Upkeep.SNAPSHOTS);
            } while (!moving.isDone());
        }
        moving.get();

        assertThat(value("SELECT count(*) FROM " + LISTENS.qualified() + " WHERE border_offset IS NULL"))
                .isEqualTo((long) ALL);
        assertThat(listens()).isEqualTo(before);
    }

    /** A file of a commit that is under way is in no snapshot yet. */
    @Test
    @Order(4)
    void anOldFileThatNoSnapshotHasIsDeletedAndAYoungOneStays() throws Exception {
        Path data = Files.createDirectories(folder().resolve("data/event_date=2025-02-01"));
        Path old = Files.writeString(data.resolve("old.parquet"), "of a commit that was killed");
        Path young = Files.writeString(data.resolve("young.parquet"), "of one that is under way");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofDays(6))));
        List<List<Object>> before = listens();
        try (Connection connection = connect()) {
            new Upkeep(connection, LISTENS, Upkeep.SILENT).removeOrphans(Upkeep.ORPHANS);
        }

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(listens()).isEqualTo(before);
    }

    /** With them go files. The metastore can then still be made again, or come from a backup that names a file that is gone. */
    @Test
    @Order(5)
    void snapshotsOfMoreThanADayGoAndTheTableCanBeRegistered() throws Exception {
        Path pointer = lake.root().resolve("upkept/_metastore/base/silver_listens");
        Path earlier = Files.createTempDirectory(Path.of("target"), "pointer").resolve("earlier");
        TestFiles.copy(pointer, earlier);
        Map<String, List<List<Object>>> before = answers();
        try (Connection connection = connect()) {
            Upkeep upkeep = new Upkeep(connection, LISTENS, Upkeep.SILENT);
            List<Object> snapshots = snapshots();
            List<Object> young = snapshots.subList(snapshots.size() - 3, snapshots.size());
            alter(connection, "SET PROPERTIES delete_after_commit_enabled = false");
            Path aged = writeMetadata(table -> {
                for (String list : List.of("snapshots", "snapshot-log")) {
                    table.path(list).forEach(snapshot -> {
                        if (!young.contains(snapshot.path("snapshot-id").asLong())) {
                            age((ObjectNode) snapshot, "timestamp-ms", Duration.ofDays(2));
                        }
                    });
                }
            });
            Query.run(
                    connection,
                    "CALL upkept_base.system.unregister_table(schema_name => 'base', table_name => 'silver_listens')");
            Query.run(
                    connection,
                    "CALL upkept_base.system.register_table(schema_name => 'base', table_name => 'silver_listens', table_location => 'local:///%s', metadata_file_name => '%s')"
                            .formatted(lake.root().relativize(aged.getParent().getParent()), aged.getFileName()));
            long files = dataFiles();

            assertThat(upkeep.expire(Upkeep.SNAPSHOTS)).isEqualTo(snapshots.size() - 3);
            assertThat(snapshots()).isEqualTo(young);
            assertThat(dataFiles()).isLessThan(files);
            assertThat(upkeep.expire(Upkeep.SNAPSHOTS)).as("again").isZero();
            assertThat(listens()).isEqualTo(before.get("silver.listens"));

            assertThat(metadataFiles("00001-")).isOne();
            alter(connection, "SET PROPERTIES max_previous_versions = 2");
            assertThat(metadataFiles("00001-")).as("deleted by the commit").isZero();
        }
        // The command of its own drops the catalog, whose session properties are then unknown.
        try (Connection connection = connect()) {
            Registration registration = new Registration(
                    connection, SETTINGS, TestFiles.base(lake.root().resolve("upkept/base")));
            assertThat(registration.setBack(Duration.ZERO)).isEmpty();
            TestFiles.delete(pointer);
            TestFiles.copy(earlier, pointer);
            assertThat(registration.setBack(Duration.ofMinutes(10))).containsExactly("silver_listens");
            assertThat(registered(registration)).isEqualTo(Found.SET_BACK);
            assertThat(listens()).isEqualTo(before.get("silver.listens"));
            TestFiles.delete(pointer);
            assertThat(registered(registration)).isEqualTo(Found.LOST);
            assertThat(answers()).isEqualTo(before);
        }
    }

    /** Or the metastore was set back: then the files of later commits are no orphans. */
    @Test
    @Order(6)
    void aLaterCommitInStorageIsSeen() throws Exception {
        try (Connection connection = connect()) {
            Registration registration = new Registration(
                    connection, SETTINGS, TestFiles.base(lake.root().resolve("upkept/base")));
            Path underWay = writeMetadata(table -> {});
            assertThat(registration.setBack(Duration.ofMinutes(10))).isEmpty();
            Files.delete(underWay);
            Path killed = writeMetadata(table -> age(table, "last-updated-ms", Duration.ofMinutes(11)));
            assertThat(registration.setBack(Duration.ofMinutes(10))).containsExactly("silver_listens");
            Files.delete(killed);
            assertThat(registration.setBack(Duration.ofMinutes(10))).isEmpty();
        }
    }

    /** The metadata file of one more commit, which the metastore does not know. */
    private static Path writeMetadata(Consumer<ObjectNode> change) throws Exception {
        String file = (String) value("SELECT max(file) FROM " + LISTENS.metadata("$metadata_log_entries"));
        Path last = lake.root().resolve(file.replace("local:///", ""));
        ObjectMapper json = new ObjectMapper();
        ObjectNode table = (ObjectNode) json.readTree(Files.readAllBytes(last));
        table.withArray("metadata-log")
                .addObject()
                .put("timestamp-ms", table.path("last-updated-ms").asLong())
                .put("metadata-file", file);
        change.accept(table);
        int version = Integer.parseInt(last.getFileName().toString().split("-")[0]) + 1;
        return Files.write(
                last.resolveSibling("%05d-%s.metadata.json".formatted(version, UUID.randomUUID())),
                json.writeValueAsBytes(table));
    }

    private static Found registered(Registration registration) throws Exception {
        return registration.run(Duration.ZERO).stream()
                .filter(outcome -> outcome.table().equals("silver_listens"))
                .map(Outcome::found)
                .findFirst()
                .orElseThrow();
    }

    private static void alter(Connection connection, String change) throws SQLException {
        Query.run(connection, "ALTER TABLE " + LISTENS.qualified() + " " + change);
    }

    private static List<Object> snapshots() throws SQLException {
        return rows("SELECT snapshot_id FROM " + LISTENS.metadata("$snapshots") + " ORDER BY committed_at").stream()
                .map(List::getFirst)
                .toList();
    }

    private static Path folder() throws SQLException {
        String file = (String) value("SELECT max(file) FROM " + LISTENS.metadata("$metadata_log_entries"));
        return lake.root().resolve(file.replace("local:///", "")).getParent().getParent();
    }

    private static long dataFiles() throws Exception {
        try (Stream<Path> files = Files.walk(folder().resolve("data"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static long metadataFiles(String prefix) throws Exception {
        try (Stream<Path> files = Files.list(folder().resolve("metadata"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .count();
        }
    }

    private static void age(ObjectNode node, String field, Duration age) {
        node.put(field, node.path(field).asLong() - age.toMillis());
    }

    private static List<List<Object>> listens() throws SQLException {
        return rows("SELECT * FROM silver.listens ORDER BY event_id");
    }

    private static Map<String, List<List<Object>>> answers() throws SQLException {
        Map<String, List<List<Object>>> answers = new LinkedHashMap<>();
        answers.put("silver.listens", listens());
        for (String view : List.of("bronze.listen_events", "gold.fact_stream")) {
            answers.put(view, rows("SELECT * FROM " + view + " ORDER BY event_id"));
        }
        return answers;
    }

    private static Map<LocalDate, List<String>> files() throws SQLException {
        Map<LocalDate, List<String>> files = new LinkedHashMap<>();
        rows("SELECT partition.event_date, file_path FROM " + LISTENS.metadata("$files"))
                .forEach(row -> files.computeIfAbsent((LocalDate) row.get(0), date -> new ArrayList<>())
                        .add((String) row.get(1)));
        return files;
    }

    private static void advance(long upto, long step) throws Exception {
        try (Connection connection = connect()) {
            new Advance(new TrinoRows(connection, LISTENS), new Bounds(step, 90), Advance.SILENT)
                    .run(List.of(new Mark(new Lane(TOPIC, 0), upto)));
        }
    }

    private static List<List<Object>> rows(String query) throws SQLException {
        try (Connection connection = connect()) {
            return Query.run(connection, query).rows();
        }
    }

    private static Object value(String query) throws SQLException {
        return rows(query).getFirst().getFirst();
    }

    private static Connection connect() throws SQLException {
        Connection connection = lake.connect(ZoneOffset.UTC);
        connection.setCatalog(SETTINGS.catalog());
        return connection;
    }
}
