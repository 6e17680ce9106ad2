package io.goldstream.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SqlFileTest {

    private static final Path FOLDER = Path.of("sql");
    private static final Settings SETTINGS = Settings.local(LocalDate.of(2020, 1, 1));

    @Test
    void theOrderNamesEveryFileOnce() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<String> present = files.filter(file -> file.toString().endsWith(".sql"))
                    .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
                    .toList();
            List<String> ofFiles = SqlFile.all().stream()
                    .filter(file -> Tables.byTopic(file.object()).isEmpty())
                    .map(SqlFile::path)
                    .toList();
            assertThat(ofFiles).containsExactlyInAnyOrderElementsOf(present);
        }
    }

    /** What the session's zone changes: the present without a zone, and casts and shifts of times that have none. */
    private static final Pattern BY_SESSION_ZONE =
            Pattern.compile("(?i)\\b(?:current_date|current_time\\b|localtime\\b|localtimestamp|now\\(\\)"
                    + "|current_timestamp\\b(?! AT TIME ZONE 'UTC')|from_unixtime\\w*\\(|AS timestamp(?:\\(\\d\\))? with time zone"
                    + "|(?<!current_timestamp )AT TIME ZONE)");

    @Test
    void noSqlDependsOnTheSessionsZone() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("sql", "checks", "report")) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                files.addAll(
                        all.filter(file -> file.toString().endsWith(".sql")).toList());
            }
        }

        assertThat(files).hasSizeGreaterThan(80).allSatisfy(file -> {
            String statements = Files.readString(file).replaceAll("(?m)--.*|^COMMENT .*", "");
            assertThat(BY_SESSION_ZONE.matcher(statements).results().map(MatchResult::group))
                    .as(file.toString())
                    .isEmpty();
        });
        assertThat(Stream.of(
                        "CAST(current_timestamp AS date)",
                        "event_time AT TIME ZONE 'UTC'",
                        "from_unixtime(0)",
                        "CAST(event_time AS timestamp(3) with time zone)"))
                .allMatch(BY_SESSION_ZONE.asPredicate());
    }

    static Stream<Table> tables() {
        return Tables.all().stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void anExternalTableIsWhatTheContractSays(Table table) throws IOException {
        Path file = FOLDER.resolve("landing").resolve(table.layer().id() + "_" + table.name() + ".sql");

        assertThat(Files.readString(file)).isEqualTo(ExternalTableDdl.of(table));
    }

    static Stream<SqlFile> files() {
        return SqlFile.all().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileMakesTheObjectThatItIsNamedAfter(SqlFile file) {
        String made =
                switch (file.kind()) {
                    case CATALOG ->
                        "DROP CATALOG IF EXISTS " + catalog(file) + "\nCREATE CATALOG " + catalog(file) + " USING";
                    case SCHEMA ->
                        "CREATE SCHEMA IF NOT EXISTS "
                                + (file.schema().equals("sandbox") ? "music_streaming_sandbox." : "")
                                + file.schema() + " ";
                    case TABLE -> "CREATE TABLE IF NOT EXISTS " + file.schema() + "." + file.name() + " (";
                    case VIEW -> "CREATE OR REPLACE VIEW " + file.schema() + "." + file.name() + "\n";
                };

        assertThat(String.join("\n", file.statements(SETTINGS))).contains(made);
        assertThat(file.text()).doesNotContain("SELECT *");
    }

    private static String catalog(SqlFile file) {
        return "music_streaming" + (file.schema().isEmpty() ? "" : "_" + file.schema());
    }

    @Test
    void aGenerationHasItsFoldersAndCanStandBesideTheOneInUse() {
        SqlFile listens = SqlFile.all().stream()
                .filter(file -> file.path().equals("landing/bronze_listen_events.sql"))
                .findFirst()
                .orElseThrow();
        Settings second = SETTINGS.with(new Generation(2));

        assertThat(listens.statements(SETTINGS).getFirst()).contains("'local:///bronze/listen_events'");
        assertThat(listens.statements(second).getFirst())
                .contains("EXISTS landing.bronze_listen_events (", "'local:///bronze/listen_events_g2'");
        assertThat(listens.beside("_g2").statements(second).getFirst())
                .contains("EXISTS landing.bronze_listen_events_g2 (", "'local:///bronze/listen_events_g2'");
        assertThat(SqlFile.all().stream().filter(SqlFile::isGenerational).map(SqlFile::path))
                .hasSize(9)
                .allMatch(path -> path.startsWith("landing/"))
                .noneMatch(path -> path.startsWith("landing/raw"));
    }

    @Test
    void aLandedTableIsBehindAViewOfTheContractsNameAndColumns() {
        Settings moved = SETTINGS.withMoved(Set.of("silver.listens"));
        List<SqlFile> files = SqlFile.all(moved.moved());
        int columns = 2
                + Tables.byTopic("silver.listens").orElseThrow().landedColumns().size();

        assertThat(files)
                .extracting(SqlFile::path)
                .containsExactlyElementsOf(
                        SqlFile.all().stream().map(SqlFile::path).toList());
        assertThat(file(files, "silver/page_views.sql").statements(moved))
                .first()
                .asString()
                .startsWith("CREATE OR REPLACE VIEW silver.page_views\n")
                .contains(
                        "CAST(landed.event_time AS date) AS event_date, "
                                + "CAST(landed.source_timestamp AS date) AS ingest_date\nFROM landing.silver_page_views AS landed")
                .doesNotContain("_base");
        assertThat(file(files, "silver/listens.sql").statements(moved.with(new Generation(2))))
                .hasSize(1 + columns)
                .first()
                .asString()
                .startsWith("CREATE OR REPLACE VIEW silver.listens\n")
                .contains(
                        "FROM music_streaming_base.base.\"silver_listens_g2\"\n",
                        "FROM landing.silver_listens AS landed\n");
        assertThat(file(files, "ops/storage.sql").statements(moved).getFirst())
                .contains("FROM landing.silver_listens\n", "\"silver_listens$files\"")
                .doesNotContain("\"silver_page_views$files\"");
        assertThat(file(files, "ops/base_tables.sql").statements(moved).getFirst())
                .contains(
                        "UNION ALL\n  SELECT 'silver', 'listens'\n",
                        "FROM music_streaming_base.base.\"silver_listens\"\n")
                .doesNotContain("'page_views', landed");
        assertThat(LakeDefinition.of(moved)).isNotEqualTo(LakeDefinition.of(SETTINGS));
    }

    private static SqlFile file(List<SqlFile> files, String path) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theDefinitionChangesWithTheSettings() {
        SqlFile file = new SqlFile("raw/t.sql", "CREATE TABLE x WITH (a = '${first_date}', b = '${definition}');");

        assertThat(file.definition(SETTINGS))
                .isEqualTo(file.definition(SETTINGS))
                .isNotEqualTo(file.definition(Settings.local(LocalDate.of(2021, 1, 1))));
        assertThat(file.statements(SETTINGS))
                .containsExactly(
                        "CREATE TABLE x WITH (a = '2020-01-01', b = '%s')".formatted(file.definition(SETTINGS)));
    }

    @Test
    void anUnknownPlaceholderIsNamedWithItsFile() {
        SqlFile file = new SqlFile("gold/v.sql", "SELECT ${nothing};");

        assertThatThrownBy(() -> file.statements(SETTINGS)).hasMessageContainingAll("sql/gold/v.sql", "${nothing}");
    }

    @Test
    void statementsEndAtSemicolonsThatAreCode() {
        assertThat(SqlFile.split("SELECT ';', \"a;b\" -- it's; fine\n;\nSELECT 'it''s;';\n"))
                .containsExactly("SELECT ';', \"a;b\" -- it's; fine", "SELECT 'it''s;'");
        assertThatThrownBy(() -> SqlFile.split("SELECT 1; SELECT 2")).hasMessageContaining("SELECT 2");
    }
}
