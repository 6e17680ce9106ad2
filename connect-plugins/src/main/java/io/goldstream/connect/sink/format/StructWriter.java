package io.goldstream.connect.sink.format;

import io.goldstream.connect.FieldValue;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * A group of fields. A null field, or one that the source lacks, is not written, which is what null is in Parquet. One that
 * has no columns must be null, see {@link Columns}.
 */
final class StructWriter implements ValueWriter {

    /** One field of the source, and its place in the target. */
    private record Part(Field field, int index, ValueWriter writer) {
        boolean isChecked() {
            return !field.schema().isOptional() || writer.isChecked();
        }
    }

    private final Part[] parts;
    private final Part[] checked;
    private final Field[] withoutColumns;

    StructWriter(Schema source, Schema target) {
        List<Part> found = new ArrayList<>();
        for (Field column : target.fields()) {
            Field field = source.field(column.name());
            if (field != null && hasColumns(field)) {
                found.add(new Part(field, column.index(), ValueWriter.of(field.schema(), column.schema())));
            }
        }
        parts = found.toArray(Part[]::new);
        checked = found.stream().filter(Part::isChecked).toArray(Part[]::new);
        withoutColumns =
                source.fields().stream().filter(field -> !hasColumns(field)).toArray(Field[]::new);
    }

    private static boolean hasColumns(Field field) {
        return Columns.of(field.schema()).isPresent();
    }

    @Override
    public void check(Object value) {
        Struct struct = (Struct) value;
        for (Field field : withoutColumns) {
            if (FieldValue.of(struct, field) != null) {
                throw new DataException("the field " + field.name()
                        + " is made of a struct without fields, for which Parquet has no column: leave it out, such as with Connect's"
                        + " ReplaceField, or use format=json");
            }
        }
        for (Part part : checked) {
            Object child = FieldValue.of(struct, part.field);
            if (child == null && !part.field.schema().isOptional()) {
                throw new DataException("the required field " + part.field.name()
                        + " is null: send a value, or make the field optional");
            }
            if (child != null && part.writer.isChecked()) {
                check(part, child);
            }
        }
    }

    private static void check(Part part, Object value) {
        try {
            part.writer.check(value);
        } catch (DataException e) {
            throw new DataException("in the field " + part.field.name() + ", " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isChecked() {
        return checked.length > 0 || withoutColumns.length > 0;
    }

    @Override
    public void write(Object value, RecordConsumer consumer) {
        consumer.startGroup();
        writeFields((Struct) value, consumer);
        consumer.endGroup();
    }

    void writeFields(Struct struct, RecordConsumer consumer) {
        for (Part part : parts) {
            Object value = FieldValue.of(struct, part.field);
            if (value != null) {
                consumer.startField(part.field.name(), part.index);
                part.writer.write(value, consumer);
                consumer.endField(part.field.name(), part.index);
            }
        }
    }
}
