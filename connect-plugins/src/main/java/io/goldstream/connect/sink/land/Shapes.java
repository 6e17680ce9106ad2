package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.format.Format;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;

/**
 * The schemas of one topic partition's rows, which only grow: one for each schema name, so that a topic may hold several
 * types of records, each in files of its own, and that producers of two versions of one share a file.
 */
final class Shapes {

    /**
     * What a file's rows have in common.
     *
     * @param name of their schemas; null for none
     * @param schema that holds them all; null where the format needs none
     */
    record Shape(String name, Schema schema) {}

    private static final Shape NONE = new Shape(null, null);

    private final Format format;
    private final Map<String, Shape> byName = new HashMap<>();
    private final Map<Schema, Shape> bySchema = new HashMap<>();
    private Schema lastSchema;
    private Shape last;

    Shapes(Format format) {
        this.format = format;
    }

    /**
     * The shape of the file for a row of that schema; a wider one than before, if it must be. It is only {@link #keep kept}
     * once such a row is in a file: one that is refused says nothing of the types of others.
     *
     * @param schema null for a row that has none
     * @throws org.apache.kafka.connect.errors.DataException if no shape holds it beside the rows before
     */
    Shape of(Schema schema) {
        // Looking a schema up walks all of it, and the next record mostly has the same.
        if (last == null || schema != lastSchema) {
            last = format.hasSchema() ? look(schema) : NONE;
            lastSchema = schema;
        }
        return last;
    }

    private Shape look(Schema schema) {
        format.check(schema);
        Shape known = bySchema.get(schema);
        if (known != null) {
            return known;
        }
        Shape held = byName.get(schema.name());
        Schema wide = format.widen(held == null ? null : held.schema(), schema);
        if (held == null || wide != held.schema()) {
            return new Shape(schema.name(), wide);
        }
        bySchema.put(schema, held);
        return held;
    }

    /** Has rows to come share that shape. */
    void keep(Shape shape) {
        if (shape != NONE && shape != byName.put(shape.name(), shape)) {
            bySchema.values().removeIf(old -> Objects.equals(old.name(), shape.name()));
        }
    }
}
