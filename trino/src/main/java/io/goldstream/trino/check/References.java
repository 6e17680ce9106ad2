package io.goldstream.trino.check;

import static java.util.stream.Collectors.joining;

import io.goldstream.trino.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which keys of facts refer to which dimensions: by their names, so that a view or a key that is new is looked at, too. wide_fact
 * has the keys of fact_stream, from the same view.
 */
final class References {

    /** The keys that are made of user_id, and are known where it is. */
    private static final Set<String> OF_USERS = Set.of("account_key", "user_key");

    private References() {}

    /** By each dimension of gold the name of its key. */
    static Map<String, String> dimensions(List<View> views) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (View view : views) {
            if (view.name().startsWith("gold.dim_")) {
                dimensions.put(view.name(), String.join(", ", view.grainColumns()));
            }
        }
        return dimensions;
    }

    /** A query of the keys that facts have: fact, dimension, key. */
    static String referred(List<View> views) {
        Map<String, String> dimensions = dimensions(views);
        return views.stream()
                .filter(view -> view.name().startsWith("gold.fact_"))
                .map(fact -> referred(fact, dimensions))
                .collect(joining("\n  UNION ALL\n  "));
    }

    private static String referred(View fact, Map<String, String> dimensions) {
        List<Map.Entry<String, String>> own = dimensions.entrySet().stream()
                .filter(dimension -> fact.columns().containsKey(dimension.getValue()))
                .toList();
        return """
                SELECT DISTINCT '%s' AS fact, dimension, key
                  FROM %s
                  CROSS JOIN UNNEST(
                    ARRAY[%s],
                    ARRAY[%s]) AS keys (dimension, key)
                  WHERE ${on_date_since}""".formatted(
                fact.name(),
                fact.name(),
                own.stream().map(dimension -> "'" + dimension.getKey() + "'").collect(joining(", ")),
                own.stream().map(dimension -> key(fact, dimension.getValue())).collect(joining(", ")));
    }

    private static String key(View fact, String column) {
        String key = "CAST(" + column + " AS varchar)";
        return OF_USERS.contains(column) && fact.columns().containsKey("user_id")
                ? "IF(user_id IS NOT NULL AND %s = 'unknown', 'unknown, for user ' || user_id, %s)"
                        .formatted(column, key)
                : key;
    }

    /** A query of the keys that dimensions have: dimension, key. */
    static String known(List<View> views) {
        return dimensions(views).entrySet().stream()
                .map(dimension -> "SELECT '%s', CAST(%s AS varchar) FROM %s"
                        .formatted(dimension.getKey(), dimension.getValue(), dimension.getKey()))
                .collect(joining("\n  UNION ALL\n  "));
    }
}
