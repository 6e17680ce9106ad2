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
                .map(column ->
                        "  " + column.name() + " " + type(column.type()) + " COMMENT " + literal(column.comment()))
                .collect(joining(",\n"));
        return """
                CREATE TABLE IF NOT EXISTS landing.%1$s_%2$s (
                %3$s
                )
                COMMENT %4$s
                WITH (
                  external_location = '${%1$s_location}/%2$s%5$s',
                  format = 'PARQUET',
                  extra_properties = MAP(ARRAY['goldstream.definition'], ARRAY['${definition}'])
                );
                """.formatted(
                        table.layer().id(),
                        table.name(),
                        columns,
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
