package io.goldstream.trino;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table that a query reads by the server's plan, and the dates that it asks for.
 *
 * @param schema the layer of a landed or base table
 * @param table its name in that layer
 * @param column by which the dates are asked for; empty where all are read
 */
record PlannedRead(boolean isOfBase, String schema, String table, String column, LocalDate from, LocalDate to) {

    /** By which of its columns a table's dates are asked for: the first that is. */
    private static final List<String> DATES = List.of("event_date", "event_time", "source_timestamp");

    /** What a query reads. */
    static List<PlannedRead> of(Connection connection, String query) throws SQLException, JsonProcessingException {
        String plan = (String)
                Query.run(connection, "EXPLAIN (TYPE IO, FORMAT JSON) " + query).value();
        List<PlannedRead> reads = new ArrayList<>();
        for (JsonNode input : new ObjectMapper().readTree(plan).get("inputTableColumnInfos")) {
            JsonNode table = input.get("table").get("schemaTable");
            String schema = table.get("schema").asText();
            String name = table.get("table").asText();
            boolean isOfBase = schema.equals(Settings.BASE);
            if (isOfBase || schema.equals(LandedTable.SCHEMA)) {
                String[] parts = name.split("_", 2);
                schema = parts[0];
                name = parts[1];
            }
            reads.add(read(isOfBase, schema, name, input.get("constraint").get("columnConstraints")));
        }
        return reads;
    }

    /** Whether it asks for the border of a base table. */
    boolean isOfBorder() {
        return isOfBase && BaseTable.BORDER_DATE.contains(to.toString());
    }

    boolean isWhole() {
        return column.isEmpty();
    }

    private static PlannedRead read(boolean isOfBase, String schema, String table, JsonNode constraints) {
        Map<String, JsonNode> ranges = new HashMap<>();
        for (JsonNode constraint : constraints) {
            ranges.put(
                    constraint.get("columnName").asText(),
                    constraint.get("domain").get("ranges"));
        }
        for (String column : DATES) {
            JsonNode dates = ranges.get(column);
            if (dates != null && !isOfAllDatesOfBase(dates)) {
                LocalDate from = bound(dates.get(0), "low", LocalDate.MIN);
                LocalDate to = bound(dates.get(dates.size() - 1), "high", LocalDate.MAX);
                return new PlannedRead(isOfBase, schema, table, column, from, to);
            }
        }
        return new PlannedRead(isOfBase, schema, table, "", LocalDate.MIN, LocalDate.MAX);
    }

    /** All but the border's. */
    private static boolean isOfAllDatesOfBase(JsonNode ranges) {
        return bound(ranges.get(ranges.size() - 1), "high", LocalDate.MAX).equals(LocalDate.MAX)
                && BaseTable.BORDER_DATE.contains(
                        bound(ranges.get(0), "low", LocalDate.MIN).toString());
    }

    private static LocalDate bound(JsonNode range, String side, LocalDate none) {
        JsonNode bound = range.get(side);
        if (!bound.has("value")) {
            return none;
        }
        LocalDate date = LocalDate.parse(bound.get("value").asText().substring(0, 10));
        return side.equals("high") && bound.get("bound").asText().equals("BELOW") ? date.minusDays(1) : date;
    }
}
