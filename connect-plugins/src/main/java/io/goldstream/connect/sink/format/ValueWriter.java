package io.goldstream.connect.sink.format;

import io.goldstream.connect.value.LogicalType;
import io.goldstream.connect.value.Utf8;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
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

    long MICROS_OF_MILLI = 1000;

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
            case INT8, INT16, INT32 ->
                logical.map(type -> ofDay(type, source, target)).orElseGet(() -> integer(target));
            case INT64 -> logical.map(type -> instant(type, target)).orElse(ValueWriter::number);
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

    private static ValueWriter ofDay(LogicalType type, Schema source, Schema target) {
        ValueWriter days = (value, consumer) -> consumer.addInteger((Integer) value);
        ValueWriter millis = target.type() == Schema.Type.INT64
                ? (value, consumer) -> consumer.addLong((Integer) value * MICROS_OF_MILLI)
                : days;
        return switch (type) {
            case DATE -> new CalendarWriter(value -> Date.fromLogical(source, value), days);
            case TIME -> new CalendarWriter(value -> Time.fromLogical(source, value), millis);
            case TIME_MILLIS -> new TimeWriter(ChronoUnit.MILLIS, millis);
            default -> days;
        };
    }

    private static ValueWriter instant(LogicalType type, Schema target) {
        ToLongFunction<Object> millis =
                type == LogicalType.TIMESTAMP ? value -> ((java.util.Date) value).getTime() : value -> (Long) value;
        return switch (type) {
            case TIMESTAMP, TIMESTAMP_MILLIS ->
                new MillisWriter(millis, LogicalType.of(target).equals(Optional.of(LogicalType.TIMESTAMP_MICROS)));
            case TIME_MICROS -> new TimeWriter(ChronoUnit.MICROS, ValueWriter::number);
            default -> ValueWriter::number;
        };
    }

    private static void number(Object value, RecordConsumer consumer) {
        consumer.addLong((Long) value);
    }

    private static void bytes(Object value, RecordConsumer consumer) {
        consumer.addBinary(
                value instanceof ByteBuffer buffer
                        ? Binary.fromConstantByteBuffer(buffer.duplicate())
                        : Binary.fromConstantByteArray((byte[]) value));
    }

    /** A day or a time of day, which Connect carries as a Date that must be nothing more. */
    record CalendarWriter(ToIntFunction<java.util.Date> number, ValueWriter column) implements ValueWriter {
        @Override
        public void write(Object value, RecordConsumer consumer) {
            column.write(number.applyAsInt((java.util.Date) value), consumer);
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

    /**
     * Milliseconds since 1970, in a column of these or of microseconds. Readers count microseconds in either one: Trino fails
     * at any query of a column whose statistics are beyond that.
     */
    record MillisWriter(ToLongFunction<Object> millis, boolean inMicros) implements ValueWriter {
        @Override
        public void write(Object value, RecordConsumer consumer) {
            consumer.addLong(inMicros ? micros(value) : millis.applyAsLong(value));
        }

        @Override
        public void check(Object value) {
            micros(value);
        }

        private long micros(Object value) {
            long number = millis.applyAsLong(value);
            try {
                return Math.multiplyExact(number, MICROS_OF_MILLI);
            } catch (ArithmeticException e) {
                throw new DataException(
                        number + " milliseconds since 1970 are beyond the year 294246, the last one that query engines"
                                + " read: correct the value where it is made, or use format=json",
                        e);
            }
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
