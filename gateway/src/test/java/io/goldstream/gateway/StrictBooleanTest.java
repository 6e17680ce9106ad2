package io.goldstream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As SmallRye finds it, in the place of its own. */
class StrictBooleanTest {

    private static final String SETTING = "goldstream.edge.enabled";

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "yes", "on", "1", " y "})
    void whatMeansOnIsOn(String value) {
        assertThat(with(value).getValue(SETTING, boolean.class)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "False", "no", "off", "0", "n"})
    void whatMeansOffIsOff(String value) {
        assertThat(with(value).getValue(SETTING, Boolean.class)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ture", "enabled", "2", "\"true\"", "true;"})
    void nothingElseReadsAsOff(String value) {
        assertThatThrownBy(() -> with(value).getValue(SETTING, Boolean.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(SETTING, value, "it must be true or false");
    }

    private static SmallRyeConfig with(String value) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withDefaultValue(SETTING, value)
                .build();
    }
}
