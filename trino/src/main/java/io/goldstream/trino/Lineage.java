package io.goldstream.trino;

import static java.util.stream.Collectors.joining;

import io.goldstream.events.EventType;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is made of what: the refinery's part from the event contract, the views' from the SQL that makes them. */
public final class Lineage {

    /** The schema of what kept tables hold; the edges lead past its views. */
    private static final String DEFINED = "defined";

    private static final Pattern REFERENCE = Pattern.compile(
            "\\b(?:FROM|JOIN)\\s+((?:" + String.join("|", Settings.SCHEMAS) + "|" + DEFINED + ")\\.\\w+)");

    /**
     * One object that is read to make another.
     *
     * @param source its name with its schema, such as {@code silver.listens}
     * @param target what is made, such as {@code gold.fact_stream}
     * @param madeBy {@code refinery} or {@code view}
     */
    public record Edge(String source, String target, String madeBy) {}

    private Lineage() {}

    /** All edges, from raw to gold and ops: each after those that lead to its source. */
    public static List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (EventType type : EventType.values()) {
            String raw = Tables.of(Layer.RAW, type).topic();
            String bronze = Tables.of(Layer.BRONZE, type).topic();
            edges.add(new Edge(raw, bronze, "refinery"));
            edges.add(new Edge(bronze, Tables.of(Layer.SILVER, type).topic(), "refinery"));
            Tables.of(Layer.QUARANTINE).forEach(table -> edges.add(new Edge(raw, table.topic(), "refinery")));
        }
        Map<String, Set<String>> definitions = new HashMap<>();
        for (SqlFile file : SqlFile.all()) {
            if (file.kind() == SqlFile.Kind.VIEW) {
                Set<String> sources = new LinkedHashSet<>();
                references(file.text())
                        .forEach(source -> sources.addAll(definitions.getOrDefault(source, Set.of(source))));
                if (file.schema().equals(DEFINED)) {
                    definitions.put(file.object(), sources);
                } else {
                    sources.forEach(source -> edges.add(new Edge(source, file.object(), "view")));
                }
            }
        }
        return List.copyOf(edges);
    }

    /** The tables and views that a statement reads. */
    static Set<String> references(String sql) {
        Set<String> references = new LinkedHashSet<>();
        REFERENCE.matcher(sql.replaceAll("(?m)--.*$", "")).results().forEach(found -> references.add(found.group(1)));
        return references;
    }

    /** The edges as the rows of a {@code VALUES} list. */
    static String rows() {
        return edges().stream()
                .map(edge -> "('%s', '%s', '%s')".formatted(edge.source(), edge.target(), edge.madeBy()))
                .collect(joining(",\n    "));
    }
}
