package io.goldstream.connect.convert;

import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.ColumnType;
import io.goldstream.events.schema.ColumnType.Rows;
import io.goldstream.events.schema.ColumnType.Scalar;
import io.goldstream.events.schema.Table;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;

/** The tables of the event contract as Connect schemas: one field a column, in the table's order. */
public final class ConnectSchemas {

    private ConnectSchemas() {}

    /**
     * The schema of a table's rows, named as its topic. A column that may be null becomes an optional field;
     * {@code TIMESTAMP_MILLIS} becomes Connect's {@link Timestamp}, {@code Rows} an array of structs.
     */
    public static Schema of(Table table) {
        return struct(table.columns()).name(table.topic()).build();
    }

    private static SchemaBuilder struct(List<Column> columns) {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (Column column : columns) {
            builder.field(column.name(), of(column.type(), column.required()));
        }
        return builder;
    }

    private static Schema of(ColumnType type, boolean required) {
        SchemaBuilder builder;
        if (type instanceof Rows rows) {
            builder = SchemaBuilder.array(struct(rows.columns()).build());
        } else {
            builder = scalar((Scalar) type);
        }
        return required ? builder.build() : builder.optional().build();
    }

    private static SchemaBuilder scalar(Scalar type) {
        return switch (type) {
            case STRING -> SchemaBuilder.string();
            case INTEGER -> SchemaBuilder.int32();
            case LONG -> SchemaBuilder.int64();
            case DOUBLE -> SchemaBuilder.float64();
            case BOOLEAN -> SchemaBuilder.bool();
            case TIMESTAMP_MILLIS -> Timestamp.builder();
            case BYTES -> SchemaBuilder.bytes();
        };
    }
}
