package io.goldstream.gateway;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GOLDSTREAM_EDGE_BODYTIMEOUT",
                "GOLDSTREAM_EDGE_MAX_EVENT",
                "GOLDSTREAM_REFINERY_DEDUP_SPAN",
                "GOLDSTREAM_AUTH_WRITE_KEY",
                "GOLDSTREAM_OPERATORS_KEY"
            })
    void aVariableThatIsNoSettingIsRefused(String variable) {
        assertThatThrownBy(() -> SettingNames.check(List.of("PATH", variable)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(variable + " is not a setting of the gateway. These begin with GOLDSTREAM_")
                .message()
                .containsAnyOf("GOLDSTREAM_EDGE_MAX_EVENTS", "_DEDUPE_SPAN", "_WRITE_KEYS", "_KEY_SHA256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GOLDSTREAM_EDGE_BODY_TIMEOUT",
                "GOLDSTREAM_REFINERY_UNREAD",
                "GOLDSTREAM_OPERATORS_KEY_SHA256",
                "GOLDSTREAM_REFINERY_UNREAD_0_",
                "GOLDSTREAM_FIRST_DATE",
                // of the command line, and of the manifests' sinks
                "GOLDSTREAM_OPERATOR_KEY",
                "GOLDSTREAM_SINK_MAX_AGE",
                "GOLDSTREAM_SINK_MAX_AGE_RAW",
                "GOLDSTREAM_KAFKA"
            })
    void anotherVariableIsNot(String variable) {
        assertThatNoException().isThrownBy(() -> SettingNames.check(List.of(variable)));
    }
}
