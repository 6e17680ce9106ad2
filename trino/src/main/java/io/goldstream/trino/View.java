package io.goldstream.trino;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a view's file says about it.
 *
 * @param name with its schema, such as {@code gold.fact_stream}
 * @param comment what it holds, and what a row is
 * @param grain the columns that make a row's key, by its file's line {@code -- grain:}; a question mark after one that can be
 *     NULL; empty where the file states none
 * @param columns each column's comment, in the columns' order
 * @param example a question that it answers, by its file's line {@code -- example:}; empty where the file has none
 */
public record View(String name, String comment, List<String> grain, Map<String, String> columns, String example) {

    private static final Pattern GRAIN = Pattern.compile("(?m)^-- grain: (.+)$");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^-- example: (.+)$");
    private static final Pattern COMMENT = Pattern.compile("\\nCOMMENT '((?:[^']|'')*)'");
    private static final Pattern COLUMN =
            Pattern.compile("(?m)^COMMENT ON COLUMN \\w+\\.\\w+\\.(\\w+) IS '((?:[^']|'')*)';$");

    /** All views, each after those that it reads. */
    public static List<View> all() {
        return SqlFile.all().stream()
                .filter(file -> file.kind() == SqlFile.Kind.VIEW)
                .map(View::of)
                .toList();
    }

    private static View of(SqlFile file) {
        Map<String, String> columns = new LinkedHashMap<>();
        COLUMN.matcher(file.text()).results().forEach(found -> columns.put(found.group(1), text(found.group(2))));
        return new View(
                file.object(),
                first(COMMENT, file).map(View::text).orElse(""),
                first(GRAIN, file)
                        .map(columnList -> List.of(columnList.split(", ")))
                        .orElse(List.of()),
                columns,
                first(EXAMPLE, file).orElse(""));
    }

    public String schema() {
        return name.substring(0, name.indexOf('.'));
    }

    /** The key's columns. */
    public List<String> grainColumns() {
        return grain.stream().map(column -> column.replace("?", "")).toList();
    }

    /** The key's columns that are never NULL. */
    public List<String> requiredGrainColumns() {
        List<String> required = new ArrayList<>(grain);
        required.removeIf(column -> column.endsWith("?"));
        return required;
    }

    private static Optional<String> first(Pattern pattern, SqlFile file) {
        Matcher matcher = pattern.matcher(file.text());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String text(String literal) {
        return literal.replace("''", "'");
    }
}
