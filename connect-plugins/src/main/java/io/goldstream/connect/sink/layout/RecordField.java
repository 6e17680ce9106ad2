package io.goldstream.connect.sink.layout;

import io.goldstream.connect.FieldValue;
import io.goldstream.connect.value.ValueText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A part of a record by its name: {@code value.FIELD} or {@code key.FIELD}, of a struct or a map, with dots for what is
 * nested; {@code header.NAME}, the last header of that name.
 *
 * @param name as it is written in a template
 */
record RecordField(String name, Source source, String path) {

    /** Where in a record. */
    enum Source {
        VALUE("value."),
        KEY("key."),
        HEADER("header.");

        private final String prefix;

        Source(String prefix) {
            this.prefix = prefix;
        }
    }

    /** A value as it was found; null where it is null or, in a map or the headers, absent. */
    record Found(Schema schema, Object value) {
        static final Found NOTHING = new Found(null, null);
    }

    /** Empty if the name is none of a part of a record. */
    static Optional<RecordField> parse(String name) {
        for (Source source : Source.values()) {
            if (name.startsWith(source.prefix) && name.length() > source.prefix.length()) {
                return Optional.of(new RecordField(name, source, name.substring(source.prefix.length())));
            }
        }
        return Optional.empty();
    }

    /** @throws DataException if the record cannot have such a part */
    Found in(SinkRecord record) {
        return switch (source) {
            case VALUE -> find(record, new Found(record.valueSchema(), record.value()), path);
            case KEY -> find(record, new Found(record.keySchema(), record.key()), path);
            case HEADER -> {
                Header header = record.headers().lastWithName(path);
                yield header == null ? Found.NOTHING : new Found(header.schema(), header.value());
            }
        };
    }

    private Found find(SinkRecord record, Found parent, String rest) {
        if (parent.value == null) {
            return Found.NOTHING;
        }
        if (parent.value instanceof Struct struct) {
            Field whole = struct.schema().field(rest);
            if (whole != null) {
                return new Found(whole.schema(), FieldValue.of(struct, whole));
            }
            int dot = rest.indexOf('.');
            Field outer = dot < 0 ? null : struct.schema().field(rest.substring(0, dot));
            if (outer == null) {
                throw new DataException("the path needs " + name + ", which the record " + PathPart.at(record)
                        + " does not have: correct the" + " name, or take a field that is always there");
            }
            return find(record, new Found(outer.schema(), FieldValue.of(struct, outer)), rest.substring(dot + 1));
        }
        if (parent.value instanceof Map<?, ?> map) {
            Schema values = parent.schema == null ? null : parent.schema.valueSchema();
            int dot = rest.indexOf('.');
            if (dot < 0 || map.containsKey(rest)) {
                return new Found(values, map.get(rest));
            }
            return find(record, new Found(values, map.get(rest.substring(0, dot))), rest.substring(dot + 1));
        }
        String holder = name.substring(0, name.length() - rest.length() - 1);
        throw new DataException("the path needs " + name + ", but " + holder + " is of type " + type(parent)
                + " in the record " + PathPart.at(record)
                + ": name another field, or use a converter that gives structs");
    }

    private static String type(Found found) {
        return found.schema == null
                ? found.value.getClass().getSimpleName()
                : found.schema.type().getName();
    }

    /** Appends the text as a folder's name can hold it, see {@link #text}. */
    void append(SinkRecord record, StringBuilder path) {
        String text = text(record);
        try {
            HiveName.append(text, path);
        } catch (DataException e) {
            throw new DataException(
                    "the path needs " + name + ", whose text in the record " + PathPart.at(record) + " has "
                            + e.getMessage() + ": correct the producer, or take another field",
                    e);
        }
    }

    /**
     * As text, see {@link ValueText}; empty where there is none.
     *
     * @throws DataException if the record cannot have such a part, or it is no single value
     */
    String text(SinkRecord record) {
        Found found = in(record);
        if (found.value == null) {
            return "";
        }
        if (ValueText.isComposite(found.value)) {
            throw new DataException("the path needs " + name + ", which is no single value but of type " + type(found)
                    + " in the record " + PathPart.at(record)
                    + (found.value instanceof List ? ": take another field" : ": name one of its fields"));
        }
        try {
            return ValueText.of(found.schema, found.value);
        } catch (DataException e) {
            throw new DataException(
                    "the path needs " + name + ", which cannot be written as text in the record " + PathPart.at(record)
                            + ": " + e.getMessage() + ". Correct the producer, or take another field",
                    e);
        }
    }
}
