package io.goldstream.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimestampsTest {

    @Test
    void theRangeIsTheYearsThatItsNameSays() {
        assertThat(Instant.ofEpochMilli(Timestamps.FIRST_MILLIS)).isEqualTo(Instant.parse("0001-01-01T00:00:00Z"));
        assertThat(Instant.ofEpochMilli(Timestamps.LAST_MILLIS)).isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));
        assertThat(Timestamps.RANGE).contains("1 to 9999");
    }

    @Test
    void bothEndsAreInIt() {
        assertThat(Timestamps.contain(Timestamps.FIRST_MILLIS)).isTrue();
        assertThat(Timestamps.contain(Timestamps.LAST_MILLIS)).isTrue();
        assertThat(Timestamps.contain(Timestamps.FIRST_MILLIS - 1)).isFalse();
        assertThat(Timestamps.contain(Timestamps.LAST_MILLIS + 1)).isFalse();
    }
}
