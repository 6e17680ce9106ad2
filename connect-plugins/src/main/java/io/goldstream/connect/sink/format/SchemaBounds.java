package io.goldstream.connect.sink.format;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * How large a schema may be that becomes columns. One that contains itself, as those of trees do, has no end; one that uses
 * the same parts again and again has more columns than it has objects. Nothing that walks a whole schema may see such a one,
 * and that includes its hash code.
 */
final class SchemaBounds {

    private static final int MOST_DEPTH = 64;
    private static final long MOST_COLUMNS = 20_000;

    /** Depth and columns of a part. */
    private record Size(int depth, long columns) {}

    private final Map<Schema, Size> known = new IdentityHashMap<>();
    private final Set<Schema> outer = Collections.newSetFromMap(new IdentityHashMap<>());

    private SchemaBounds() {}

    /** @throws DataException if the schema is recursive or too large for columns */
    static void check(Schema schema) {
        new SchemaBounds().size(schema);
    }

    private Size size(Schema schema) {
        Size size = known.get(schema);
        if (size != null) {
            return size;
        }
        // A wrapper that is made anew each time is not known again; then the depth ends it.
        if (!outer.add(schema) || outer.size() > MOST_DEPTH || known.size() > MOST_COLUMNS) {
            throw tooLarge(schema);
        }
        Size whole =
                switch (schema.type()) {
                    case STRUCT -> {
                        Size all = new Size(0, 0);
                        for (Field field : schema.fields()) {
                            all = beside(all, size(field.schema()));
                        }
                        yield all;
                    }
                    case ARRAY -> size(schema.valueSchema());
                    case MAP -> beside(size(schema.keySchema()), size(schema.valueSchema()));
                    default -> new Size(0, 1);
                };
        outer.remove(schema);
        Size with = new Size(whole.depth() + 1, whole.columns());
        if (with.depth() > MOST_DEPTH || with.columns() > MOST_COLUMNS) {
            throw tooLarge(schema);
        }
        known.put(schema, with);
        return with;
    }

    private static Size beside(Size one, Size other) {
        return new Size(
                Math.max(one.depth(), other.depth()), Math.min(one.columns() + other.columns(), Long.MAX_VALUE / 2));
    }

    private static DataException tooLarge(Schema schema) {
        String name = schema.name() == null ? "" : " (" + schema.name() + ")";
        return new DataException(
                "the schema" + name + " contains itself, or has more than " + MOST_DEPTH + " levels or " + MOST_COLUMNS
                        + " columns: use format=json, or a transformation that leaves that part out");
    }
}
