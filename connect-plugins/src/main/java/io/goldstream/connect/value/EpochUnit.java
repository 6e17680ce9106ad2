package io.goldstream.connect.value;

import io.goldstream.events.Timestamps;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.apache.kafka.connect.errors.DataException;

/** What a plain number that is a time counts, since 1970 in UTC. */
public enum EpochUnit {
    /** Milliseconds; but a number that may as well be seconds of this century is refused. */
    DEFAULT(0),
    S(3),
    MS(0),
    US(-3),
    NS(-6);

    /** In seconds the year 1973, in milliseconds the second day of 1970. */
    private static final BigDecimal LEAST_SECONDS = BigDecimal.valueOf(100_000_000);

    /** In seconds the year 5138, in milliseconds 1973. */
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(100_000_000_000L);

    /** Of ten. */
    private final int exponent;

    EpochUnit(int exponent) {
        this.exponent = exponent;
    }

    /**
     * The whole milliseconds that have passed then.
     *
     * @throws DataException if it may be seconds, or is far beyond all years
     */
    long millis(BigDecimal number) {
        BigDecimal size = number.abs();
        if (this == DEFAULT && size.compareTo(LEAST_SECONDS) >= 0 && size.compareTo(MOST_SECONDS) < 0) {
            throw new DataException(
                    "is " + number.toPlainString() + ", which may be seconds or milliseconds: set time.unit");
        }
        try {
            return number.scaleByPowerOfTen(exponent)
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new DataException("is " + number + ", which " + beyond(), e);
        }
    }

    String beyond() {
        return "with time.unit=" + name().toLowerCase(Locale.ROOT) + " is beyond " + Timestamps.RANGE
                + ": set time.unit to the number's unit";
    }
}
