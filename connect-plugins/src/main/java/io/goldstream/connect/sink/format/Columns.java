package io.goldstream.connect.sink.format;

import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * What of a schema has columns in Parquet, which knows no struct without fields, such as Protobuf's Empty. A field of such a
 * struct, or of lists or maps of it, has none; its null can be kept all the same, see {@link StructWriter}.
 */
final class Columns {

    private Columns() {}

    /**
     * @param schema of {@link Widening}
     * @return the schema itself where all of it has columns; empty where nothing has
     */
    static Optional<Schema> of(Schema schema) {
        return switch (schema.type()) {
            case STRUCT -> struct(schema);
            case ARRAY -> of(schema.valueSchema()).map(element -> array(schema, element));
            case MAP ->
                of(schema.keySchema()).flatMap(key -> of(schema.valueSchema()).map(value -> map(schema, key, value)));
            default -> Optional.of(schema);
        };
    }

    private static Optional<Schema> struct(Schema schema) {
        SchemaBuilder rest = SchemaBuilder.struct();
        boolean isSame = true;
        for (Field field : schema.fields()) {
            Optional<Schema> columns = of(field.schema());
            columns.ifPresent(some -> rest.field(field.name(), some));
            isSame &= columns.isPresent() && columns.get() == field.schema();
        }
        if (rest.fields().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(isSame ? schema : like(schema, rest));
    }

    private static Schema array(Schema schema, Schema element) {
        return element == schema.valueSchema() ? schema : like(schema, SchemaBuilder.array(element));
    }

    private static Schema map(Schema schema, Schema key, Schema value) {
        return key == schema.keySchema() && value == schema.valueSchema()
                ? schema
                : like(schema, SchemaBuilder.map(key, value));
    }

    private static Schema like(Schema schema, SchemaBuilder rest) {
        SchemaBuilder named = rest.name(schema.name());
        return (schema.isOptional() ? named.optional() : named).build();
    }
}
