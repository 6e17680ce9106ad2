package io.goldstream.trino;

import static java.util.stream.Collectors.joining;

import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.ColumnType;
import io.goldstream.events.schema.ColumnType.Rows;
import io.goldstream.events.schema.ColumnType.Scalar;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;

/** What the file of an external table must say, by the event contract. */
final class ExternalTableDdl {

    private ExternalTableDdl() {}

    static String of(Table table) {
        String columns = table.landedColumns().stream()
                .map(column -> "  " + column.name() + " " + type(column.type()) + " COMMENT "
                        + literal(column.comment()) + ",\n")
                .collect(joining());
        return """
                CREATE TABLE IF NOT EXISTS %1$s.%2$s (
                %3$s  %4$s date COMMENT %5$s WITH (
                    partition_projection_type = 'DATE',
                    partition_projection_format = 'yyyy-MM-dd',
                    partition_projection_range = ARRAY['${first_date}', 'NOW+1DAYS'],
                    partition_projection_interval = 1,
                    partition_projection_interval_unit = 'DAYS'
                  )
                )
                COMMENT %6$s
                WITH (
                  external_location = '${%1$s_location}/%2$s%7$s',
                  format = 'PARQUET',
                  partitioned_by = ARRAY['%4$s'],
                  partition_projection_enabled = true,
                  extra_properties = MAP(ARRAY['goldstream.definition'], ARRAY['${definition}'])
                );
                """.formatted(
                        table.layer().id(),
                        table.name(),
                        columns,
                        table.partitioning().column(),
                        literal(table.partitioning().comment()),
                        literal(table.comment()),
                        table.layer() == Layer.RAW ? "" : "${generation}");
    }

    private static String type(ColumnType type) {
        return switch (type) {
            case Scalar scalar ->
                switch (scalar) {
                    case STRING -> "varchar";
                    case INTEGER -> "integer";
                    case LONG -> "bigint";
                    case DOUBLE -> "double";
                    case BOOLEAN -> "boolean";
                    case TIMESTAMP_MILLIS -> "timestamp(3)";
                    case BYTES -> "varbinary";
                };
            case Rows rows ->
                rows.columns().stream().map(ExternalTableDdl::field).collect(joining(", ", "array(row(", "))"));
        };
    }

    private static String field(Column column) {
        return column.name() + " " + type(column.type());
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
