package io.goldstream.trino.register;

import io.goldstream.events.schema.Tables;
import io.goldstream.trino.BaseTable;
import io.goldstream.trino.Lake;
import io.goldstream.trino.LakeException;
import io.goldstream.trino.Query;
import io.goldstream.trino.Settings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Has the metastore point to the last commit of each base table, of every generation, where it does not. Safe to repeat. */
public final class Registration {

    /** Trino's ICEBERG_MISSING_METADATA: the file to which the metastore points is gone. */
    private static final int MISSING_METADATA = 84_148_239;

    /** Trino adds a random id to the names of tables. */
    private static final Pattern FOLDER = Pattern.compile("((?:%s)(?:_g\\d+)?)-[0-9a-f]{32}"
            .formatted(Tables.all().stream()
                    .map(table -> table.topic().replace('.', '_'))
                    .collect(Collectors.joining("|"))));

    private final Connection connection;
    private final Settings settings;
    private final BaseFiles files;

    /** What a table was found as. */
    public enum Found {
        /** It is there as its last commit left it. */
        CURRENT("up to date"),
        /** The metastore did not have it. */
        LOST("was lost, registered"),
        /** The metastore had an earlier commit of it. */
        SET_BACK("was set back, registered"),
        /** Nothing was changed, because it is not known what its last commit is. */
        UNKNOWN("not registered"),
        /** Files of the last commit are gone, so questions about it fail. */
        INCOMPLETE("registered, but files of it are gone");

        private final String words;

        Found(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * What was done about a table.
     *
     * @param table such as {@code silver_listens_g2}
     * @param metadata the file of its last commit; empty where it is not known
     * @param reason why the table is not as it should be; empty where it is
     */
    public record Outcome(String table, Found found, String metadata, long rows, String reason) {}

    /**
     * Of one Trino and its lake.
     *
     * @param connection as the lake's owner
     * @param settings of any generation
     */
    public Registration(Connection connection, Settings settings, BaseFiles files) {
        this.connection = connection;
        this.settings = settings;
        this.files = files;
    }

    /** The base tables of the settings' generation of which there are rows in storage, but which the metastore does not have. */
    public List<String> lost() throws SQLException, IOException, LakeException {
        Lake.makeBaseCatalog(connection, settings);
        Set<String> present = present();
        Set<String> absent = BaseTable.all(settings).stream()
                .map(BaseTable::name)
                .filter(name -> !present.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        if (absent.isEmpty()) {
            return List.of();
        }
        Set<String> listed = files.list();
        Map<String, List<String>> folders = folders(listed);
        List<String> lost = new ArrayList<>();
        for (String table : absent) {
            if (hasRows(listed, folders.getOrDefault(table, List.of()))) {
                lost.add(table);
            }
        }
        return lost;
    }

    /**
     * The base tables, of every generation, of which there is a later commit in storage than the metastore has: it was set back,
     * or the commit was killed. Until they are registered, nothing may be committed to them, and none of their files deleted.
     *
     * @param settled how old such a commit is at least: a younger one can be under way
     */
    public Set<String> setBack(Duration settled) throws SQLException, IOException {
        Set<String> listed = files.list();
        Set<String> setBack = new TreeSet<>();
        for (String table : present()) {
            Optional<String> pointer = pointer(table);
            if (pointer.isEmpty()
                    || new History(files, listed)
                            .isBehind(pointer.get(), Instant.now().minus(settled))) {
                setBack.add(table);
            }
        }
        return setBack;
    }

    /** A table that was about to be made when its maker was killed has none. */
    private boolean hasRows(Set<String> listed, List<String> folders) throws IOException {
        for (String folder : folders) {
            try {
                if (new History(files, listed)
                        .last(folder, Optional.empty())
                        .filter(last -> last.rows() > 0)
                        .isPresent()) {
                    return true;
                }
            } catch (UnknownHistoryException several) {
                return true;
            }
        }
        return false;
    }

    /**
     * Registers each table that is not as its last commit left it.
     *
     * @param settled how old a commit must be that the metastore does not have: a younger one can be under way
     */
    public List<Outcome> run(Duration settled) throws SQLException, IOException, LakeException {
        Lake.makeBaseSchema(connection, settings);
        Set<String> listed = files.list();
        Set<String> present = present();
        List<Outcome> outcomes = new ArrayList<>();
        for (Map.Entry<String, List<String>> table : folders(listed).entrySet()) {
            outcomes.add(register(table.getKey(), table.getValue(), listed, present, settled));
        }
        return outcomes;
    }

    private Outcome register(
            String table, List<String> folders, Set<String> listed, Set<String> present, Duration settled)
            throws SQLException, IOException {
        boolean isPresent = present.contains(table);
        Optional<String> pointer = isPresent ? pointer(table) : Optional.empty();
        Metadata last;
        try {
            last = last(folders, listed, pointer);
        } catch (UnknownHistoryException unknown) {
            return new Outcome(table, Found.UNKNOWN, pointer.orElse(""), 0, unknown.getMessage());
        }
        if (pointer.filter(path -> isAsNewAs(path, last)).isPresent()) {
            return new Outcome(table, Found.CURRENT, pointer.get(), last.rows(), "");
        }
        if (isPresent) {
            if (Instant.ofEpochMilli(last.updated()).isAfter(Instant.now().minus(settled))) {
                String reason =
                        "%s was written less than %d minutes ago, and its commit can be under way. Run the command"
                                + " again then";
                return new Outcome(
                        table,
                        Found.UNKNOWN,
                        last.path(),
                        last.rows(),
                        reason.formatted(last.path(), settled.toMinutes()));
            }
            call("unregister_table(schema_name => '%s', table_name => '%s')".formatted(Settings.BASE, table));
        }
        call(
                "register_table(schema_name => '%s', table_name => '%s', table_location => '%s', metadata_file_name => '%s')"
                        .formatted(
                                Settings.BASE,
                                table,
                                last.location().replace("'", "''"),
                                last.path().replaceFirst("^.*/", "")));
        long gone = gone(table, last, listed);
        return gone > 0
                ? new Outcome(
                        table,
                        Found.INCOMPLETE,
                        last.path(),
                        last.rows(),
                        gone + " files of its last commit are not in storage")
                : new Outcome(table, isPresent ? Found.SET_BACK : Found.LOST, last.path(), last.rows(), "");
    }

    private static boolean isAsNewAs(String pointer, Metadata last) {
        return folder(pointer).equals(folder(last.path()))
                && Metadata.version(pointer) >= Metadata.version(last.path());
    }

    /** Of the folders that have the table's name, the one with rows. */
    private Metadata last(List<String> folders, Set<String> listed, Optional<String> pointer)
            throws IOException, UnknownHistoryException {
        List<Metadata> found = new ArrayList<>();
        for (String folder : folders) {
            new History(files, listed).last(folder, pointer).ifPresent(found::add);
        }
        List<Metadata> withRows =
                found.stream().filter(metadata -> metadata.rows() > 0).toList();
        if (withRows.size() > 1) {
            throw new UnknownHistoryException("the table was made more than once, and each time has rows: "
                    + String.join(
                            ", ",
                            withRows.stream().map(each -> folder(each.path())).toList())
                    + ". Move the folders that are not to count away, and run the command again");
        }
        return withRows.stream()
                .findFirst()
                .or(() -> found.stream()
                        .max(Comparator.<Metadata, Boolean>comparing(each ->
                                        pointer.map(Registration::folder).equals(Optional.of(folder(each.path()))))
                                .thenComparing(Metadata::updated)))
                .orElseThrow(() -> new UnknownHistoryException("none of its metadata files has its manifest list. Run"
                        + " the command again when no other command commits"));
    }

    /** How many files of the table are not there. */
    private long gone(String table, Metadata last, Set<String> listed) throws SQLException {
        String folder = folder(last.path());
        return Query.run(connection, "SELECT file_path FROM " + metadataOf(table, "$files")).rows().stream()
                .map(row -> (String) row.getFirst())
                .filter(path -> !listed.contains(path.substring(path.lastIndexOf("/" + folder + "/") + 1)))
                .count();
    }

    private Set<String> present() throws SQLException {
        String query = "SELECT table_name FROM %s.information_schema.tables WHERE table_schema = '%s'"
                .formatted(settings.baseCatalog(), Settings.BASE);
        return Query.run(connection, query).rows().stream()
                .map(row -> (String) row.getFirst())
                .collect(Collectors.toSet());
    }

    /** The metadata file that the metastore has of a table; nothing where that file is gone. */
    private Optional<String> pointer(String table) throws SQLException {
        try {
            return Query.run(connection, "SELECT file FROM " + metadataOf(table, "$metadata_log_entries"))
                    .rows()
                    .stream()
                    .map(row -> Metadata.below((String) row.getFirst()))
                    .max(Comparator.comparing(Metadata::version));
        } catch (SQLException failed) {
            if (failed.getErrorCode() == MISSING_METADATA) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private String metadataOf(String table, String kind) {
        return "%s.%s.\"%s%s\"".formatted(settings.baseCatalog(), Settings.BASE, table, kind);
    }

    private void call(String procedure) throws SQLException {
        Query.run(connection, "CALL %s.system.%s".formatted(settings.baseCatalog(), procedure));
    }

    private static String folder(String path) {
        return path.substring(0, path.indexOf('/'));
    }

    /** The folders of each table, by its name, where a commit has written a metadata file. */
    private static Map<String, List<String>> folders(Set<String> listed) {
        Map<String, Set<String>> folders = new HashMap<>();
        for (String path : listed) {
            if (Metadata.isMetadata(path)) {
                Matcher folder = FOLDER.matcher(folder(path));
                if (folder.matches()) {
                    folders.computeIfAbsent(folder.group(1), name -> new TreeSet<>())
                            .add(folder.group());
                }
            }
        }
        return folders.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> List.copyOf(entry.getValue()), (a, b) -> a, TreeMap::new));
    }
}
