package io.goldstream.connect.convert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.goldstream.connect.FieldValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Writes a {@link Struct} as the JSON object that {@link RowReader} reads: null fields are left out. */
final class RowWriter {

    private final JsonGenerator json;
    private final String topic;

    RowWriter(JsonGenerator json, String topic) {
        this.json = json;
        this.topic = topic;
    }

    void write(Struct row) throws IOException {
        json.writeStartObject();
        for (Field field : row.schema().fields()) {
            Object value = FieldValue.of(row, field);
            if (value != null) {
                json.writeFieldName(field.name());
                write(field.name(), field.schema(), value);
            }
        }
        json.writeEndObject();
    }

    private void write(String column, Schema schema, Object value) throws IOException {
        switch (schema.type()) {
            case STRING -> json.writeString((String) value);
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case INT32 -> json.writeNumber((Integer) value);
            case INT64 -> json.writeNumber(value instanceof Date date ? date.getTime() : (Long) value);
            case FLOAT64 -> json.writeNumber((Double) value);
            case BYTES -> json.writeBinary(bytes(value));
            case STRUCT -> write((Struct) value);
            case ARRAY -> {
                json.writeStartArray();
                for (Object element : (List<?>) value) {
                    write(column, schema.valueSchema(), element);
                }
                json.writeEndArray();
            }
            default ->
                throw new DataException(
                        "topic " + topic + ", column " + column + ": the event contract has no type " + schema.type());
        }
    }

    private static byte[] bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return copy;
        }
        return (byte[]) value;
    }
}
