package io.goldstream.connect.sink.format;

import io.goldstream.connect.value.LogicalType;
import io.goldstream.connect.value.Utf8;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Writes one value, which is not null, of one Connect schema into a column of another that is as wide or wider. A value is
 * checked before its row is begun: Parquet has no way to take half a row back.
 */
interface ValueWriter {

    void write(Object value, RecordConsumer consumer);

    /** @throws DataException if the column cannot hold the value */
    default void check(Object value) {}

    /** Whether {@link #check} can fail at all, so that rows are spared checks that cannot. */
    default boolean isChecked() {
        return false;
    }

    /**
     * @param source the values'
     * @param target the column's, of {@link Widening}
     */
    static ValueWriter of(Schema source, Schema target) {
        Optional<LogicalType> logical = LogicalType.of(source);
        return switch (source.type()) {
            case STRUCT -> new StructWriter(source, target);
            case ARRAY -> new ListWriter(of(source.valueSchema(), target.valueSchema()), source.valueSchema());
            case MAP ->
                new MapWriter(
                        of(source.keySchema(), target.keySchema()),
                        of(source.valueSchema(), target.valueSchema()),
                        source.valueSchema());
            case INT8, INT16, INT32 -> logical.map(type -> days(type, source)).orElseGet(() -> integer(target));
            case INT64 -> logical.map(ValueWriter::instant).orElse((value, consumer) -> consumer.addLong((Long) value));
            case FLOAT32 ->
                target.type() == Schema.Type.FLOAT64
                        ? (value, consumer) -> consumer.addDouble((Float) value)
                        : (value, consumer) -> consumer.addFloat((Float) value);
            case FLOAT64 -> (value, consumer) -> consumer.addDouble((Double) value);
            case BOOLEAN -> (value, consumer) -> consumer.addBoolean((Boolean) value);
            case STRING -> logical.isPresent() ? new UuidWriter() : new TextWriter();
            case BYTES ->
                logical.isPresent()
                        ? new DecimalWriter(Decimals.scale(target), Decimals.precision(target))
                        : ValueWriter::bytes;
        };
    }

    private static ValueWriter integer(Schema target) {
        return target.type() == Schema.Type.INT64
                ? (value, consumer) -> consumer.addLong(((Number) value).longValue())
                : (value, consumer) -> consumer.addInteger(((Number) value).intValue());
    }

    private static ValueWriter days(LogicalType type, Schema schema) {
        return switch (type) {
            case DATE -> new CalendarWriter(value -> Date.fromLogical(schema, value));
            case TIME -> new CalendarWriter(value -> Time.fromLogical(schema, value));
            case TIME_MILLIS ->
                new TimeWriter(ChronoUnit.MILLIS, (value, consumer) -> consumer.addInteger((Integer) value));
            default -> (value, consumer) -> consumer.addInteger((Integer) value);
        };
    }

    private static ValueWriter instant(LogicalType type) {
        ValueWriter number = (value, consumer) -> consumer.addLong((Long) value);
        return switch (type) {
            case TIMESTAMP -> (value, consumer) -> consumer.addLong(((java.util.Date) value).getTime());
            case TIME_MICROS -> new TimeWriter(ChronoUnit.MICROS, number);
            default -> number;
        };
    }

    private static void bytes(Object value, RecordConsumer consumer) {
        consumer.addBinary(
                value instanceof ByteBuffer buffer
                        ? Binary.fromConstantByteBuffer(buffer.duplicate())
                        : Binary.fromConstantByteArray((byte[]) value));
    }

    /** A day or a time of day, which Connect carries as a Date that must be nothing more. */
    record CalendarWriter(java.util.function.ToIntFunction<java.util.Date> number) implements ValueWriter {
        @Override
        public void write(Object value, RecordConsumer consumer) {
            consumer.addInteger(number.applyAsInt((java.util.Date) value));
        }

        @Override
        public void check(Object value) {
            number.applyAsInt((java.util.Date) value);
        }

        @Override
        public boolean isChecked() {
            return true;
        }
    }

    /** A number since midnight, which must be less than a day. */
    record TimeWriter(ChronoUnit unit, ValueWriter number) implements ValueWriter {
        @Override
        public void write(Object value, RecordConsumer consumer) {
            number.write(value, consumer);
        }

        @Override
        public void check(Object value) {
            LogicalType.checkTimeOfDay(((Number) value).longValue(), unit);
        }

        @Override
        public boolean isChecked() {
            return true;
        }
    }

    /** Unscaled digits at the column's scale. */
    record DecimalWriter(int scale, int precision) implements ValueWriter {
        @Override
        public void write(Object value, RecordConsumer consumer) {
            consumer.addBinary(Binary.fromConstantByteArray(
                    Decimals.unscaled((BigDecimal) value, scale, precision).toByteArray()));
        }

        @Override
        public void check(Object value) {
            Decimals.unscaled((BigDecimal) value, scale, precision);
        }

        @Override
        public boolean isChecked() {
            return true;
        }
    }

    /** UTF-8. */
    record TextWriter() implements ValueWriter {
        @Override
        public void write(Object value, RecordConsumer consumer) {
            consumer.addBinary(Binary.fromConstantByteArray(Utf8.bytes((String) value)));
        }

        @Override
        public void check(Object value) {
            Utf8.check((String) value);
        }

        @Override
        public boolean isChecked() {
            return true;
        }
    }

    /** Sixteen bytes, the most significant first. */
    record UuidWriter() implements ValueWriter {
        @Override
        public void write(Object value, RecordConsumer consumer) {
            UUID uuid = LogicalType.uuid(value);
            consumer.addBinary(Binary.fromConstantByteArray(ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array()));
        }

        @Override
        public void check(Object value) {
            LogicalType.uuid(value);
        }

        @Override
        public boolean isChecked() {
            return true;
        }
    }
}
