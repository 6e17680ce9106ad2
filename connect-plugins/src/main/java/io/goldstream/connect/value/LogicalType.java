package io.goldstream.connect.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;

/**
 * What a schema's name may mean: Connect's own logical types, and, for what Connect has none for, the names that Debezium
 * gave them. Debezium's timestamps are without a zone.
 */
public enum LogicalType {
    DATE(Date.LOGICAL_NAME, Schema.Type.INT32) {
        @Override
        String text(Schema schema, Object value) {
            return LocalDate.ofEpochDay(Date.fromLogical(schema, (java.util.Date) value))
                    .toString();
        }
    },
    TIME(Time.LOGICAL_NAME, Schema.Type.INT32) {
        @Override
        String text(Schema schema, Object value) {
            return timeOfDay(Time.fromLogical(schema, (java.util.Date) value), ChronoUnit.MILLIS);
        }
    },
    TIMESTAMP(Timestamp.LOGICAL_NAME, Schema.Type.INT64) {
        @Override
        String text(Schema schema, Object value) {
            return utc((java.util.Date) value);
        }
    },
    DECIMAL(Decimal.LOGICAL_NAME, Schema.Type.BYTES) {
        @Override
        String text(Schema schema, Object value) {
            return plain((BigDecimal) value);
        }
    },
    DAYS("io.debezium.time.Date", Schema.Type.INT32) {
        @Override
        String text(Schema schema, Object value) {
            return LocalDate.ofEpochDay((Integer) value).toString();
        }
    },
    TIME_MILLIS("io.debezium.time.Time", Schema.Type.INT32) {
        @Override
        String text(Schema schema, Object value) {
            return timeOfDay((Integer) value, ChronoUnit.MILLIS);
        }
    },
    TIME_MICROS("io.debezium.time.MicroTime", Schema.Type.INT64) {
        @Override
        String text(Schema schema, Object value) {
            return timeOfDay((Long) value, ChronoUnit.MICROS);
        }
    },
    TIMESTAMP_MILLIS("io.debezium.time.Timestamp", Schema.Type.INT64) {
        @Override
        String text(Schema schema, Object value) {
            return utc(Instant.ofEpochMilli((Long) value));
        }
    },
    TIMESTAMP_MICROS("io.debezium.time.MicroTimestamp", Schema.Type.INT64) {
        @Override
        String text(Schema schema, Object value) {
            return utc(Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS));
        }
    },
    UUID_TEXT("io.debezium.data.Uuid", Schema.Type.STRING) {
        @Override
        String text(Schema schema, Object value) {
            return (String) value;
        }
    };

    /** Beyond it, a decimal's zeros would outgrow its digits by far. */
    private static final int MOST_ZEROS = 1000;

    private static final Map<String, LogicalType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(type -> type.schemaName, Function.identity()));

    private final String schemaName;
    private final Schema.Type base;

    LogicalType(String schemaName, Schema.Type base) {
        this.schemaName = schemaName;
        this.base = base;
    }

    /** What the schema's name means; empty for any other name or type, and for no schema. */
    public static Optional<LogicalType> of(Schema schema) {
        return schema == null || schema.name() == null
                ? Optional.empty()
                : Optional.ofNullable(BY_NAME.get(schema.name())).filter(type -> type.base == schema.type());
    }

    /** @param value not null */
    abstract String text(Schema schema, Object value);

    /** @throws DataException if the text is no UUID */
    public static UUID uuid(Object value) {
        try {
            return UUID.fromString((String) value);
        } catch (IllegalArgumentException e) {
            throw new DataException("\"" + value + "\" is no UUID", e);
        }
    }

    /** @throws DataException if that is no time within a day */
    public static void checkTimeOfDay(long sinceMidnight, ChronoUnit unit) {
        if (sinceMidnight < 0 || sinceMidnight >= ChronoUnit.DAYS.getDuration().dividedBy(unit.getDuration())) {
            throw new DataException(sinceMidnight + " " + unit + " since midnight are not a time of the day");
        }
    }

    private static String timeOfDay(long sinceMidnight, ChronoUnit unit) {
        checkTimeOfDay(sinceMidnight, unit);
        return DateTimeFormatter.ISO_LOCAL_TIME.format(
                LocalTime.ofNanoOfDay(unit.getDuration().toNanos() * sinceMidnight));
    }

    /** Of any date: {@code java.sql.Date} and {@code java.sql.Time} are such, and refuse {@code toInstant}. */
    static String utc(java.util.Date date) {
        return utc(Instant.ofEpochMilli(date.getTime()));
    }

    /** Without a Z, which Trino's JSON tables do not read. */
    static String utc(Instant instant) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** Without an exponent, as long as that is not of thousands of zeros. */
    static String plain(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MOST_ZEROS ? number.toPlainString() : number.toString();
    }
}
