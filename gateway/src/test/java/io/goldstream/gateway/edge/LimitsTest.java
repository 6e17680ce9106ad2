package io.goldstream.gateway.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.gateway.GatewayConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    @ParameterizedTest
    @CsvSource({
        "maxEvents, 0, max-events",
        "maxEvents, -5, max-events",
        "maxRatio, 0, max-ratio",
        "maxEventSize, 0, max-event-size",
        "maxEventSize, 1000001, max-event-size",
        "maxExpandedSize, 0, max-expanded-size",
        "maxInFlightSize, 0, max-in-flight-size",
        "maxWait, 0, max-wait",
        "deliveryTimeout, 0, delivery-timeout",
        "retryAfter, 0, retry-after",
        "retryAfter, -1, retry-after",
        "linger, -1, linger",
        "drainDelay, -1, drain-delay",
        "drainTimeout, -1, drain-timeout"
    })
    void aLimitThatNothingKeepsToIsRefused(String getter, int value, String option) {
        assertThatThrownBy(() -> Limits.check(edge(getter, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("goldstream.edge." + option + " has to be ");
    }

    @Test
    void theSmallestAreAccepted() {
        assertThatCode(() -> Limits.check(edge("linger", 0))).doesNotThrowAnyException();
        assertThatCode(() -> Limits.check(edge("maxEventSize", 1_000_000))).doesNotThrowAnyException();
    }

    /** All options are 1, but one; sizes are that many requests. */
    private static GatewayConfig.Edge edge(String getter, int value) {
        return (GatewayConfig.Edge) Proxy.newProxyInstance(
                LimitsTest.class.getClassLoader(), new Class<?>[] {GatewayConfig.Edge.class}, (_, method, _) -> {
                    int number = method.getName().equals(getter) ? value : 1;
                    if (method.getReturnType() == Duration.class) {
                        return Duration.ofSeconds(number);
                    }
                    return method.getReturnType() == MemorySize.class
                            ? new MemorySize(BigInteger.valueOf(number * Backpressure.REQUEST_BYTES))
                            : (Object) number;
                });
    }
}
