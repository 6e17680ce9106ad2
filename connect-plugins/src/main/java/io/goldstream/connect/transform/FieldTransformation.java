package io.goldstream.connect.transform;

import io.goldstream.connect.FieldValue;
import io.goldstream.connect.PluginVersion;
import io.goldstream.connect.value.ValueText;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
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
 * <p>Structs and maps are treated alike. One that lacks a field is a {@link DataException}, because a misspelt field must not
 * let through what it was to hide; with {@code absent=null} it counts as null. Null stays null, and has the schema that the
 * replaced content would have.
 *
 * <p>Public, because a worker with {@code plugin.discovery=only_scan} passes over subclasses of classes that are not.
 */
public abstract class FieldTransformation<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    private static final String ABSENT = "absent";
    private static final String FAIL = "fail";
    private static final String NULL = "null";

    private RecordPart part;
    private List<String> fields;
    private boolean mayLack;

    /** The schema made for the schema seen last: a topic's records share one. */
    private Schema lastSchema;

    private Schema lastReplaced;

    /** The options that all have. */
    static ConfigDef define(ConfigDef options) {
        return RecordPart.define(
                options.define(
                        ABSENT,
                        Type.STRING,
                        FAIL,
                        ConfigDef.CaseInsensitiveValidString.in(FAIL, NULL),
                        Importance.MEDIUM,
                        "What to do with a struct or a map that lacks one of the fields. fail: the record is "
                                + "refused, because the option fields may have a misspelt name, and then the real field would "
                                + "be landed as it is. null: the field counts as null; choose this if producers leave fields out."));
    }

    /** To be called by {@code configure}. */
    final void work(AbstractConfig config, List<String> names) {
        part = RecordPart.in(config);
        mayLack = config.getString(ABSENT).equalsIgnoreCase(NULL);
        fields = List.copyOf(names);
    }

    /**
     * The content to put in place of this, which is not null.
     *
     * @param name of the field, for messages
     * @param schema of the content; null for none
     * @throws DataException if there is nothing to put in its place
     */
    abstract Object replacement(String name, Schema schema, Object content);

    /** The schema of what {@link #replacement} returns for a field of that schema. */
    abstract Schema replacement(String name, Schema schema);

    @Override
    public final String version() {
        return PluginVersion.get();
    }

    @Override
    public final R apply(R record) {
        Object content = part.of(record);
        Schema schema = part.schema(record);
        if (fields.isEmpty()) {
            String name = "the " + part.id();
            return part.replace(
                    record,
                    schema == null ? null : replacement(name, schema),
                    content == null ? null : replacement(name, schema, content));
        }
        boolean isStruct = schema != null && schema.type() == Schema.Type.STRUCT;
        if (content == null) {
            return isStruct ? part.replace(record, replaced(schema), null) : record;
        }
        if (content instanceof Struct struct) {
            Schema replaced = replaced(struct.schema());
            return part.replace(record, replaced, replace(struct, replaced));
        }
        if (content instanceof Map<?, ?> map) {
            checkMap(schema);
            return part.replace(record, schema, replace(map, schema));
        }
        throw new DataException(
                name() + " finds fields in structs and maps; the " + part.id() + " of a record of topic "
                        + record.topic() + " is a " + content.getClass().getName()
                        + ": set a " + part.id() + ".converter that gives structs or maps");
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
            copy.put(target, isMeant ? replacement("field " + field.name(), field.schema(), content) : content);
        }
        return copy;
    }

    private Map<Object, Object> replace(Map<?, ?> map, Schema schema) {
        Schema values = schema == null ? null : schema.valueSchema();
        Map<Object, Object> copy = new LinkedHashMap<>(map);
        for (String field : fields) {
            if (!copy.containsKey(field)) {
                checkLack(field, map.keySet(), outer -> ValueText.isComposite(map.get(outer)));
            }
            copy.computeIfPresent(field, (key, content) -> replacement("field " + field, values, content));
        }
        return copy;
    }

    /** The values of a map with a schema are of one type, the others' too, so that it cannot become another. */
    private void checkMap(Schema map) {
        if (map != null) {
            Schema values = map.valueSchema();
            Schema replaced = replacement("a value of the map", values);
            if (replaced.type() != values.type() || !Objects.equals(replaced.name(), values.name())) {
                throw new DataException(name() + ": the " + part.id() + " is a map whose values are all of type "
                        + values.type().getName() + ", so none of them can become a "
                        + replaced.type().getName() + ": use a struct, or a map without a schema");
            }
        }
    }

    private static boolean isComposite(Field field) {
        return field != null && !field.schema().type().isPrimitive();
    }

    /** A field of a field, which is not looked for, is there: no absent=null may let it through. */
    private void checkLack(String field, Collection<?> names, Predicate<String> isComposite) {
        for (int dot = field.indexOf('.'); dot >= 0; dot = field.indexOf('.', dot + 1)) {
            String outer = field.substring(0, dot);
            if (isComposite.test(outer)) {
                throw new DataException(name() + ": no field " + field + " in the " + part.id()
                        + ", and this transformation does not look into the field " + outer
                        + ": put a transformation before it that flattens the " + part.id()
                        + ", such as Connect's Flatten");
            }
        }
        if (!mayLack) {
            throw new DataException(name() + ": no field " + field + " in the " + part.id() + "; it has " + names
                    + ". If it may lack the field, set absent=null");
        }
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
                List<String> names = schema.fields().stream().map(Field::name).toList();
                checkLack(field, names, outer -> isComposite(schema.field(outer)));
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
