package io.goldstream.connect.sink.layout;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A time of a record: its timestamp, or a part of it that is a Timestamp or a Date, an integer of epoch milliseconds
 * (microseconds where the schema is Debezium's MicroTimestamp), or ISO-8601 text with an offset.
 */
public final class RecordTime {

    private static final String RECORD_TIMESTAMP = "timestamp";
    private static final String MICROS = "io.debezium.time.MicroTimestamp";
    private static final long MICROS_PER_MILLI = 1000;

    private final String name;
    private final Function<SinkRecord, RecordField.Found> find;

    private RecordTime(String name, Function<SinkRecord, RecordField.Found> find) {
        this.name = name;
        this.find = find;
    }

    /** @throws IllegalArgumentException if the name is none of a time */
    public static RecordTime parse(String name) {
        if (name.equals(RECORD_TIMESTAMP)) {
            return new RecordTime(name, record -> new RecordField.Found(null, record.timestamp()));
        }
        RecordField field = RecordField.parse(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + name + "\" is no time: write timestamp, value.FIELD, key.FIELD or header.NAME"));
        return new RecordTime(name, field::in);
    }

    String name() {
        return name;
    }

    /**
     * Epoch milliseconds; empty where it is null.
     *
     * @throws DataException if the record has no such part, or that is no time
     */
    public OptionalLong millis(SinkRecord record) {
        RecordField.Found found = find.apply(record);
        Object value = found.value();
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Date date) {
            return OptionalLong.of(date.getTime());
        }
        if (value instanceof Long number) {
            boolean micros =
                    found.schema() != null && MICROS.equals(found.schema().name());
            return OptionalLong.of(micros ? Math.floorDiv(number, MICROS_PER_MILLI) : number);
        }
        if (value instanceof String text) {
            try {
                return OptionalLong.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
            } catch (DateTimeParseException | ArithmeticException e) {
                throw new DataException(
                        name + " is \"" + text + "\" in the record " + PathPart.at(record)
                                + ", which is no ISO-8601 time with an offset",
                        e);
            }
        }
        throw new DataException(name + " should be a time, but is a "
                + value.getClass().getName() + " in the record " + PathPart.at(record));
    }
}
