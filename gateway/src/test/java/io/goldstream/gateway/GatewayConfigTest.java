package io.goldstream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value that nothing could keep to is refused, with the setting's name, what it has to be and what it is. */
class GatewayConfigTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "instance | a b | has to be 1 to 200 letters, digits, dots, underscores and hyphens, but is a b",
                "instance | .. | has to be 1 to 200 letters, digits, dots, underscores and hyphens, but is ..",
                "instance | replay | must not be replay, by which Kafka knows the replayer: take another name",
                "auth.reload-every | 0s | has to be 1 ms or more, but is PT0S",
                "auth.oidc-role | '  ' | has to be the name of a role, or not set",
                "operators.key-sha256 | gso_secret | has to be the SHA-256 of a key, in 64 lower-case hexadecimal digits",
                "edge.max-events | -5 | has to be 1 or more, but is -5",
                "edge.max-events | 0 | has to be 1 or more, but is 0",
                "edge.max-ratio | 0 | has to be 1 or more, but is 0",
                "edge.max-event-size | 0 | has to be 1 to 1000000 bytes, but is 0",
                "edge.max-event-size | 1000001 | has to be 1 to 1000000 bytes, but is 1000001",
                "edge.max-expanded-size | 4G | has to be 1 to 2147483647 bytes, but is 4294967296",
                "edge.max-expanded-size | 0 | has to be 1 to 2147483647 bytes, but is 0",
                "edge.max-in-flight-size | 16383 | has to be 16384 to 9223372036854775807 bytes, but is 16383",
                "edge.body-timeout | PT0.0009S | has to be 1 ms or more, but is PT0.0009S",
                "edge.max-wait | 0s | has to be 1 ms or more, but is PT0S",
                "edge.delivery-timeout | 0s | has to be 1 ms or more, but is PT0S",
                "edge.delivery-timeout | 30d | has to be 1 h or less, but is PT720H",
                "edge.retry-after | PT0.9S | has to be 1 s or more, but is PT0.9S",
                "edge.linger | PT-1S | has to be 0 s or more, but is PT-1S",
                "edge.drain-delay | PT-1S | has to be 0 s or more, but is PT-1S",
                "edge.drain-timeout | PT-1S | has to be 0 s or more, but is PT-1S",
                "edge.source | a b | has to be a URI reference, which has no blanks, but is a b",
                "refinery.group | a/b | has to be 1 to 200 letters, digits, dots, underscores and hyphens, but is a/b",
                "refinery.max-records | 0 | has to be 1 or more, but is 0",
                "refinery.dedupe-records | -1 | has to be 1 or more, but is -1",
                "refinery.dedupe-span | PT-1S | has to be 0 s or more, but is PT-1S",
                "refinery.session-timeout | 1s | has to be 6 s or more, but is PT1S: Kafka's brokers take no other value by default",
                "refinery.session-timeout | 31m | has to be 30 min or less, but is PT31M: Kafka's brokers take no other value by default",
                "refinery.transaction-timeout | 0s | has to be 1 s or more, but is PT0S",
                "refinery.transaction-timeout | 1h | has to be 15 min or less, but is PT1H: Kafka's brokers take no other value by default",
                "refinery.record-timeout | 0s | has to be 1 s or more, but is PT0S",
                "refinery.unread | raw.listen_events | has to be a coordinate such as raw.listen_events-0-42, but is raw.listen_events",
                "refinery.restart-delay | PT-1S | has to be 0 s or more, but is PT-1S",
            })
    void aValueThatMakesNoSenseIsRefused(String setting, String value, String says) {
        assertThatThrownBy(() -> config(Map.of("goldstream." + setting, value)))
                .isInstanceOf(ConfigValidationException.class)
                .message()
                .contains("goldstream." + setting)
                .contains(" " + says)
                .doesNotContain("gso_secret");
    }

    @Test
    void aMisspeltSwitchIsNotReadAsOff() {
        assertThatThrownBy(() -> config(Map.of("goldstream.refinery.enabled", "ture")))
                .hasMessageContainingAll("goldstream.refinery.enabled", "ture", "it must be true or false");
    }

    @Test
    void everySettingThatIsWrongIsNamedAtOnce() {
        assertThatThrownBy(() -> config(Map.of("goldstream.edge.max-events", "-5", "goldstream.instance", "replay")))
                .hasMessageContainingAll("goldstream.edge.max-events", "goldstream.instance");
    }

    @Test
    void theDefaultsAndTheSmallestAreAccepted() {
        assertThat(config(Map.of()).instance()).isEqualTo("gateway-0");
        assertThat(config(Map.of("goldstream.edge.linger", "0s", "goldstream.edge.max-events", "1"))
                        .edge()
                        .maxEvents())
                .isEqualTo(1);
    }

    private static GatewayConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .withMapping(GatewayConfig.class)
                .withValidator(new BeanValidationConfigValidatorImpl())
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
