package io.goldstream.local.access;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.local.Cli;
import io.goldstream.trino.BaseTable;
import io.goldstream.trino.Lake;
import io.goldstream.trino.ProgressListener;
import io.goldstream.trino.Query;
import io.goldstream.trino.Settings;
import io.goldstream.trino.TrinoEndpoint;
import io.goldstream.trino.TrinoEndpoint.Credential;
import io.goldstream.trino.TrinoEndpoint.Credential.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may read what: a coordinator and a worker with the deployable configuration, each role by its password, or a token, over TLS. */
class AccessIT {

    private static final String OWNER = "goldstream";
    private static final String ANALYST = "ana";
    private static final String OFFICER = "petra";
    private static final String ENGINEER = "egon";
    private static final String NOBODY = "nils";

    /** When the plays were. */
    private static final LocalDate DAY = LocalDate.now(UTC).minusDays(1);

    /** Not long before: a query without a date asks for each one since. */
    private static final LocalDate FIRST_DATE = DAY.minusDays(7);

    private static final String SANDBOX = "music_streaming_sandbox.sandbox.";

    private static final String NAMES = "SELECT first_name FROM gold.wide_fact WHERE user_id = 'u1'";

    private static final Credential PASSWORD = new Credential(Kind.PASSWORD, SecuredTrino.PASSWORD);

    /** Where a JVM finds the name of the server. */
    private static final String HOSTS =
            "-Djdk.net.hosts.file=" + Path.of("src/test/hosts").toAbsolutePath();

    private static SecuredTrino trino;

    @BeforeAll
    static void start() throws Exception {
        trino = SecuredTrino.start(Map.of(
                "lake_owner", List.of(OWNER),
                "analyst", List.of(ANALYST),
                "pii_officer", List.of(OFFICER),
                "engineer", List.of(ENGINEER),
                "", List.of(NOBODY)));
        Settings local = Settings.local(FIRST_DATE);
        Map<String, String> locations = new HashMap<>(local.locations());
        // Where a file metastore keeps the files of tables that it owns.
        locations.put(Settings.SANDBOX, "local:///_metastore/sandbox");
        Settings settings = new Settings(local.catalog(), local.firstDate(), locations, "");
        try (Connection connection = trino.connect(OWNER)) {
            Lake.apply(connection, settings, ProgressListener.silent());
            Query.run(connection, """
                    INSERT INTO landing.bronze_listen_events
                      (event_id, event_time, session_id, item_in_session, user_id, level, artist, song,
                       duration_seconds, first_name, last_name, gender)
                    VALUES ('e1', TIMESTAMP '${day} 08:00:00.000', '1', 0, 'u1', 'free', 'A', 'S',
                       200e0, 'Ottilie', 'Wendelin', 'F'),
                      ('e2', TIMESTAMP '${day} 09:00:00.000', '2', 0, 'u2', 'paid', 'A', 'S',
                       200e0, NULL, NULL, NULL)""".replace("${day}", DAY.toString()));
            Query.run(connection, """
                    INSERT INTO landing.silver_listens
                      (event_id, event_time, session_id, item_in_session, user_id, level, artist, song,
                       duration_seconds, song_key, artist_key)
                    SELECT event_id, event_time, session_id, item_in_session, user_id, level, artist, song,
                      duration_seconds, 'sk', 'ak' FROM bronze.listen_events""");
        }
    }

    @AfterAll
    static void stop() {
        trino.stop();
    }

    @Test
    void anAnalystReadsPlaysWithNamesMasked() throws SQLException {
        assertThat(trino.rows(ANALYST, "SELECT user_id, first_name, last_name FROM gold.wide_fact ORDER BY 1"))
                .containsExactly(List.of("u1", "***", "***"), Arrays.asList("u2", null, null));
        assertThat(trino.rows(ANALYST, "SELECT count(*) FROM gold.wide_fact WHERE first_name = 'Ottilie'"))
                .as("a filter sees the mask, too")
                .containsExactly(List.of(0L));
    }

    @Test
    void anOfficerReadsTheNames() throws SQLException {
        assertThat(trino.rows(OFFICER, "SELECT first_name, last_name FROM gold.wide_fact WHERE user_id = 'u1'"))
                .containsExactly(List.of("Ottilie", "Wendelin"));
        refuses(OFFICER, "SELECT count(*) FROM bronze.listen_events", "Cannot select");
    }

    @Test
    void everyViewOfGoldAndOpsAnswersToAnAnalystAndHidesAllNames() throws SQLException {
        List<List<Object>> views = trino.rows(OWNER, """
                SELECT table_schema || '.' || table_name FROM information_schema.tables
                WHERE table_schema IN ('gold', 'ops')""");
        assertThat(views).hasSizeGreaterThan(5);
        for (List<Object> view : views) {
            try (Connection connection = trino.connect(ANALYST)) {
                assertThat(Query.run(connection, "SELECT * FROM " + view.getFirst() + " LIMIT 100")
                                .rows())
                        .as("%s", view)
                        .allSatisfy(row -> assertThat(row).doesNotContain("Ottilie", "Wendelin"));
            }
            assertThat((String) trino.rows(OWNER, "SHOW CREATE VIEW " + view.getFirst())
                            .getFirst()
                            .getFirst())
                    .as(
                            "%s by its owner's rights, or analysts could not read what it is made of; but what system tables say"
                                    + " of the lake is each asker's own",
                            view)
                    .contains(view.getFirst().equals("ops.catalogue") ? "SECURITY INVOKER" : "SECURITY DEFINER");
        }
    }

    @Test
    void everyColumnOfPersonalDataIsMasked() throws SQLException {
        List<List<Object>> personal = trino.rows(OWNER, """
                SELECT DISTINCT column_name FROM information_schema.columns
                WHERE table_schema IN ('gold', 'ops') AND (comment LIKE '%Personal data%' OR column_name LIKE '%\\_name' ESCAPE '\\'
                  AND comment LIKE '%user''s%')""");
        assertThat(personal).containsExactlyInAnyOrder(List.of("first_name"), List.of("last_name"));
    }

    @Test
    void anAnalystReachesNothingBelowGold() throws SQLException {
        for (String schema : List.of("landing", "raw", "bronze", "silver", "quarantine")) {
            List<List<Object>> tables = trino.rows(
                    OWNER, "SELECT table_name FROM information_schema.tables WHERE table_schema = '" + schema + "'");
            assertThat(tables).isNotEmpty();
            for (List<Object> table : tables) {
                refuses(ANALYST, "SELECT count(*) FROM " + schema + "." + table.getFirst(), "Cannot select");
                refuses(ANALYST, "SHOW COLUMNS FROM " + schema + "." + table.getFirst(), "Access Denied");
            }
        }
        refuses(ANALYST, "SELECT * FROM landing.\"silver_listens$properties\"", "Access Denied");
        assertThat(trino.rows(ANALYST, "SHOW SCHEMAS")).containsExactlyInAnyOrder(List.of("gold"), List.of("ops"));
        assertThat(trino.rows(ANALYST, "SHOW CATALOGS"))
                .containsExactlyInAnyOrder(
                        List.of("music_streaming"), List.of("music_streaming_sandbox"), List.of("system"));
    }

    /** It has the views of the lake's catalog, too, and no masks. */
    @Test
    void theCatalogOfTheBaseTablesIsTheOwnersAlone() throws Exception {
        Settings local = Settings.local(FIRST_DATE);
        Settings settings = new Settings(local.catalog(), local.firstDate(), local.locations(), "");
        try (Connection connection = trino.connect(OWNER)) {
            Lake.makeBase(connection, settings);
            Query.run(
                    connection,
                    "INSERT INTO music_streaming_base.base.bronze_listen_events (event_id, first_name, event_date)"
                            + " VALUES ('e1', 'Ottilie', DATE '" + DAY + "')");
            Query.run(
                    connection,
                    "CREATE VIEW gold.over_base AS"
                            + " SELECT event_id, first_name FROM music_streaming_base.base.bronze_listen_events");
            for (String user : List.of(ANALYST, OFFICER, ENGINEER)) {
                refuses(user, "SELECT count(*) FROM music_streaming_base.base.bronze_listen_events", "Access Denied");
                refuses(user, "SELECT first_name FROM music_streaming_base.gold.wide_fact", "Access Denied");
                refuses(
                        user,
                        "CALL music_streaming_base.system.unregister_table('base', 'bronze_listen_events')",
                        "Access Denied");
                assertThat(trino.rows(user, "SHOW CATALOGS")).doesNotContain(List.of("music_streaming_base"));
            }
            refuses(OWNER, "CALL music_streaming_base.system.unregister_table('base', 'no_table')", "not found");
            assertThat(trino.rows(ANALYST, "SELECT event_id, first_name FROM gold.over_base"))
                    .containsExactly(List.of("e1", "***"));
            Query.run(connection, "DROP VIEW gold.over_base");
        }
    }

    @Test
    void onlyTheOwnerChangesTheLake() {
        for (String user : List.of(ANALYST, OFFICER, ENGINEER)) {
            refuses(user, "DROP VIEW gold.fact_stream", "Access Denied");
            refuses(user, "DROP VIEW silver.listens", "Access Denied");
            refuses(user, "DROP TABLE landing.silver_listens", "Access Denied");
            refuses(user, "INSERT INTO landing.silver_listens (event_id) VALUES ('x')", "Access Denied");
            refuses(user, "CREATE TABLE gold.mine AS SELECT 1 AS one", "Access Denied");
            refuses(user, "CREATE OR REPLACE VIEW gold.fact_stream AS SELECT 1 AS one", "Access Denied");
            refuses(user, "CREATE VIEW gold.peep AS SELECT * FROM bronze.listen_events", "");
            refuses(user, "CREATE SCHEMA mine", "Access Denied");
            refuses(user, "SET SESSION AUTHORIZATION goldstream", "");
        }
    }

    /** In the metastore of the lake, as in a deployed Trino. */
    @Test
    void anAnalystMakesTablesAndViewsOfWhatAnAnalystSees() throws Exception {
        trino.rows(ANALYST, "CREATE TABLE " + SANDBOX + "mine AS SELECT user_id, first_name FROM gold.wide_fact");
        trino.rows(ANALYST, "INSERT INTO " + SANDBOX + "mine VALUES ('u3', 'Anselm')");
        trino.rows(
                ANALYST,
                "CREATE VIEW " + SANDBOX + "asked SECURITY INVOKER AS SELECT first_name FROM gold.wide_fact"
                        + " WHERE user_id = 'u1'");
        trino.rows(ANALYST, "CREATE VIEW " + SANDBOX + "own AS SELECT first_name FROM gold.wide_fact");

        for (String user : List.of(ANALYST, OFFICER, ENGINEER, OWNER)) {
            assertThat(trino.rows(user, "SELECT * FROM " + SANDBOX + "mine ORDER BY 1"))
                    .as("%s sees what the author saw", user)
                    .containsExactly(List.of("u1", "***"), Arrays.asList("u2", null), List.of("u3", "Anselm"));
        }
        assertThat(trino.rows(ANALYST, "SELECT * FROM " + SANDBOX + "asked")).containsExactly(List.of("***"));
        assertThat(trino.rows(OFFICER, "SELECT * FROM " + SANDBOX + "asked")).containsExactly(List.of("Ottilie"));
        assertThat(trino.rows(ANALYST, "SELECT * FROM " + SANDBOX + "own")).hasSize(2);
        refuses(OFFICER, "SELECT * FROM " + SANDBOX + "own", "View owner does not have sufficient privileges");
        refuses(NOBODY, "SELECT * FROM " + SANDBOX + "mine", "Access Denied");
        assertThat((String) trino.rows(ANALYST, "SELECT min(\"$path\") FROM " + SANDBOX + "mine")
                        .getFirst()
                        .getFirst())
                .startsWith("local:///_metastore/sandbox/mine/");
        for (String user : List.of(OFFICER, ENGINEER)) {
            refuses(user, "INSERT INTO " + SANDBOX + "mine VALUES ('x', 'y')", "Access Denied");
            refuses(user, "CREATE TABLE " + SANDBOX + "theirs AS SELECT 1 AS one", "Access Denied");
            refuses(user, "DROP TABLE " + SANDBOX + "mine", "Access Denied");
        }

        trino.rows(ANALYST, "DROP VIEW " + SANDBOX + "asked");
        trino.rows(ANALYST, "DROP VIEW " + SANDBOX + "own");
        trino.rows(ANALYST, "ALTER TABLE " + SANDBOX + "mine RENAME TO " + SANDBOX + "renamed");
        assertThat(trino.rows(ANALYST, "SELECT count(*) FROM " + SANDBOX + "renamed"))
                .containsExactly(List.of(3L));
        trino.rows(ANALYST, "DROP TABLE " + SANDBOX + "renamed");
        refuses(ANALYST, "SELECT * FROM " + SANDBOX + "renamed", "does not exist");
    }

    /** Its statements, as dbt-trino's macros have them: what is there, a model made twice, and what documents are made of. */
    @Test
    void dbtMakesItsModelsAsAnAnalyst() throws Exception {
        String listed = """
                SELECT t.table_name, CASE WHEN mv.name IS NOT NULL THEN 'materialized_view'
                  WHEN t.table_type = 'BASE TABLE' THEN 'table' ELSE 'view' END
                FROM music_streaming_sandbox.information_schema.tables t
                LEFT JOIN (
                  SELECT * FROM system.metadata.materialized_views
                  WHERE catalog_name = 'music_streaming_sandbox' AND schema_name = 'sandbox') mv
                  ON mv.catalog_name = t.table_catalog AND mv.schema_name = t.table_schema AND mv.name = t.table_name
                WHERE t.table_schema = 'sandbox' AND t.table_name LIKE 'model%' ORDER BY 1""";
        String model = "AS (SELECT user_id FROM music_streaming.gold.fact_stream)";
        assertThat(trino.rows(ANALYST, "SELECT schema_name FROM music_streaming_sandbox.INFORMATION_SCHEMA.schemata"))
                .contains(List.of("sandbox"));
        assertThat(trino.rows(ANALYST, listed)).isEmpty();

        trino.rows(ANALYST, "CREATE TABLE " + SANDBOX + "model " + model);
        trino.rows(ANALYST, "CREATE TABLE " + SANDBOX + "model__dbt_tmp " + model);
        trino.rows(ANALYST, "ALTER TABLE " + SANDBOX + "model RENAME TO " + SANDBOX + "model__dbt_backup");
        trino.rows(ANALYST, "ALTER TABLE " + SANDBOX + "model__dbt_tmp RENAME TO " + SANDBOX + "model");
        trino.rows(ANALYST, "DROP TABLE IF EXISTS " + SANDBOX + "model__dbt_backup");

        assertThat(trino.rows(ANALYST, listed)).containsExactly(List.of("model", "table"));
        assertThat(trino.rows(ANALYST, "SELECT count(*) FROM " + SANDBOX + "model"))
                .containsExactly(List.of(2L));
        for (String read : List.of("music_streaming", "music_streaming_sandbox")) {
            assertThat(trino.rows(
                            ANALYST,
                            "SELECT table_name, comment FROM system.metadata.table_comments WHERE catalog_name = '"
                                    + read + "' AND schema_name IN ('gold', 'sandbox')"))
                    .isNotEmpty();
        }
        trino.rows(ANALYST, "DROP TABLE " + SANDBOX + "model");
    }

    @Test
    void noTableOrViewOfAnAnalystReachesWhatAnAnalystMayNotRead() throws Exception {
        String path =
                (String) trino.rows(OWNER, "SELECT \"$path\" FROM landing.bronze_listen_events WHERE event_id = 'e1'")
                        .getFirst()
                        .getFirst();
        String folder = path.substring(0, path.lastIndexOf('/'));
        String external = " WITH (external_location = '" + folder + "', format = 'PARQUET')";
        refuses(ANALYST, "CREATE TABLE " + SANDBOX + "peep (first_name varchar)" + external, "non-managed Hive table");
        refuses(
                ANALYST,
                "CREATE TABLE " + SANDBOX + "peep" + external + " AS SELECT 1 AS one",
                "non-managed Hive table");
        refuses(ANALYST, "CREATE TABLE music_streaming.sandbox.peep (first_name varchar)" + external, "Access Denied");
        // A file that is no schema is told by its first word at most.
        String told = answer("CREATE TABLE " + SANDBOX
                        + "schemed (a varchar) WITH (format = 'AVRO', avro_schema_url = '" + path + "')")
                + answer("SELECT * FROM " + SANDBOX + "schemed")
                + answer("SHOW COLUMNS FROM " + SANDBOX + "schemed");
        assertThat(told).doesNotContain("Ottilie", "Wendelin");
        answer("DROP TABLE " + SANDBOX + "schemed");
        String template = folder.replace(DAY.toString(), "${event_date}");
        refuses(
                ANALYST,
                "CREATE TABLE " + SANDBOX
                        + "peep (first_name varchar, event_date varchar WITH (partition_projection_type"
                        + " = 'enum', partition_projection_values = ARRAY['" + DAY + "'])) WITH (format = 'PARQUET',"
                        + " partitioned_by = ARRAY['event_date'], partition_projection_enabled = true,"
                        + " partition_projection_location_template = '" + template + "')",
                "Partition projection is disabled");
        trino.rows(
                ANALYST,
                "CREATE TABLE " + SANDBOX
                        + "projected (first_name varchar, event_date varchar) WITH (format = 'PARQUET',"
                        + " partitioned_by = ARRAY['event_date'], extra_properties = MAP(ARRAY['projection.enabled',"
                        + " 'projection.event_date.type', 'projection.event_date.values', 'storage.location.template'],"
                        + " ARRAY['true', 'enum', '" + DAY + "', '" + template + "']))");
        assertThat(trino.rows(ANALYST, "SELECT * FROM " + SANDBOX + "projected"))
                .isEmpty();
        trino.rows(ANALYST, "CREATE TABLE " + SANDBOX + "\"../../bronze/listen_events\" (first_name varchar)");
        assertThat(trino.rows(ANALYST, "SELECT * FROM " + SANDBOX + "\"../../bronze/listen_events\""))
                .isEmpty();
        trino.rows(ANALYST, "CREATE VIEW " + SANDBOX + "climbs AS SELECT first_name FROM gold.wide_fact");
        for (String user : List.of(OWNER, OFFICER, ENGINEER)) {
            refuses(ANALYST, "ALTER VIEW " + SANDBOX + "climbs SET AUTHORIZATION " + user, "Access Denied");
            refuses(ANALYST, "ALTER TABLE " + SANDBOX + "projected SET AUTHORIZATION " + user, "Access Denied");
        }
        for (String rights : List.of("", " SECURITY INVOKER")) {
            refuses(
                    ANALYST,
                    "CREATE VIEW " + SANDBOX + "peep" + rights + " AS SELECT first_name FROM bronze.listen_events",
                    "Access Denied");
        }
        refuses(ANALYST, "CREATE TABLE " + SANDBOX + "peep (LIKE landing.bronze_listen_events)", "Access Denied");
        refuses(
                ANALYST,
                "CREATE SCHEMA music_streaming_sandbox.mine WITH (location = '" + folder + "')",
                "Access Denied");
        refuses(
                ANALYST,
                "ALTER TABLE " + SANDBOX + "projected RENAME TO music_streaming_sandbox.gold.mine",
                "Access Denied");
        refuses(
                ANALYST,
                "CALL music_streaming_sandbox.system.register_partition('sandbox', 'projected', ARRAY['event_date'], ARRAY['"
                        + DAY + "'], '" + folder + "')",
                "Access Denied");
        for (String user : List.of(ANALYST, OFFICER)) {
            refuses(user, "SELECT first_name FROM music_streaming_sandbox.gold.wide_fact", "Access Denied");
            refuses(user, "SELECT first_name FROM music_streaming_sandbox.bronze.listen_events", "Access Denied");
            assertThat(trino.rows(user, "SHOW SCHEMAS FROM music_streaming_sandbox"))
                    .containsExactly(List.of("sandbox"));
        }
        refuses(ANALYST, "DROP VIEW music_streaming_sandbox.gold.fact_stream", "Access Denied");
        refuses(ANALYST, "DROP TABLE music_streaming_sandbox.landing.silver_listens", "Access Denied");
        refuses(
                ANALYST,
                "CREATE OR REPLACE VIEW music_streaming_sandbox.gold.fact_stream AS SELECT 1 AS one",
                "Access Denied");
        refuses(
                ANALYST,
                "INSERT INTO music_streaming_sandbox.landing.silver_listens (event_id) VALUES ('x')",
                "Access Denied");
        trino.rows(ANALYST, "DROP VIEW " + SANDBOX + "climbs");
        trino.rows(ANALYST, "DROP TABLE " + SANDBOX + "projected");
        trino.rows(ANALYST, "DROP TABLE " + SANDBOX + "\"../../bronze/listen_events\"");
        assertThat(trino.rows(OWNER, "SELECT count(*) FROM bronze.listen_events"))
                .containsExactly(List.of(2L));
    }

    @Test
    void anEngineerReadsEveryLayer() throws SQLException {
        assertThat(trino.rows(ENGINEER, "SELECT first_name FROM bronze.listen_events WHERE event_id = 'e1'"))
                .containsExactly(List.of("Ottilie"));
        for (String table : List.of(
                "raw.listen_events", "silver.listens", "quarantine.events", "gold.fact_stream", "ops.storage")) {
            assertThat(trino.rows(ENGINEER, "SELECT count(*) FROM " + table))
                    .as(table)
                    .hasSize(1);
        }
    }

    @Test
    void whoIsInNoGroupMayNothing() {
        refuses(NOBODY, "SELECT 1", "Access Denied");
        refuses(NOBODY, "SELECT count(*) FROM gold.fact_stream", "Access Denied");
    }

    @Test
    void withoutTheRightPasswordThereIsNoAnswer() {
        for (String wrong : List.of("wrong", "")) {
            isStranger(ANALYST, new Credential(Kind.PASSWORD, wrong));
        }
        isStranger(ANALYST, null);
        isStranger("stranger", PASSWORD);
    }

    @Test
    void aTokenOfTheOneWhoIsBelievedIsAsGoodAsAPassword() throws Exception {
        TrinoEndpoint engineer = trino.endpoint(ENGINEER, token(trino.tokens().of(ENGINEER)));
        assertThat(ask(engineer, "SELECT current_user")).containsExactly(List.of(ENGINEER));
        assertThat(ask(engineer, "SELECT count(*) FROM music_streaming.bronze.listen_events"))
                .as("in the engineers' group")
                .containsExactly(List.of(2L));
        TrinoEndpoint stranger = trino.endpoint(ANALYST, token(trino.tokens().of(NOBODY)));
        assertThatThrownBy(() -> ask(stranger, "SELECT 1")).hasMessageContaining("cannot impersonate");
    }

    @Test
    void anyOtherTokenHasNoAnswer() throws Exception {
        TestTokens tokens = trino.tokens();
        isStranger(ANALYST, token("none"));
        isStranger(ANALYST, token(TestTokens.unsigned(ANALYST)));
        isStranger(ANALYST, token(TestTokens.ofNewKey().of(ANALYST)));
        isStranger(ANALYST, token(tokens.of(ANALYST, _ -> {}, "another-key")));
        isStranger(ANALYST, token(tokens.of(ANALYST, claims -> claims.setIssuer("https://elsewhere.example/"))));
        isStranger(ANALYST, token(tokens.of(ANALYST, claims -> claims.setAudience("https://billing.example"))));
        isStranger(ANALYST, token(tokens.of(ANALYST, claims -> claims.unsetClaim("aud"))));
        isStranger(ANALYST, token(tokens.of(ANALYST, claims -> claims.unsetClaim("sub"))));
        isStranger(ANALYST, token(tokens.of(ANALYST, claims -> claims.setExpirationTimeMinutesInTheFuture(-10))));
    }

    private static Credential token(String token) {
        return new Credential(Kind.TOKEN, token);
    }

    private static void isStranger(String user, Credential credential) {
        TrinoEndpoint endpoint = trino.endpoint(user, credential);
        assertThatThrownBy(() -> ask(endpoint, "SELECT 1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Authentication failed");
    }

    @Test
    void nobodyAnswersUnencryptedOrToWhoDoesNotTrustTheCertificate() {
        TrinoEndpoint secured = trino.endpoint(ANALYST, PASSWORD);
        TrinoEndpoint plain = TrinoEndpoint.local(secured.url().getPort(), ANALYST);
        assertThatThrownBy(() -> ask(plain, "SELECT 1")).isInstanceOf(SQLException.class);
        TrinoEndpoint distrusting = new TrinoEndpoint(secured.url(), ANALYST, secured.credential(), Optional.empty());
        assertThatThrownBy(() -> ask(distrusting, "SELECT 1"))
                .hasStackTraceContaining("unable to find valid certification path");
        assertThatThrownBy(() -> new TrinoEndpoint(plain.url(), ANALYST, Optional.of(PASSWORD), Optional.empty()))
                .hasMessageContaining("https only");
        assertThat(secured.toString()).contains(ANALYST).doesNotContain(SecuredTrino.PASSWORD);
    }

    @Test
    void nodesTalkOverTlsAndTheWorkerDoesTheWork() throws SQLException {
        assertThat(trino.rows(
                        ENGINEER,
                        "SELECT node_id, substr(http_uri, 1, 8), coordinator FROM system.runtime.nodes ORDER BY 1"))
                .containsExactly(List.of("coordinator", "https://", true), List.of("worker", "https://", false));
        refuses(ANALYST, "SELECT * FROM system.runtime.nodes", "Access Denied");
    }

    @Test
    void aQueryRunsInItsUsersResourceGroupAndIsSeenByThemAlone() throws SQLException {
        trino.rows(OWNER, "SELECT 'by the owner'");
        trino.rows(ANALYST, "SELECT 'by the analyst'");

        String groups = "SELECT DISTINCT \"user\", array_join(resource_group_id, '.') FROM system.runtime.queries"
                + " WHERE query LIKE 'SELECT ''by the%'";
        assertThat(trino.rows(ENGINEER, groups))
                .contains(List.of(OWNER, "goldstream.platform"), List.of(ANALYST, "goldstream.people.ana"));
        assertThat(Set.copyOf(trino.rows(ANALYST, groups))).containsExactly(List.of(ANALYST, "goldstream.people.ana"));
    }

    @Test
    void theDeployableCatalogLoads() throws IOException {
        assertThat(trino.log("coordinator")).contains("Added catalog azure using connector hive");
        assertThat(trino.log("worker")).contains("Added catalog azure using connector hive");
    }

    @Test
    void theCommandLineTalksToADeployedTrino() throws Exception {
        Cli cli = new Cli("deployed").with("JDK_JAVA_OPTIONS", HOSTS);
        Path password = Files.writeString(cli.work().resolve("password"), SecuredTrino.PASSWORD + "\n");
        String day = DAY.format(DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH));
        Path report = cli.work().resolve("report.html");

        assertThat(as(cli, ANALYST, "sql", "--format", "csv", "--password-file", password.toString(), NAMES)
                        .succeeded()
                        .out())
                .isEqualTo("first_name\n***\n");
        Path token =
                Files.writeString(cli.work().resolve("token"), trino.tokens().of(ANALYST));
        assertThat(as(cli, ANALYST, "sql", "--format", "csv", "--token-file", token.toString(), NAMES)
                        .succeeded()
                        .out())
                .isEqualTo("first_name\n***\n");
        cli.with("GOLDSTREAM_TRINO_PASSWORD", SecuredTrino.PASSWORD);
        assertThat(as(cli, OFFICER, "sql", "--format", "csv", NAMES).succeeded().out())
                .isEqualTo("first_name\nOttilie\n");
        assertThat(as(cli, ANALYST, "report", "--days", "1", "--until", DAY.toString(), "--out", report.toString())
                        .succeeded()
                        .out())
                .startsWith("Report of " + day + ": ");
        assertThat(Files.readString(report)).contains(day);
        assertThat(as(cli, ENGINEER, "check", "--only", "ranges").succeeded().out())
                .contains("| ranges", "yes");
        assertThat(as(cli, ENGINEER, "check", "--only", "current_users", "--list")
                        .succeeded()
                        .out())
                .as("a check is found by its file's name, too")
                .startsWith("current users: ")
                .hasLineCount(1);
        Cli.Run faulty = as(cli, ENGINEER, "check", "--only", "freshness", "--patience", "0s");
        assertThat(faulty.exit()).isEqualTo(1);
        assertThat(faulty.out()).contains("what=nothing arrives");
        assertThat(as(cli, ENGINEER, "status").succeeded().out()).containsPattern("silver +\\| +2 ");
        as(cli, ENGINEER, "quarantine").succeeded();
        assertThat(as(cli, ENGINEER, "storage").succeeded().out()).contains("| listens");

        Cli.Run refused = as(cli, ANALYST, "quarantine");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("Access Denied");
        Files.writeString(password, "wrong");
        Cli.Run stranger = as(cli, ANALYST, "sql", "--password-file", password.toString(), "SELECT 1");
        assertThat(stranger.exit()).isEqualTo(1);
        assertThat(stranger.err()).contains("Authentication failed").doesNotContain("Exception");
    }

    /** As the cluster's Jobs do it, by their own command lines. */
    @Test
    void theClustersJobsApplyCheckAdvanceAndKeepTheLake() throws Exception {
        ClusterJob.Run applied = run("apply-sql", "--first-date=" + FIRST_DATE);
        assertThat(applied.exit()).as(applied.out()).isZero();
        assertThat(applied.out()).contains("The lake matches its SQL files.");

        ClusterJob.Run checked = run("check", "--only=ranges", "--first-date=" + FIRST_DATE);
        assertThat(checked.exit()).as(checked.out()).isZero();
        assertThat(checked.out()).contains("| ranges", "yes");

        ClusterJob.Run advanced = run("advance", "--first-date=" + FIRST_DATE);
        assertThat(advanced.exit()).as(advanced.out()).isZero();
        assertThat(advanced.out()).contains("| silver.listens ");
        assertThat(trino.rows(
                        OWNER,
                        "SELECT count(*) FROM music_streaming_base.information_schema.tables"
                                + " WHERE table_schema = 'base'"))
                .containsExactly(List.of(13L));

        String base = "music_streaming_base.base.silver_listens";
        for (int run = 1; run <= 2; run++) {
            trino.rows(
                    OWNER,
                    "INSERT INTO %s (landed_topic_id, landed_partition, landed_offset, border_offset, event_date) VALUES ('gone', 0, %d, %d, %s)"
                            .formatted(base, run, run, BaseTable.BORDER_DATE));
        }
        LocalDate today = LocalDate.now(UTC);
        Path kept = archived(today.minusDays(7));
        Path old = archived(today.minusDays(8));
        ClusterJob.Run keeps = run("upkeep", "--first-date=" + FIRST_DATE);
        assertThat(keeps.exit()).as(keeps.out()).isZero();
        assertThat(keeps.out())
                .containsPattern("silver_listens +\\| +1 \\| +3 \\| +1 \\| +1 \\| +0 \\|")
                .contains("Deleted 0 files that no snapshot has.", "Deleted 1 files of the archive.");
        assertThat(trino.rows(OWNER, "SELECT landed_offset FROM " + base)).containsExactly(List.of(2L));
        assertThat(kept).exists();
        assertThat(old).doesNotExist();
    }

    private static Path archived(LocalDate date) throws IOException {
        Path file = trino.lake().resolve("_archive/" + date + "/silver/listens/part.parquet");
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private static ClusterJob.Run run(String container, String... more) throws Exception {
        Map<String, String> here = Map.of(
                "https://trino:8443",
                trino.url().toString(),
                "/etc/trino-trust/ca.crt",
                trino.certificate().toString(),
                "$(GOLDSTREAM_LAKE_LOCATION)",
                "local:///{schema}");
        return ClusterJob.of(container)
                .run(
                        here,
                        Map.of(
                                "GOLDSTREAM_TRINO_PASSWORD",
                                SecuredTrino.PASSWORD,
                                "GOLDSTREAM_LAKE",
                                trino.lake().toString(),
                                "JDK_JAVA_OPTIONS",
                                HOSTS),
                        trino.certificate().resolveSibling(container + ".log"),
                        more);
    }

    /** A command of the command line, with what tells it the server and the account. */
    private static Cli.Run as(Cli cli, String user, String command, String... arguments) throws Exception {
        List<String> all =
                new ArrayList<>(List.of(command, "--trino", trino.url().toString()));
        all.addAll(List.of("--user", user, "--trust", trino.certificate().toString()));
        all.addAll(List.of(arguments));
        return cli.run(all.toArray(String[]::new));
    }

    private static void refuses(String user, String sql, String reason) {
        assertThatThrownBy(() -> trino.rows(user, sql))
                .as("%s: %s", user, sql)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(reason.isEmpty() ? "Access Denied" : reason);
    }

    /** An analyst's rows, or why there are none. */
    private static String answer(String sql) {
        try {
            return trino.rows(ANALYST, sql).toString();
        } catch (SQLException refused) {
            return refused.getMessage();
        }
    }

    private static List<List<Object>> ask(TrinoEndpoint endpoint, String sql) throws SQLException {
        try (Connection connection = endpoint.connect()) {
            return Query.run(connection, sql).rows();
        }
    }
}
