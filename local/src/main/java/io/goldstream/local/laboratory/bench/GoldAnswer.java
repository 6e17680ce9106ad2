package io.goldstream.local.laboratory.bench;

import io.trino.jdbc.TrinoStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one run of a query read.
 *
 * @param rows all of them, to compare
 * @param bytes what was read of the lake's files
 */
record GoldAnswer(List<List<Object>> rows, long bytes) {

    /**
     * Asks.
     *
     * @param limitSeconds after which the query is given up
     */
    static GoldAnswer ask(Connection connection, String sql, int limitSeconds) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        AtomicLong bytes = new AtomicLong();
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(limitSeconds);
            statement
                    .unwrap(TrinoStatement.class)
                    .setProgressMonitor(stats -> bytes.set(stats.getPhysicalInputBytes()));
            try (ResultSet result = statement.executeQuery(sql)) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getObject(i));
                    }
                    rows.add(row);
                }
            }
        }
        return new GoldAnswer(rows, bytes.get());
    }
}
