package io.goldstream.connect.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.goldstream.connect.FieldValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * A value as JSON. Dates and times are text as {@link ValueText} has it, decimals numbers, bytes base64, the keys of maps
 * text; a null field is written as null. A number that is none (NaN) or infinite is its name, as text.
 */
public final class JsonText {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** @throws DataException if JSON cannot have it */
    static String of(Schema schema, Object value) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        write(schema, value, json);
        return json.toString(StandardCharsets.UTF_8);
    }

    /**
     * Writes the value as UTF-8, without a newline.
     *
     * @param schema null for none
     * @throws DataException if JSON cannot have it; then a part of it may be written
     */
    public static void write(Schema schema, Object value, ByteArrayOutputStream to) {
        try (JsonGenerator json = JSON.createGenerator(to)) {
            write(schema, value, json);
        } catch (ClassCastException e) {
            throw new DataException(
                    "the value does not match its schema: correct the converter or the transformation that made it. "
                            + e.getMessage(),
                    e);
        } catch (StreamConstraintsException e) {
            throw new DataException(
                    "it has more than " + StreamWriteConstraints.DEFAULT_MAX_DEPTH
                            + " nested levels, or contains itself,"
                            + " which JSON cannot have here: have a transformation flatten it or leave that part out, or"
                            + " land it as it is, with ByteArrayConverter and format=bytes",
                    e);
        } catch (IOException e) {
            // Not the stream, which is memory: such as text that ends within a surrogate pair.
            throw new DataException("the value cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    private static void write(Schema schema, Object value, JsonGenerator json) throws IOException {
        Optional<LogicalType> logical = LogicalType.of(schema);
        if (value == null) {
            json.writeNull();
        } else if (logical.isPresent()) {
            String text = ValueText.logical(logical.get(), schema, value);
            if (logical.get() == LogicalType.DECIMAL) {
                json.writeNumber(text);
            } else {
                json.writeString(text);
            }
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

    private static void writeStruct(Struct struct, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Field field : struct.schema().fields()) {
            Object value = FieldValue.of(struct, field);
            if (value == null && !field.schema().isOptional()) {
                throw new DataException(
                        "the required field " + field.name() + " is null: send a value, or make the field optional");
            }
            json.writeFieldName(field.name());
            write(field.schema(), value, json);
        }
        json.writeEndObject();
    }

    private static void writeMap(Schema schema, Map<?, ?> map, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeFieldName(key(schema == null ? null : schema.keySchema(), entry.getKey()));
            write(schema == null ? null : schema.valueSchema(), entry.getValue(), json);
        }
        json.writeEndObject();
    }

    private static String key(Schema schema, Object key) {
        if (key == null) {
            throw new DataException("a key of a map is null");
        }
        boolean isBytes = LogicalType.of(schema).isEmpty() && (key instanceof byte[] || key instanceof ByteBuffer);
        return isBytes ? Base64.getEncoder().encodeToString(bytes(key)) : ValueText.of(schema, key);
    }

    private static void writeScalar(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Float number) {
            json.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(LogicalType.plain(number));
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            json.writeBinary(bytes(value));
        } else if (value instanceof String || value instanceof Date) {
            json.writeString(ValueText.of(null, value));
        } else {
            throw new DataException(
                    "a " + value.getClass().getName() + " cannot be written as JSON: leave it out, or convert it");
        }
    }

    private static byte[] bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return (byte[]) value;
    }
}
