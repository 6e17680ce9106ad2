package io.goldstream.gateway.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineFilterTest {

    @Test
    void aTimeIsAnInstantOrAbsent() {
        assertThat(QuarantineFilter.of(Map.of()).since()).isEqualTo(Instant.EPOCH);
        assertThat(QuarantineFilter.of(Map.of("since", "0001-01-01T00:00:00Z")).since())
                .isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
        assertThat(QuarantineFilter.of(Map.of("until", "9999-12-31T23:59:59.999Z"))
                        .until())
                .isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));
    }

    /** Times beyond the milliseconds that a row has could not be compared with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025-01-30",
                "0000-12-31T23:59:59.999Z",
                "+10000-01-01T00:00:00Z",
                "-1000000000-01-01T00:00:00Z",
                "-999999999-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z"
            })
    void anotherTimeIsRefused(String time) {
        for (String name : new String[] {"since", "until"}) {
            assertThatThrownBy(() -> QuarantineFilter.of(Map.of(name, time)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
    }
}
