package io.goldstream.connect.transform;

import io.goldstream.connect.FieldValue;
import io.goldstream.connect.PluginVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Replaces the content of named fields, in structs and in schemaless maps, in the key or in the value.
 *
 * <p>A struct that lacks one of the fields is a {@link DataException}: a misspelt field must not let through what it was to
 * hide. In a map, which declares no fields, an absent one counts as null. Null stays null.
 */
abstract class FieldTransformation<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    private RecordPart part;
    private List<String> fields;

    /** The schema made for the schema seen last: a topic's records share one. */
    private Schema lastSchema;

    private Schema lastReplaced;

    /** To be called by {@code configure}. */
    final void work(RecordPart on, List<String> names) {
        part = on;
        fields = List.copyOf(names);
    }

    /**
     * The content to put in place of this, which is not null.
     *
     * @param name of the field, for messages
     */
    abstract Object replacement(String name, Object content);

    /** The schema of what {@link #replacement} returns for a field of that schema. */
    abstract Schema replacement(String name, Schema schema);

    @Override
    public final String version() {
        return PluginVersion.get();
    }

    @Override
    public final R apply(R record) {
        Object content = part.of(record);
        if (content == null) {
            return record;
        }
        Schema schema = part.schema(record);
        if (fields.isEmpty()) {
            Schema replaced = schema == null ? null : replacement("the " + part.id(), schema);
            return part.replace(record, replaced, replacement("the " + part.id(), content));
        }
        if (content instanceof Struct struct) {
            Schema replaced = replaced(schema);
            return part.replace(record, replaced, replace(struct, replaced));
        }
        if (content instanceof Map<?, ?> map) {
            return part.replace(record, schema, replace(map));
        }
        throw new DataException(
                name() + " finds fields in structs and maps; the " + part.id() + " of a record of topic "
                        + record.topic() + " is a " + content.getClass().getName());
    }

    @Override
    public final void close() {
        // Holds nothing.
    }

    /** The name in messages. */
    final String name() {
        return getClass().getSimpleName();
    }

    private Struct replace(Struct struct, Schema replaced) {
        Struct copy = new Struct(replaced);
        for (Field field : struct.schema().fields()) {
            Object content = FieldValue.of(struct, field);
            boolean isMeant = content != null && fields.contains(field.name());
            // Both schemas have the same fields in the same places.
            Field target = replaced.fields().get(field.index());
            copy.put(target, isMeant ? replacement("field " + field.name(), content) : content);
        }
        return copy;
    }

    private Map<Object, Object> replace(Map<?, ?> map) {
        Map<Object, Object> copy = new HashMap<>(map);
        for (String field : fields) {
            copy.computeIfPresent(field, (key, content) -> replacement("field " + field, content));
        }
        return copy;
    }

    private Schema replaced(Schema schema) {
        if (schema != lastSchema) {
            lastReplaced = copy(schema);
            lastSchema = schema;
        }
        return lastReplaced;
    }

    private Schema copy(Schema schema) {
        for (String field : fields) {
            if (schema.field(field) == null) {
                throw new DataException(name() + ": no field " + field + " in the " + part.id() + "; it has "
                        + schema.fields().stream().map(Field::name).toList());
            }
        }
        SchemaBuilder copy = SchemaBuilder.struct().name(schema.name()).version(schema.version());
        copy.doc(schema.doc());
        if (schema.parameters() != null) {
            copy.parameters(schema.parameters());
        }
        if (schema.isOptional()) {
            copy.optional();
        }
        boolean isSame = true;
        for (Field field : schema.fields()) {
            boolean isMeant = fields.contains(field.name());
            Schema replaced = isMeant ? replacement("field " + field.name(), field.schema()) : field.schema();
            isSame &= replaced == field.schema();
            copy.field(field.name(), replaced);
        }
        return isSame ? schema : copy.build();
    }
}
