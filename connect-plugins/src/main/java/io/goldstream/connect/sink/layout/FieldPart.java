package io.goldstream.connect.sink.layout;

import java.util.Date;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A variable that is the text of one of the value's fields. */
record FieldPart(String field) implements PathPart {

    private static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";
    private static final String UNSAFE = "\"#%'*/:=?\\{[]^";

    /** Reads a Timestamp field as epoch milliseconds. */
    static Function<SinkRecord, Long> timeOf(String field) {
        return record -> {
            Object value = read(record, field);
            if (value == null) {
                return null;
            }
            if (value instanceof Date date) {
                return date.getTime();
            }
            throw new DataException("the path formats the field " + field + " as a time, but it holds a "
                    + value.getClass().getName() + " in the record " + PathPart.at(record));
        };
    }

    @Override
    public void append(SinkRecord record, StringBuilder path) {
        Object value = read(record, field);
        String text = value == null ? "" : value.toString();
        if (text.isEmpty()) {
            path.append(HIVE_NULL);
            return;
        }
        // As whole parts of a path, these two would climb out of it.
        boolean climbs = text.equals(".") || text.equals("..");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (climbs || c < ' ' || c == 0x7f || UNSAFE.indexOf(c) >= 0) {
                path.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                path.append(c);
            }
        }
    }

    private static Object read(SinkRecord record, String name) {
        if (record.value() instanceof Struct struct) {
            Field field = struct.schema().field(name);
            if (field == null) {
                throw new DataException("the path needs the field " + name + ", which the value of the record "
                        + PathPart.at(record) + " does not have");
            }
            return struct.get(field);
        }
        if (record.value() instanceof Map<?, ?> map) {
            return map.get(name);
        }
        throw new DataException("the path needs the field " + name + ", but the value of the record "
                + PathPart.at(record) + " is neither a struct nor a map");
    }
}
