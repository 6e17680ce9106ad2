package io.goldstream.trino;

import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.reference.ReferenceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the lake's objects into a Trino server: the catalog, its schemas, the external tables, the views. */
public final class Lake {

    /** The table property that says by which definition a table was made. */
    private static final String DEFINITION = "goldstream.definition";

    private static final String LAKE_DEFINITION = "ops.lake_definition";
    private static final String LAKE_DEFINITION_FILE = "ops/lake_definition.sql";

    /** Of Trino, as SCHEMA_NOT_FOUND, TABLE_NOT_FOUND and COLUMN_NOT_FOUND behind it. */
    private static final int CATALOG_NOT_FOUND = 44;

    private static final Set<Integer> ABSENT = Set.of(CATALOG_NOT_FOUND, 45, 46, 47);

    private Lake() {}

    /**
     * The folders of the schemas and of the external tables, below the lake's root, outer ones first. They must be there
     * before {@link #apply}.
     */
    public static List<String> folders() {
        return folders(Generation.FIRST);
    }

    /** The {@link #folders()} of a generation's tables. */
    public static List<String> folders(Generation generation) {
        List<String> folders = new ArrayList<>(Settings.LOCATIONS);
        for (Table table : Tables.all()) {
            folders.add(table.layer().id() + "/" + generation.name(table));
        }
        for (ReferenceTable table : ReferenceTable.values()) {
            folders.add(table.folder());
        }
        return List.copyOf(folders);
    }

    /**
     * Makes what is missing, brings what is there to the state of the SQL files, and drops views of gold and ops that no file
     * makes. Safe to repeat, and to go on with after a failure; no data are touched. A table whose definition has changed is
     * declared anew over the same files: queries that start at that moment can miss it. Where nothing has changed, it asks the server twice and is done; where
     * only the generation has, it declares that generation's tables and no more. Landed tables are in the schema landing, and a
     * view of base and landing has the name of each.
     *
     * @throws LakeException where a statement fails; what came before it stays
     * @throws SQLException where the server cannot be reached
     */
    public static void apply(Connection connection, Settings settings, ProgressListener progress)
            throws LakeException, SQLException {
        String callersCatalog = connection.getCatalog();
        connection.setCatalog(settings.catalog());
        try {
            Settings actual = settings.withMoved(moved(connection, settings));
            Optional<LakeDefinition> present = presentLakeDefinition(connection);
            List<SqlFile> changed =
                    changed(connection, present, LakeDefinition.of(actual), SqlFile.all(actual.moved()));
            if (changed.isEmpty()) {
                return;
            }
            if (present.isPresent()) {
                Query.run(connection, "DROP VIEW " + LAKE_DEFINITION);
            }
            if (!actual.moved().isEmpty()) {
                makeBase(connection, settings); // the views' columns may be new
            }
            applyEach(connection, actual, progress, changed);
        } finally {
            connection.setCatalog(callersCatalog);
        }
    }

    /**
     * Makes the base tables of the settings' generation where there are none, and their catalog, and adds the columns that they
     * lack. From then on {@link #apply} shows them. Safe to repeat.
     *
     * @throws LakeException where a statement fails
     */
    public static void makeBase(Connection connection, Settings settings) throws LakeException, SQLException {
        makeBaseCatalog(connection, settings);
        Map<String, Set<String>> present = new HashMap<>();
        String query = "SELECT table_name, column_name FROM %s.information_schema.columns WHERE table_schema = '%s'"
                .formatted(settings.baseCatalog(), Settings.BASE);
        for (List<Object> row : Query.run(connection, query).rows()) {
            present.computeIfAbsent((String) row.get(0), table -> new HashSet<>())
                    .add((String) row.get(1));
        }
        for (BaseTable base : BaseTable.all(settings)) {
            SqlFile file = new SqlFile(Settings.BASE + "/" + base.name() + ".sql", "");
            Set<String> columns = present.get(base.name());
            run(connection, file, columns == null ? base.make() : base.missing(columns));
        }
    }

    /**
     * Makes the catalog of the base tables where there is none, if it is not the server's own. Safe to repeat.
     *
     * @throws LakeException where the statement fails
     */
    public static void makeBaseCatalog(Connection connection, Settings settings) throws LakeException {
        SqlFile catalog = SqlFile.baseCatalog();
        if (settings.createsCatalog()) {
            run(connection, catalog, catalog.statements(settings));
        }
    }

    /**
     * Makes the schema of the base tables where there is none. Makes their catalog anew, if it is not the server's own: an earlier
     * version's cannot register tables. Safe to repeat.
     *
     * @throws LakeException where a statement fails
     */
    public static void makeBaseSchema(Connection connection, Settings settings) throws LakeException {
        if (settings.createsCatalog()) {
            run(connection, SqlFile.baseCatalog(), List.of("DROP CATALOG IF EXISTS " + settings.baseCatalog()));
        }
        makeBaseCatalog(connection, settings);
        run(connection, SqlFile.baseCatalog(), List.of(BaseTable.makeSchema(settings)));
    }

    /**
     * Declares the settings' generation of bronze, silver and quarantine beside the tables that are in use, so that both can
     * be asked: {@code bronze.listen_events_g2}, see {@link #beside}. Safe to repeat.
     */
    public static void declareBeside(Connection connection, Settings settings) throws LakeException, SQLException {
        forgetBeside(connection, settings);
        Set<String> moved = moved(connection, settings);
        for (SqlFile file : SqlFile.all()) {
            Optional<LandedTable> landed = LandedTable.of(file).filter(LandedTable::isGenerational);
            if (landed.isPresent()) {
                Table table = landed.get().table();
                SqlFile declared = file.beside(beside(settings.generation()));
                SqlFile view =
                        new LandedTable(table, beside(settings.generation())).viewFile(moved.contains(table.topic()));
                run(connection, declared, declared.statements(settings));
                run(connection, view, view.statements(settings));
            }
        }
    }

    /** Forgets what {@link #declareBeside} declared; the files stay. */
    public static void forgetBeside(Connection connection, Settings settings) throws LakeException, SQLException {
        connection.setCatalog(settings.catalog());
        for (Table table : Tables.all()) {
            LandedTable landed = new LandedTable(table, beside(settings.generation()));
            if (landed.isGenerational()) {
                SqlFile view = landed.viewFile(false);
                dropTableBehind(connection, view);
                run(connection, view, List.of("DROP VIEW IF EXISTS " + landed.view()));
                run(connection, view, List.of("DROP TABLE IF EXISTS " + landed.object()));
            }
        }
    }

    /** What ends the names of a generation's tables while they stand beside those in use. */
    public static String beside(Generation generation) {
        return "_g" + generation.number();
    }

    /** The landed tables that have a base table in the settings' generation, and the views that have a kept table. */
    private static Set<String> moved(Connection connection, Settings settings) throws LakeException, SQLException {
        String query = "SELECT table_name FROM %s.information_schema.tables WHERE table_schema = '%s'"
                .formatted(settings.baseCatalog(), Settings.BASE);
        Set<Object> present = new HashSet<>();
        try {
            Query.run(connection, query).rows().forEach(row -> present.add(row.getFirst()));
        } catch (SQLException failed) {
            if (failed.getErrorCode() != CATALOG_NOT_FOUND) {
                throw failed;
            }
            refuseToForgetBase(connection, settings, query);
        }
        Set<String> moved = BaseTable.all(settings).stream()
                .filter(base -> present.contains(base.name()))
                .map(base -> base.table().topic())
                .collect(Collectors.toSet());
        KeptUsers users = new KeptUsers(settings);
        if (!moved.isEmpty() && Query.run(connection, users.tables()).rows().contains(List.of(users.name()))) {
            moved.add(KeptUsers.VIEW);
        }
        return moved;
    }

    /** Without the catalog the tables would show what is in landing only, and nobody would be told. */
    private static void refuseToForgetBase(Connection connection, Settings settings, String query)
            throws LakeException, SQLException {
        String ofBase =
                "SELECT 1 FROM information_schema.views WHERE table_schema = 'silver' AND table_name = 'listens'"
                        + " AND view_definition LIKE '%border_offset%'";
        try {
            if (Query.run(connection, ofBase).rows().isEmpty()) {
                return;
            }
        } catch (SQLException failed) {
            if (ABSENT.contains(failed.getErrorCode())) {
                return; // the lake's own catalog is to be made yet
            }
            throw failed;
        }
        throw new LakeException(
                "base/catalog.sql",
                query,
                new SQLException("rows of this lake are in base tables, but Trino has no catalog "
                        + settings.baseCatalog() + ". Give it the catalog back, and apply again"));
    }

    /** The objects that are to be made: none, those of a generation, or all. */
    private static List<SqlFile> changed(
            Connection connection, Optional<LakeDefinition> present, LakeDefinition wanted, List<SqlFile> all)
            throws SQLException {
        boolean isOfTheseFiles = present.map(LakeDefinition::files).equals(Optional.of(wanted.files()));
        if (!isOfTheseFiles || !isEachPresent(connection, all)) {
            return all;
        }
        if (present.equals(Optional.of(wanted))) {
            return List.of();
        }
        return all.stream()
                .filter(file -> file.isGenerational() || file.path().equals(LAKE_DEFINITION_FILE))
                .toList();
    }

    private static boolean isEachPresent(Connection connection, List<SqlFile> files) throws SQLException {
        Set<Object> present = new HashSet<>();
        String query = "SELECT table_schema || '.' || table_name FROM information_schema.tables";
        Query.run(connection, query).rows().forEach(row -> present.add(row.getFirst()));
        return files.stream()
                .filter(file -> file.kind() == SqlFile.Kind.TABLE || file.kind() == SqlFile.Kind.VIEW)
                .allMatch(file -> present.contains(file.object()));
    }

    /** What the lake says that it was made by; nothing where it does not say, or not in the words of this version. */
    private static Optional<LakeDefinition> presentLakeDefinition(Connection connection) throws SQLException {
        try {
            List<Object> row = Query.run(connection, "SELECT definition, generation FROM ops.lake_definition")
                    .rows()
                    .getFirst();
            return Optional.of(new LakeDefinition((String) row.get(0), ((Number) row.get(1)).intValue()));
        } catch (SQLException failed) {
            if (ABSENT.contains(failed.getErrorCode())) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /** Objects in their order, each with what it is made of; comments, which are most of the statements, beside them. */
    private static void applyEach(
            Connection connection, Settings settings, ProgressListener progress, List<SqlFile> files)
            throws LakeException, SQLException {
        try (Comments comments = new Comments()) {
            for (int i = 0; i < files.size(); i++) {
                SqlFile file = files.get(i);
                if (file.path().equals(LAKE_DEFINITION_FILE)) {
                    comments.await();
                    dropGone(connection);
                }
                apply(connection, settings, file, comments);
                progress.applied(i + 1, files.size(), file.path());
            }
            comments.await();
        }
    }

    private static void apply(Connection connection, Settings settings, SqlFile file, Comments comments)
            throws LakeException, SQLException {
        switch (file.kind()) {
            case CATALOG -> {
                if (settings.createsCatalog()) {
                    run(connection, file, file.statements(settings));
                }
            }
            case SCHEMA -> run(connection, file, file.statements(settings));
            case VIEW -> {
                if (Tables.byTopic(file.object()).isPresent()) {
                    dropTableBehind(connection, file);
                }
                List<String> statements = file.statements(settings);
                run(connection, file, statements.subList(0, 1));
                comments.begin(() -> run(connection, file, statements.subList(1, statements.size())));
            }
            case TABLE -> applyTable(connection, settings, file);
        }
    }

    /** A landed table that an earlier version declared under the name of the view. */
    private static void dropTableBehind(Connection connection, SqlFile file) throws LakeException, SQLException {
        if (kind(connection, file).equals(Optional.of("BASE TABLE"))) {
            dropDefinition(connection, file);
        }
    }

    private static void applyTable(Connection connection, Settings settings, SqlFile file)
            throws LakeException, SQLException {
        Optional<String> present = presentDefinition(connection, file);
        if (present.equals(Optional.of(file.definition(settings)))) {
            return;
        }
        if (present.isPresent()) {
            dropDefinition(connection, file);
        }
        run(connection, file, file.statements(settings));
    }

    /** Forgets an external table, whose files stay. One that owns its files is left alone: they would go with it. */
    private static void dropDefinition(Connection connection, SqlFile file) throws LakeException, SQLException {
        String table = file.schema() + "." + file.name();
        String drop = "DROP TABLE IF EXISTS " + table;
        String made =
                (String) Query.run(connection, "SHOW CREATE TABLE " + table).value();
        if (!made.contains("external_location")) {
            throw new LakeException(
                    file.path(),
                    drop,
                    new SQLException(table + " is a table that owns its files, and not made by this"
                            + " command. To drop it would delete them: copy the files, drop the table yourself, and apply"
                            + " again"));
        }
        run(connection, file, List.of(drop));
    }

    /** Views of files that were removed or renamed. */
    private static void dropGone(Connection connection) throws SQLException {
        Set<String> made = SqlFile.all().stream()
                .filter(file -> file.kind() == SqlFile.Kind.VIEW)
                .map(SqlFile::object)
                .collect(Collectors.toSet());
        String query = "SELECT table_schema || '.' || table_name FROM information_schema.views"
                + " WHERE table_schema IN ('gold', 'ops')";
        for (List<Object> view : Query.run(connection, query).rows()) {
            if (!made.contains((String) view.getFirst())) {
                Query.run(connection, "DROP VIEW " + quoted((String) view.getFirst()));
            }
        }
    }

    private static String quoted(String object) {
        return '"' + object.replaceFirst("\\.", "\".\"") + '"';
    }

    /** The definition that the table was made by, or nothing where there is no such table. */
    private static Optional<String> presentDefinition(Connection connection, SqlFile file) throws SQLException {
        if (kind(connection, file).isEmpty()) {
            return Optional.empty();
        }
        // All of them, because a table that somebody else made has no such property, and so no such column.
        Result properties =
                Query.run(connection, "SELECT * FROM %s.\"%s$properties\"".formatted(file.schema(), file.name()));
        int definition = properties.columns().indexOf(DEFINITION);
        return Optional.of(
                definition < 0 ? "" : (String) properties.rows().getFirst().get(definition));
    }

    /** BASE TABLE or VIEW, or nothing where there is neither. */
    private static Optional<String> kind(Connection connection, SqlFile file) throws SQLException {
        String query = "SELECT table_type FROM information_schema.tables WHERE table_schema = ? AND table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, file.schema());
            statement.setString(2, file.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static void run(Connection connection, SqlFile file, List<String> statements) throws LakeException {
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new LakeException(file.path(), sql, e);
            }
        }
    }
}
