package io.goldstream.connect.value;

import io.goldstream.events.Timestamps;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * A time that was read out of a value, as far as {@link Timestamps} go. This is the one place that reads times; it never asks for
 * the machine's zone.
 *
 * <p>It takes, by the schema's name: Connect's Timestamp and Date; Debezium's Date, Timestamp, MicroTimestamp,
 * NanoTimestamp and ZonedTimestamp. Without such a name: an integer or a double, which counts what {@link EpochUnit} says;
 * text, or bytes that are text, of an integer of ten digits or more, but not fourteen, or of ISO-8601: {@code 2025-01-01},
 * {@code 2025-01-01T12:34:56.789Z} with any offset, or without one, which is UTC; seconds may be left out, and the T may be
 * a space. A {@link Date} without a schema is an instant.
 *
 * @param millis since 1970 in UTC; of a date, its midnight
 * @param isDate whether it is a date, which has no zone and is the same one everywhere
 */
public record Moment(long millis, boolean isDate) {

    private static final String DEBEZIUM_TIMES = "io.debezium.time.";
    private static final String NANOS = DEBEZIUM_TIMES + "NanoTimestamp";
    private static final Pattern ISO =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:[Tt ](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?)"
                    + "([Zz]|[+-]\\d\\d(?::?\\d\\d)?)?)?");

    /** Eight digits are a day and fourteen a second in many hands, and no number. */
    private static final Pattern NUMBER = Pattern.compile("-?(?:\\d{10,13}|\\d{15,19})");

    private static final int LONGEST_SHOWN = 40;

    private static final String ANOTHER_FIELD = ": correct the producer, or name a field that holds a time";

    /** @throws DataException if it is beyond what the lake keeps */
    public Moment {
        if (!Timestamps.contain(millis)) {
            throw new DataException("is " + millis + " milliseconds since 1970, which is beyond " + Timestamps.RANGE);
        }
    }

    /**
     * Reads a value.
     *
     * @param schema null for none
     * @param value not null
     * @param unit of a number that has no other
     * @throws DataException if it is no time; the message is to follow the value's name
     */
    public static Moment of(Schema schema, Object value, EpochUnit unit) {
        Optional<LogicalType> logical = LogicalType.of(schema);
        try {
            if (logical.isPresent()) {
                return of(logical.get(), schema, value);
            }
        } catch (ClassCastException e) {
            throw none(value);
        }
        if (value instanceof Date date) {
            return new Moment(date.getTime(), false);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return number(schema, BigDecimal.valueOf(((Number) value).longValue()), unit);
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return number(schema, BigDecimal.valueOf(number), unit);
        }
        if (value instanceof String || value instanceof byte[] || value instanceof ByteBuffer) {
            return text(ValueText.of(null, value), unit);
        }
        throw none(value);
    }

    private static Moment of(LogicalType type, Schema schema, Object value) {
        return switch (type) {
            case DATE -> day(org.apache.kafka.connect.data.Date.fromLogical(schema, (Date) value));
            case DAYS -> day((Integer) value);
            case TIMESTAMP -> new Moment(((Date) value).getTime(), false);
            case TIMESTAMP_MILLIS -> new Moment((Long) value, false);
            case TIMESTAMP_MICROS -> new Moment(EpochUnit.US.millis(BigDecimal.valueOf((Long) value)), false);
            case TIME, TIME_MILLIS, TIME_MICROS, DECIMAL, UUID_TEXT ->
                throw new DataException("should be a time, but is of type " + schema.name() + ANOTHER_FIELD);
        };
    }

    private static Moment day(int days) {
        return new Moment(TimeUnit.DAYS.toMillis(days), true);
    }

    private static Moment number(Schema schema, BigDecimal number, EpochUnit unit) {
        String name = schema == null || schema.name() == null ? "" : schema.name();
        if (name.equals(NANOS)) {
            return new Moment(EpochUnit.NS.millis(number), false);
        }
        if (name.startsWith(DEBEZIUM_TIMES)) {
            throw new DataException("should be a time, but is of type " + name + ANOTHER_FIELD);
        }
        return counted(number, unit);
    }

    /** Of a number that has no unit of its own. */
    private static Moment counted(BigDecimal number, EpochUnit unit) {
        long millis = unit.millis(number);
        if (!Timestamps.contain(millis)) {
            throw new DataException("is " + number.toPlainString() + ", which " + unit.beyond());
        }
        return new Moment(millis, false);
    }

    private static Moment text(String text, EpochUnit unit) {
        try {
            Matcher iso = ISO.matcher(text);
            if (iso.matches()) {
                return iso(iso);
            }
            if (NUMBER.matcher(text).matches()) {
                return counted(new BigDecimal(text), unit);
            }
        } catch (DateTimeException e) {
            throw noIso(text, e);
        }
        throw noIso(text, null);
    }

    private static Moment iso(Matcher iso) {
        LocalDate date = LocalDate.parse(iso.group(1));
        if (iso.group(2) == null) {
            return day((int) date.toEpochDay());
        }
        ZoneOffset offset = iso.group(3) == null
                ? ZoneOffset.UTC
                : ZoneOffset.of(iso.group(3).toUpperCase(Locale.ROOT));
        return new Moment(
                date.atTime(LocalTime.parse(iso.group(2))).toInstant(offset).toEpochMilli(), false);
    }

    private static DataException noIso(String text, Exception cause) {
        String shown = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
        return new DataException(
                "is \"" + shown + "\", which is not a time such as 2025-01-01T12:34:56Z" + ANOTHER_FIELD, cause);
    }

    private static DataException none(Object value) {
        return new DataException(
                "should be a time, but is a " + value.getClass().getName() + ANOTHER_FIELD);
    }
}
