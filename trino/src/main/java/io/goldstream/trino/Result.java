package io.goldstream.trino;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The answer to a query, in memory.
 *
 * @param columns their names, in order; none for a statement without rows
 * @param rows values in the columns' order, of the types that {@link Query} lists; null for NULL
 */
public record Result(List<String> columns, List<List<Object>> rows) {

    public Result {
        columns = List.copyOf(columns);
        rows = Collections.unmodifiableList(new ArrayList<>(rows));
    }

    /** The only value of an answer of one row and one column. */
    public Object value() {
        if (rows.size() != 1 || columns.size() != 1) {
            throw new IllegalStateException(
                    "Not one value but " + rows.size() + " rows of " + columns.size() + " columns");
        }
        return rows.getFirst().getFirst();
    }
}
