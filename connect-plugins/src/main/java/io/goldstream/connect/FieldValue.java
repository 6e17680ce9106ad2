package io.goldstream.connect;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** What a struct holds. */
public final class FieldValue {

    private FieldValue() {}

    /**
     * The field's value. Null in an optional field is null, whatever default its schema has: {@link Struct#get} would give
     * the default. A required field has its default, since it can hold no null.
     */
    public static Object of(Struct struct, Field field) {
        return field.schema().isOptional() && field.schema().defaultValue() != null
                ? struct.getWithoutDefault(field.name())
                : struct.get(field);
    }
}
