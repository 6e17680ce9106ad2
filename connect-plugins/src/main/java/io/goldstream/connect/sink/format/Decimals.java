package io.goldstream.connect.sink.format;

import io.goldstream.connect.value.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
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

    /**
     * The column's scale: the stated one, or the nearest that a column may have. JDBC sources state 127 for a NUMBER of Oracle's
     * without a scale, which says that anything may come: then half of the digits are for the fraction.
     */
    static int scale(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        String stated = parameters == null ? null : parameters.get(Decimal.SCALE_FIELD);
        if (stated == null) {
            throw new DataException("the schema of a Decimal names no scale: give it the parameter scale");
        }
        int scale = Integer.parseInt(stated);
        return scale > MOST_DIGITS ? MOST_DIGITS / 2 : Math.max(0, scale);
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

    /**
     * The value's digits at that scale.
     *
     * @throws DataException if it does not fit as it is: cut digits would be silent damage
     */
    static BigInteger unscaled(BigDecimal value, int scale, int precision) {
        // Before there is anything to calculate: a scale may be in billions.
        boolean isTooLong = (long) value.precision() - value.scale() > precision - scale;
        boolean isTooFine = (long) value.scale() - scale > value.precision();
        if (value.signum() == 0) {
            return BigInteger.ZERO;
        }
        try {
            if (!isTooLong && !isTooFine) {
                return value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
            }
        } catch (ArithmeticException cut) {
            // Told below.
        }
        boolean mayFit = !isTooFine
                && value.stripTrailingZeros().scale() <= scale
                && (long) value.precision() - value.scale() <= MOST_DIGITS - scale;
        throw new DataException("the decimal " + ValueText.of(null, value) + " does not fit decimal(" + precision + ","
                + scale + "): "
                + (mayFit
                        ? "declare a greater precision by the schema's parameter " + PRECISION
                        : "no column of that scale holds it. Round it or give it another scale where it is made, or use"
                                + " format=json"));
    }

    /** The same with a wider precision, or the same where none is stated. */
    static Map<String, String> parameters(Schema schema, int precision) {
        String scale = schema.parameters().get(Decimal.SCALE_FIELD);
        return precision == MOST_DIGITS
                ? Map.of(Decimal.SCALE_FIELD, scale)
                : Map.of(Decimal.SCALE_FIELD, scale, PRECISION, Integer.toString(precision));
    }
}
