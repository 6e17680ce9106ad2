package io.goldstream.connect.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * A value's text, wherever one is made: in paths, in the keys of JSON maps, in headers' columns, under a pseudonym. It is
 * the same on every machine:
 *
 * <ul>
 *   <li>a date is {@code 2025-01-01}, and has no zone; a time of day {@code 12:34:56.789}; a timestamp
 *       {@code 2025-01-01T12:34:56.789}, in UTC. A fraction of a second has the digits that it needs, and may be absent;
 *   <li>a decimal has no exponent; a float and a double are as JSON has them, {@code 1.5} or {@code 1.0E10};
 *   <li>bytes are UTF-8 text;
 *   <li>structs, maps and lists are JSON, see {@link JsonText}.
 * </ul>
 */
public final class ValueText {

    private ValueText() {}

    /**
     * The text.
     *
     * @param schema null for none; then a {@link Date} is a timestamp
     * @param value not null
     * @throws DataException if it has none: bytes that are no UTF-8 text, and what no converter makes
     */
    public static String of(Schema schema, Object value) {
        Optional<LogicalType> logical = LogicalType.of(schema);
        if (logical.isPresent()) {
            return logical(logical.get(), schema, value);
        }
        if (value instanceof byte[] bytes) {
            return utf8(ByteBuffer.wrap(bytes));
        }
        if (value instanceof ByteBuffer buffer) {
            return utf8(buffer.duplicate());
        }
        if (isComposite(value)) {
            return JsonText.of(schema, value);
        }
        if (value instanceof BigDecimal number) {
            return LogicalType.plain(number);
        }
        if (value instanceof Date date) {
            return LogicalType.utc(date);
        }
        if (value instanceof String
                || value instanceof Boolean
                || value instanceof BigInteger
                || value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Float
                || value instanceof Double) {
            return value.toString();
        }
        throw new DataException(
                "a " + value.getClass().getName() + " has no text: use text, bytes, a number, a date or a time");
    }

    /** Whether it has parts: a struct, a map or a list. */
    public static boolean isComposite(Object value) {
        return value instanceof Struct || value instanceof Map || value instanceof Collection;
    }

    static String logical(LogicalType type, Schema schema, Object value) {
        try {
            return type.text(schema, value);
        } catch (ClassCastException e) {
            throw new DataException(
                    "the value does not match its schema, which is " + schema.name() + ": " + e.getMessage(), e);
        }
    }

    private static String utf8(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new DataException("the bytes are not UTF-8 text", e);
        }
    }
}
