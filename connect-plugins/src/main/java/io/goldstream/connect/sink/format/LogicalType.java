package io.goldstream.connect.sink.format;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
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
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;

/**
 * What a schema's name may mean: Connect's own logical types, and, for what Connect has none for, the names that Debezium
 * gave them. Debezium's timestamps are without a zone.
 */
enum LogicalType {
    DATE(Date.LOGICAL_NAME, annotation(LogicalTypeAnnotation.dateType())) {
        @Override
        Object text(Schema schema, Object value) {
            return LocalDate.ofEpochDay(Date.fromLogical(schema, (java.util.Date) value))
                    .toString();
        }
    },
    TIME(Time.LOGICAL_NAME, annotation(LogicalTypeAnnotation.timeType(true, TimeUnit.MILLIS))) {
        @Override
        Object text(Schema schema, Object value) {
            return timeOfDay(Time.fromLogical(schema, (java.util.Date) value), ChronoUnit.MILLIS);
        }
    },
    TIMESTAMP(Timestamp.LOGICAL_NAME, annotation(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))) {
        @Override
        Object text(Schema schema, Object value) {
            return ((java.util.Date) value).toInstant().toString();
        }
    },
    DECIMAL(Decimal.LOGICAL_NAME, Decimals::annotation) {
        @Override
        Object text(Schema schema, Object value) {
            return (BigDecimal) value;
        }
    },
    DAYS("io.debezium.time.Date", annotation(LogicalTypeAnnotation.dateType())) {
        @Override
        Object text(Schema schema, Object value) {
            return LocalDate.ofEpochDay((Integer) value).toString();
        }
    },
    TIME_MILLIS("io.debezium.time.Time", annotation(LogicalTypeAnnotation.timeType(false, TimeUnit.MILLIS))) {
        @Override
        Object text(Schema schema, Object value) {
            return timeOfDay((Integer) value, ChronoUnit.MILLIS);
        }
    },
    TIME_MICROS("io.debezium.time.MicroTime", annotation(LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS))) {
        @Override
        Object text(Schema schema, Object value) {
            return timeOfDay((Long) value, ChronoUnit.MICROS);
        }
    },
    TIMESTAMP_MILLIS(
            "io.debezium.time.Timestamp", annotation(LogicalTypeAnnotation.timestampType(false, TimeUnit.MILLIS))) {
        @Override
        Object text(Schema schema, Object value) {
            return Instant.ofEpochMilli((Long) value).toString();
        }
    },
    TIMESTAMP_MICROS(
            "io.debezium.time.MicroTimestamp",
            annotation(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS))) {
        @Override
        Object text(Schema schema, Object value) {
            return Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString();
        }
    },
    UUID_TEXT("io.debezium.data.Uuid", annotation(LogicalTypeAnnotation.uuidType())) {
        @Override
        Object text(Schema schema, Object value) {
            return uuid(value).toString();
        }
    };

    private static final Map<String, LogicalType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(type -> type.schemaName, Function.identity()));

    private final String schemaName;
    private final Function<Schema, LogicalTypeAnnotation> annotation;

    LogicalType(String schemaName, Function<Schema, LogicalTypeAnnotation> annotation) {
        this.schemaName = schemaName;
        this.annotation = annotation;
    }

    /** What the schema's name means; empty for any other name, and for none. */
    static Optional<LogicalType> of(Schema schema) {
        return schema.name() == null ? Optional.empty() : Optional.ofNullable(BY_NAME.get(schema.name()));
    }

    /** The annotation of a Parquet column of that schema. */
    LogicalTypeAnnotation annotation(Schema schema) {
        return annotation.apply(schema);
    }

    /**
     * The value as it stands in JSON: text, or a number for decimals.
     *
     * @param value not null
     */
    abstract Object text(Schema schema, Object value);

    /** @throws DataException if the text is no UUID */
    static UUID uuid(Object value) {
        try {
            return UUID.fromString((String) value);
        } catch (IllegalArgumentException e) {
            throw new DataException("\"" + value + "\" is no UUID", e);
        }
    }

    private static String timeOfDay(long sinceMidnight, ChronoUnit unit) {
        checkTimeOfDay(sinceMidnight, unit);
        return LocalTime.ofNanoOfDay(unit.getDuration().toNanos() * sinceMidnight)
                .toString();
    }

    /** @throws DataException if that is no time within a day */
    static void checkTimeOfDay(long sinceMidnight, ChronoUnit unit) {
        if (sinceMidnight < 0 || sinceMidnight >= ChronoUnit.DAYS.getDuration().dividedBy(unit.getDuration())) {
            throw new DataException(sinceMidnight + " " + unit + " since midnight are no time of a day");
        }
    }

    private static Function<Schema, LogicalTypeAnnotation> annotation(LogicalTypeAnnotation annotation) {
        return schema -> annotation;
    }
}
