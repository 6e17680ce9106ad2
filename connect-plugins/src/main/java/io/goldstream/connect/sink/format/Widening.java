package io.goldstream.connect.sink.format;

import io.goldstream.connect.value.LogicalType;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Schema.Type;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/**
 * The narrowest schema that holds the values of two: a field that one of them lacks, or that is optional in one, is
 * optional; of two integers or two floating-point numbers the wider is taken. Nothing else is converted. What does not
 * bear on values, which is documentation, versions and defaults, is left out, so that schemas that differ in it are one.
 */
final class Widening {

    private static final List<Type> INTEGERS = List.of(Type.INT8, Type.INT16, Type.INT32, Type.INT64);
    private static final List<Type> FLOATS = List.of(Type.FLOAT32, Type.FLOAT64);

    private Widening() {}

    /** @throws DataException if there is none; the message names the field */
    static Schema of(Schema one, Schema other) {
        return of("", one, other);
    }

    private static Schema of(String path, Schema one, Schema other) {
        boolean optional = one.isOptional() || other.isOptional();
        Optional<LogicalType> logical = LogicalType.of(one);
        if (!logical.equals(LogicalType.of(other))) {
            throw incompatible(path, one, other);
        }
        SchemaBuilder wide =
                switch (one.type()) {
                    case STRUCT -> struct(path, one, same(path, one, other));
                    case ARRAY ->
                        SchemaBuilder.array(of(
                                path + "[]",
                                one.valueSchema(),
                                same(path, one, other).valueSchema()));
                    case MAP ->
                        SchemaBuilder.map(
                                of(
                                        path + ".key",
                                        one.keySchema(),
                                        same(path, one, other).keySchema()),
                                of(path + ".value", one.valueSchema(), other.valueSchema()));
                    default -> SchemaBuilder.type(wider(path, one, other));
                };
        if (logical.equals(Optional.of(LogicalType.DECIMAL))) {
            if (Decimals.scale(one) != Decimals.scale(other)) {
                throw incompatible(path, one, other);
            }
            wide.parameters(Decimals.parameters(one, Math.max(Decimals.precision(one), Decimals.precision(other))));
        }
        if (logical.isPresent() || one.type() == Type.STRUCT) {
            wide.name(one.name());
        }
        return optional ? wide.optional().build() : wide.build();
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

    private static Type wider(String path, Schema one, Schema other) {
        for (List<Type> ladder : List.of(INTEGERS, FLOATS)) {
            int a = ladder.indexOf(one.type());
            int b = ladder.indexOf(other.type());
            if (a >= 0 && b >= 0) {
                return ladder.get(Math.max(a, b));
            }
        }
        return same(path, one, other).type();
    }

    private static Schema same(String path, Schema one, Schema other) {
        if (one.type() != other.type()) {
            throw incompatible(path, one, other);
        }
        return other;
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
