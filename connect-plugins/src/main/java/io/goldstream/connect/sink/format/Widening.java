package io.goldstream.connect.sink.format;

import io.goldstream.connect.value.LogicalType;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Schema.Type;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/**
 * The narrowest schema that holds the values of two: a field that one of them lacks, or that is optional in one, is
 * optional; of two columns that {@link ColumnTypes} holds for one, the wider is taken. Nothing else is converted. What does
 * not bear on values, which is documentation, versions and defaults, is left out, so that schemas that differ in it are one.
 */
final class Widening {

    /** Of two that are one column, the later one holds both. */
    private static final List<Type> WIDER =
            List.of(Type.INT8, Type.INT16, Type.INT32, Type.INT64, Type.FLOAT32, Type.FLOAT64);

    /** The same of logical types. Connect's own count milliseconds. */
    private static final List<LogicalType> FINER = List.of(
            LogicalType.DATE,
            LogicalType.DAYS,
            LogicalType.TIME,
            LogicalType.TIME_MILLIS,
            LogicalType.TIME_MICROS,
            LogicalType.TIMESTAMP,
            LogicalType.TIMESTAMP_MILLIS,
            LogicalType.TIMESTAMP_MICROS);

    private Widening() {}

    /** @throws DataException if there is none; the message names the field */
    static Schema of(Schema one, Schema other) {
        return of("", one, other);
    }

    private static Schema of(String path, Schema one, Schema other) {
        if (!ColumnTypes.areOne(one, other)) {
            throw incompatible(path, one, other);
        }
        SchemaBuilder wide =
                switch (one.type()) {
                    case STRUCT -> struct(path, one, other).name(one.name());
                    case ARRAY -> SchemaBuilder.array(of(path + "[]", one.valueSchema(), other.valueSchema()));
                    case MAP ->
                        SchemaBuilder.map(
                                of(path + ".key", one.keySchema(), other.keySchema()),
                                of(path + ".value", one.valueSchema(), other.valueSchema()));
                    default -> column(one, other);
                };
        return one.isOptional() || other.isOptional() ? wide.optional().build() : wide.build();
    }

    private static SchemaBuilder column(Schema one, Schema other) {
        Schema wider = rank(one) >= rank(other) ? one : other;
        SchemaBuilder wide = SchemaBuilder.type(wider.type());
        LogicalType.of(wider).ifPresent(type -> {
            wide.name(wider.name());
            if (type == LogicalType.DECIMAL) {
                int precision = Math.max(Decimals.precision(one), Decimals.precision(other));
                wide.parameters(Decimals.parameters(wider, precision));
            }
        });
        return wide;
    }

    private static int rank(Schema schema) {
        return LogicalType.of(schema).map(FINER::indexOf).orElseGet(() -> WIDER.indexOf(schema.type()));
    }

    private static SchemaBuilder struct(String path, Schema one, Schema other) {
        SchemaBuilder wide = SchemaBuilder.struct();
        for (Field field : one.fields()) {
            Field match = other.field(field.name());
            wide.field(field.name(), field(path, field, match == null ? field : match, match == null));
        }
        for (Field field : other.fields()) {
            if (one.field(field.name()) == null) {
                wide.field(field.name(), field(path, field, field, true));
            }
        }
        return wide;
    }

    private static Schema field(String path, Field one, Field other, boolean absent) {
        Schema wide = of(path.isEmpty() ? one.name() : path + "." + one.name(), one.schema(), other.schema());
        return absent && !wide.isOptional() ? optional(wide) : wide;
    }

    private static Schema optional(Schema schema) {
        SchemaBuilder optional =
                switch (schema.type()) {
                    case STRUCT -> {
                        SchemaBuilder struct = SchemaBuilder.struct();
                        schema.fields().forEach(field -> struct.field(field.name(), field.schema()));
                        yield struct;
                    }
                    case ARRAY -> SchemaBuilder.array(schema.valueSchema());
                    case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
                    default -> SchemaBuilder.type(schema.type());
                };
        if (schema.parameters() != null) {
            optional.parameters(schema.parameters());
        }
        return optional.name(schema.name()).optional().build();
    }

    private static DataException incompatible(String path, Schema one, Schema other) {
        return new DataException((path.isEmpty() ? "the value" : "the field " + path) + " is " + named(other)
                + ", but was " + named(one)
                + " in what was landed before: one column cannot hold both. Convert it, such as with Connect's"
                + " Cast, or give it another name");
    }

    private static String named(Schema schema) {
        String parameters = schema.parameters() == null ? "" : " " + schema.parameters();
        return LogicalType.of(schema).isPresent()
                ? schema.name() + parameters
                : schema.type().getName();
    }
}
