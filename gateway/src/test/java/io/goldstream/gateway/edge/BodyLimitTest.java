package io.goldstream.gateway.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.gateway.GatewayConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.WithDefault;
import java.io.InputStream;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyLimitTest {

    @ParameterizedTest
    @CsvSource({
        "PT0.001S, PT0.001S, PT0.002S, PT0.002S",
        "PT30S, PT5S, PT60S, PT0S",
        "PT30S, PT5S, PT31S, PT30.001S",
        "PT1S, PT5S, PT2S, PT6S"
    })
    void aBodyMayTakeAnyTimeThatEndsBeforeTheServersOwn(
            Duration bodyTimeout, Duration deliveryTimeout, Duration readTimeout, Duration idleTimeout) {
        assertThatCode(() -> BodyLimit.check(bodyTimeout, deliveryTimeout, readTimeout, idleTimeout))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "PT60S, PT5S, PT60S, PT30M, quarkus.http.read-timeout (60 s), goldstream.edge.body-timeout (60 s)",
        "PT61S, PT5S, PT60S, PT30M, quarkus.http.read-timeout (60 s), goldstream.edge.body-timeout (61 s)",
        "PT30S, PT5S, PT60S, PT30S, quarkus.http.idle-timeout (30 s), goldstream.edge.body-timeout (30 s)",
        "PT30S, PT5S, PT60S, PT0.5S, quarkus.http.idle-timeout (0.5 s), goldstream.edge.body-timeout (30 s)",
        "PT1S, PT5S, PT60S, PT5S, quarkus.http.idle-timeout (5 s), goldstream.edge.delivery-timeout (5 s)"
    })
    void anotherTimeIsRefusedAtTheStart(
            Duration bodyTimeout,
            Duration deliveryTimeout,
            Duration readTimeout,
            Duration idleTimeout,
            String option,
            String other) {
        assertThatThrownBy(() -> BodyLimit.check(bodyTimeout, deliveryTimeout, readTimeout, idleTimeout))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(option, other);
    }

    @Test
    void theDefaultsAreAccepted() throws Exception {
        Properties settings = new Properties();
        try (InputStream file = BodyLimitTest.class.getResourceAsStream("/application.properties")) {
            settings.load(file);
        }
        Duration bodyTimeout = byDefault("bodyTimeout");
        Duration deliveryTimeout = byDefault("deliveryTimeout");
        Duration readTimeout = DurationConverter.parseDuration(settings.getProperty("quarkus.http.read-timeout"));
        Duration idleTimeout = DurationConverter.parseDuration(settings.getProperty("quarkus.http.idle-timeout"));

        assertThatCode(() -> BodyLimit.check(bodyTimeout, deliveryTimeout, readTimeout, idleTimeout))
                .doesNotThrowAnyException();
    }

    private static Duration byDefault(String option) throws NoSuchMethodException {
        return DurationConverter.parseDuration(GatewayConfig.Edge.class
                .getMethod(option)
                .getAnnotation(WithDefault.class)
                .value());
    }
}
