package io.goldstream.gateway.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyLimitTest {

    @Test
    void aBodyMayTakeAnyTimeThatEndsBeforeTheServersOwn() {
        assertThatCode(() -> BodyLimit.check(Duration.ofMillis(1), Duration.ofMillis(2)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT60S, body-timeout",
        "PT-30S, PT60S, body-timeout",
        "PT0.0009S, PT60S, body-timeout",
        "PT60S, PT60S, read-timeout",
        "PT61S, PT60S, read-timeout"
    })
    void anotherTimeIsRefusedAtTheStart(Duration bodyTimeout, Duration readTimeout, String option) {
        assertThatThrownBy(() -> BodyLimit.check(bodyTimeout, readTimeout))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(option);
    }
}
