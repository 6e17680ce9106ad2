package io.goldstream.connect.sink.format;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes one value, which is not null, of one Connect schema. */
interface ValueWriter {

    void write(Object value, RecordConsumer consumer);

    static ValueWriter of(Schema schema) {
        return switch (schema.type()) {
            case STRUCT -> new StructWriter(schema);
            case ARRAY -> new ListWriter(of(schema.valueSchema()));
            case MAP -> new MapWriter(of(schema.keySchema()), of(schema.valueSchema()));
            case INT8, INT16 -> (value, consumer) -> consumer.addInteger(((Number) value).intValue());
            case INT32 -> int32(schema);
            case INT64 -> int64(schema);
            case FLOAT32 -> (value, consumer) -> consumer.addFloat((Float) value);
            case FLOAT64 -> (value, consumer) -> consumer.addDouble((Double) value);
            case BOOLEAN -> (value, consumer) -> consumer.addBoolean((Boolean) value);
            case STRING ->
                (value, consumer) -> consumer.addBinary(
                        Binary.fromConstantByteArray(((String) value).getBytes(StandardCharsets.UTF_8)));
            case BYTES -> bytes(schema);
        };
    }

    private static ValueWriter int32(Schema schema) {
        if (Date.LOGICAL_NAME.equals(schema.name())) {
            return (value, consumer) -> consumer.addInteger(Date.fromLogical(schema, (java.util.Date) value));
        }
        if (Time.LOGICAL_NAME.equals(schema.name())) {
            return (value, consumer) -> consumer.addInteger(Time.fromLogical(schema, (java.util.Date) value));
        }
        return (value, consumer) -> consumer.addInteger((Integer) value);
    }

    private static ValueWriter int64(Schema schema) {
        return Timestamp.LOGICAL_NAME.equals(schema.name())
                ? (value, consumer) -> consumer.addLong(((java.util.Date) value).getTime())
                : (value, consumer) -> consumer.addLong((Long) value);
    }

    private static ValueWriter bytes(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return (value, consumer) -> consumer.addBinary(Binary.fromConstantByteArray(
                    ((BigDecimal) value).unscaledValue().toByteArray()));
        }
        return (value, consumer) -> consumer.addBinary(
                value instanceof ByteBuffer buffer
                        ? Binary.fromConstantByteBuffer(buffer.duplicate())
                        : Binary.fromConstantByteArray((byte[]) value));
    }

    /** A group of fields. A null field is not written, which is what null is in Parquet. */
    final class StructWriter implements ValueWriter {
        private final Field[] fields;
        private final ValueWriter[] writers;

        StructWriter(Schema schema) {
            fields = schema.fields().toArray(Field[]::new);
            writers = schema.fields().stream()
                    .map(field -> ValueWriter.of(field.schema()))
                    .toArray(ValueWriter[]::new);
        }

        @Override
        public void write(Object value, RecordConsumer consumer) {
            consumer.startGroup();
            writeFields((Struct) value, consumer);
            consumer.endGroup();
        }

        void writeFields(Struct struct, RecordConsumer consumer) {
            for (int i = 0; i < fields.length; i++) {
                Field field = fields[i];
                Object value = struct.get(field);
                if (value != null) {
                    consumer.startField(field.name(), i);
                    writers[i].write(value, consumer);
                    consumer.endField(field.name(), i);
                } else if (!field.schema().isOptional()) {
                    throw new DataException("the required field " + field.name() + " is null");
                }
            }
        }
    }

    /** Parquet's three-level list: a null element is an empty repetition. */
    record ListWriter(ValueWriter element) implements ValueWriter {
        @Override
        public void write(Object value, RecordConsumer consumer) {
            Collection<?> list = (List<?>) value;
            consumer.startGroup();
            if (!list.isEmpty()) {
                consumer.startField("list", 0);
                for (Object item : list) {
                    consumer.startGroup();
                    if (item != null) {
                        consumer.startField("element", 0);
                        element.write(item, consumer);
                        consumer.endField("element", 0);
                    }
                    consumer.endGroup();
                }
                consumer.endField("list", 0);
            }
            consumer.endGroup();
        }
    }

    /** Parquet's map: repeated pairs, of which only the value may be null. */
    record MapWriter(ValueWriter key, ValueWriter value) implements ValueWriter {
        @Override
        public void write(Object object, RecordConsumer consumer) {
            Map<?, ?> map = (Map<?, ?>) object;
            consumer.startGroup();
            if (!map.isEmpty()) {
                consumer.startField("key_value", 0);
                map.forEach((k, v) -> write(k, v, consumer));
                consumer.endField("key_value", 0);
            }
            consumer.endGroup();
        }

        private void write(Object k, Object v, RecordConsumer consumer) {
            consumer.startGroup();
            consumer.startField("key", 0);
            key.write(k, consumer);
            consumer.endField("key", 0);
            if (v != null) {
                consumer.startField("value", 1);
                value.write(v, consumer);
                consumer.endField("value", 1);
            }
            consumer.endGroup();
        }
    }
}
