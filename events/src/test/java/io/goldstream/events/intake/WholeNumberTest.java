package io.goldstream.events.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumberTest {

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "7.0, 7",
        "-7.000, -7",
        "0.7e1, 7",
        "70e-1, 7",
        "1E3, 1000",
        "1e+3, 1000",
        "0, 0",
        "-0, 0",
        "-0.0e5, 0",
        "0e999999999999, 0",
        "0.00123e5, 123"
    })
    void isToldByItsValue(String number, String digits) {
        assertThat(WholeNumber.digits(number, 200)).isEqualTo(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.5", "0.1", "1e-1", "1e999999999999", "1e-999999999999", "1e200", "15e199", "-1e200"})
    void hasNoDigitsWhereItIsNoneOrTooLarge(String number) {
        assertThat(WholeNumber.digits(number, 200)).isNull();
    }

    @Test
    void isWhatTheJdkTakesForOne() {
        Random random = new Random(5);
        for (int run = 0; run < 20_000; run++) {
            String number = (random.nextBoolean() ? "-" : "")
                    + random.nextInt(1_000)
                    + (random.nextBoolean() ? "." + random.nextInt(100) * (random.nextBoolean() ? 1 : 0) : "")
                    + (random.nextBoolean() ? "e" + (random.nextInt(9) - 4) : "");
            BigDecimal value = new BigDecimal(number).stripTrailingZeros();
            String digits = value.scale() > 0 ? null : value.toBigInteger().toString();

            assertThat(WholeNumber.digits(number, 200)).as(number).isEqualTo(digits);
        }
    }
}
