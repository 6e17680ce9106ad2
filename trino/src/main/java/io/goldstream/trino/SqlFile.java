package io.goldstream.trino;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One object of the lake: a file under {@code sql/} that holds the statement that makes it, and its comments.
 *
 * @param path below {@code sql/}: {@code <schema>/<object>.sql}, {@code <schema>/schema.sql}, {@code catalog.sql} or
 *     {@code sandbox/catalog.sql}
 * @param text as written, with placeholders
 */
record SqlFile(String path, String text) {

    private static final String FOLDER = "/sql/";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z_]+)}");

    enum Kind {
        CATALOG,
        SCHEMA,
        TABLE,
        VIEW
    }

    /** All objects, each after those that it is made of: {@code sql/order.txt}, and behind each landed table its view. */
    static List<SqlFile> all() {
        return all(Set.of());
    }

    /**
     * The same in a lake in which rows were moved.
     *
     * @param moved the tables, such as {@code silver.listens}, that have a base table
     */
    static List<SqlFile> all(Set<String> moved) {
        List<SqlFile> files = new ArrayList<>();
        for (String path : read("order.txt").lines().toList()) {
            SqlFile file = new SqlFile(path, KeptUsers.shown(BaseTable.state(read(path), moved), moved));
            files.add(file);
            LandedTable.of(file)
                    .ifPresent(landed -> files.add(
                            landed.viewFile(moved.contains(landed.table().topic()))));
        }
        return List.copyOf(files);
    }

    /** The object of a path, as its file has it. */
    static SqlFile of(String path) {
        return new SqlFile(path, read(path));
    }

    /** The catalog of the base tables. */
    static SqlFile baseCatalog() {
        return new SqlFile("base/catalog.sql", resource("/base/catalog.sql"));
    }

    /** Of a view's file: the query. */
    String body() {
        int start = text.indexOf("\nAS\n") + "\nAS\n".length();
        return text.substring(start, text.indexOf(";\n", start));
    }

    Kind kind() {
        if (path.endsWith("catalog.sql")) {
            return Kind.CATALOG;
        }
        if (path.endsWith("/schema.sql")) {
            return Kind.SCHEMA;
        }
        return text.contains("CREATE TABLE ") ? Kind.TABLE : Kind.VIEW;
    }

    String schema() {
        return path.substring(0, Math.max(0, path.indexOf('/')));
    }

    /** The table's or view's name with its schema, as queries use it. */
    String object() {
        return schema() + "." + name();
    }

    /** The table's or view's name within its schema. */
    String name() {
        return path.substring(path.indexOf('/') + 1, path.length() - ".sql".length());
    }

    /** Whether it is a table, or a view of a base table, that each generation has anew. */
    boolean isGenerational() {
        return text.contains("${generation}");
    }

    /** The same table under a name that ends otherwise. */
    SqlFile beside(String ending) {
        return new SqlFile(
                schema() + "/" + name() + ending + ".sql",
                text.replace(" EXISTS " + object() + " (", " EXISTS " + object() + ending + " ("));
    }

    /** What changes whenever the object's definition does, by its text or by the settings. */
    String definition(Settings settings) {
        return sha256(fill(settings.placeholders(), true));
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** The statements to run, in order, without their semicolons. */
    List<String> statements(Settings settings) {
        Map<String, String> placeholders = settings.placeholders();
        placeholders.put("definition", definition(settings));
        if (text.contains("${lineage}")) {
            placeholders.put("lineage", Lineage.rows());
        }
        if (text.contains("${lake_definition}")) {
            LakeDefinition lake = LakeDefinition.of(settings);
            placeholders.put("lake_definition", lake.files());
            placeholders.put("lake_generation", Integer.toString(lake.generation()));
        }
        return split(fill(placeholders, false));
    }

    private String fill(Map<String, String> placeholders, boolean lenient) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String value = placeholders.get(match.group(1));
            if (value == null && !lenient) {
                throw new IllegalStateException(
                        "sql/" + path + " asks for " + match.group() + ", which no setting has");
            }
            return Matcher.quoteReplacement(value == null ? match.group() : value);
        });
    }

    /** Splits at semicolons outside literals, quoted names and comments. */
    static List<String> split(String script) {
        List<String> statements = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '\'' || c == '"') {
                at = after(script, at, String.valueOf(c));
            } else if (script.startsWith("--", at)) {
                at = after(script, at, "\n");
            } else if (c == ';') {
                statements.add(script.substring(start, at).strip());
                at++;
                start = at;
            } else {
                at++;
            }
        }
        if (!script.substring(start).isBlank()) {
            throw new IllegalArgumentException("A statement without a semicolon: "
                    + script.substring(start).strip());
        }
        return statements;
    }

    private static int after(String script, int at, String end) {
        int found = script.indexOf(end, at + 1);
        return found < 0 ? script.length() : found + end.length();
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String read(String path) {
        return resource(FOLDER + path);
    }

    private static String resource(String path) {
        try (InputStream file = SqlFile.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException("The class path has no " + path);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + path + " on the class path", e);
        }
    }
}
