package io.goldstream.connect.sink.format;

import java.math.BigDecimal;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.schema.LogicalTypeAnnotation;

/** Decimals: Connect states their scale, and, where the source connector kept it, their precision. */
final class Decimals {

    /** As JDBC and Debezium sources write it into the schema's parameters. */
    static final String PRECISION = "connect.decimal.precision";

    /** The largest that Trino and Spark take. */
    private static final int MOST_DIGITS = 38;

    private Decimals() {}

    static LogicalTypeAnnotation annotation(Schema schema) {
        return LogicalTypeAnnotation.decimalType(scale(schema), precision(schema));
    }

    static int scale(Schema schema) {
        String scale = schema.parameters().get(Decimal.SCALE_FIELD);
        int digits = Integer.parseInt(scale);
        if (digits < 0 || digits > MOST_DIGITS) {
            throw new DataException("Parquet decimals have a scale of 0 to " + MOST_DIGITS + ", found " + scale);
        }
        return digits;
    }

    /** The stated precision; the largest where it is not stated, or beyond it. */
    static int precision(Schema schema) {
        String stated = schema.parameters().get(PRECISION);
        if (stated == null) {
            return MOST_DIGITS;
        }
        int precision = Integer.parseInt(stated);
        return precision < Math.max(1, scale(schema)) || precision > MOST_DIGITS ? MOST_DIGITS : precision;
    }

    /** A value that fits the column, or no value: cut digits would be silent damage. */
    static void check(BigDecimal value, int scale, int precision) {
        if (value.scale() != scale || value.precision() > precision) {
            throw new DataException(
                    "the decimal " + value.toPlainString() + " does not fit decimal(" + precision + "," + scale + ")");
        }
    }

    /** The same with a wider precision, or the same where none is stated. */
    static Map<String, String> parameters(Schema schema, int precision) {
        String scale = schema.parameters().get(Decimal.SCALE_FIELD);
        return precision == MOST_DIGITS
                ? Map.of(Decimal.SCALE_FIELD, scale)
                : Map.of(Decimal.SCALE_FIELD, scale, PRECISION, Integer.toString(precision));
    }
}
