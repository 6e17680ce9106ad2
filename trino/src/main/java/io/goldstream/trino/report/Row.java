package io.goldstream.trino.report;

import io.goldstream.trino.Result;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A row of an answer, its values by their columns' names. */
record Row(Map<String, Object> values) {

    static List<Row> of(Result result) {
        return result.rows().stream()
                .map(row -> {
                    Map<String, Object> values = new HashMap<>();
                    for (int i = 0; i < row.size(); i++) {
                        values.put(result.columns().get(i), row.get(i));
                    }
                    return new Row(values);
                })
                .toList();
    }

    /** The value as text; an em dash for null. */
    String text(String column) {
        Object value = values.get(column);
        return value == null ? "—" : value.toString();
    }

    long count(String column) {
        return values.get(column) instanceof Number number ? number.longValue() : 0;
    }

    double number(String column) {
        return values.get(column) instanceof Number number ? number.doubleValue() : 0;
    }

    boolean isNull(String column) {
        return values.get(column) == null;
    }

    boolean isTrue(String column) {
        return Boolean.TRUE.equals(values.get(column));
    }

    LocalDate date(String column) {
        return (LocalDate) values.get(column);
    }
}
