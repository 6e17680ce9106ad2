package io.goldstream.connect.sink.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.goldstream.connect.FieldValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * A value as JSON. Times are ISO-8601 text in UTC, decimals numbers, bytes base64, the keys of maps text; a null field is
 * written as null.
 */
final class JsonLine implements LineFile.Line {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public void write(Schema schema, Object row, ByteArrayOutputStream line) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(line)) {
            write(schema, row, json);
        } catch (ClassCastException e) {
            throw new DataException("the value is not of its schema: " + e.getMessage(), e);
        }
    }

    private static void write(Schema schema, Object value, JsonGenerator json) throws IOException {
        Optional<LogicalType> logical = schema == null ? Optional.empty() : LogicalType.of(schema);
        if (value == null) {
            json.writeNull();
        } else if (logical.isPresent()) {
            writeLogical(logical.get().text(schema, value), json);
        } else if (value instanceof Struct struct) {
            writeStruct(struct, json);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(schema, map, json);
        } else if (value instanceof Collection<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(schema == null ? null : schema.valueSchema(), element, json);
            }
            json.writeEndArray();
        } else {
            writeScalar(value, json);
        }
    }

    private static void writeLogical(Object text, JsonGenerator json) throws IOException {
        if (text instanceof BigDecimal number) {
            json.writeNumber(number);
        } else {
            json.writeString((String) text);
        }
    }

    private static void writeStruct(Struct struct, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Field field : struct.schema().fields()) {
            Object value = FieldValue.of(struct, field);
            if (value == null && !field.schema().isOptional()) {
                throw new DataException("the required field " + field.name() + " is null");
            }
            json.writeFieldName(field.name());
            write(field.schema(), value, json);
        }
        json.writeEndObject();
    }

    private static void writeMap(Schema schema, Map<?, ?> map, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeFieldName(String.valueOf(entry.getKey()));
            write(schema == null ? null : schema.valueSchema(), entry.getValue(), json);
        }
        json.writeEndObject();
    }

    private static void writeScalar(Object value, JsonGenerator json) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Float number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            json.writeBinary(bytes);
        } else if (value instanceof Date date) {
            json.writeString(date.toInstant().toString());
        } else {
            throw new DataException("JSON has no value of " + value.getClass().getName());
        }
    }
}
