package io.goldstream.local.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goldstream.trino.Query;
import io.goldstream.trino.Result;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A question whose answer stands in an {@code expected.json}, and how the lake is asked for it.
 *
 * @param shape what the rows are as JSON
 * @param sql the question
 */
record ExpectedAnswer(Shape shape, String sql) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the rows of an answer are as JSON. */
    enum Shape {
        /** The only value. */
        VALUE(Result::value),
        /** The only row, as a list. */
        ROW(result -> result.rows().getFirst()),
        /** A list of lists. */
        ROWS(Result::rows),
        /** The first column's values name those of the second. */
        MAP(ExpectedAnswer::map),
        /** The columns' names name the values of the only row. */
        OBJECT(ExpectedAnswer::object);

        private final Function<Result, Object> json;

        Shape(Function<Result, Object> json) {
            this.json = json;
        }
    }

    /** The lake's answer. */
    JsonNode ask(Connection connection) throws SQLException {
        return normal(JSON.valueToTree(shape.json.apply(Query.run(connection, sql))));
    }

    /** The same with every number in one form: 1, 1.0 and 1.00 are one answer. */
    static JsonNode normal(JsonNode json) {
        return switch (json.getNodeType()) {
            case NUMBER -> DecimalNode.valueOf(json.decimalValue().stripTrailingZeros());
            case ARRAY -> {
                List<JsonNode> values = new ArrayList<>();
                json.forEach(value -> values.add(normal(value)));
                yield JSON.createArrayNode().addAll(values);
            }
            case OBJECT -> {
                ObjectNode object = JSON.createObjectNode();
                json.properties().forEach(field -> object.set(field.getKey(), normal(field.getValue())));
                yield object;
            }
            default -> json;
        };
    }

    private static Object map(Result result) {
        Map<String, Object> map = new LinkedHashMap<>();
        result.rows().forEach(row -> map.put(String.valueOf(row.get(0)), row.get(1)));
        return map;
    }

    private static Object object(Result result) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < result.columns().size(); i++) {
            object.put(result.columns().get(i), result.rows().getFirst().get(i));
        }
        return object;
    }
}
