package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.connect.sink.land.Rotation.Load;
import io.goldstream.connect.sink.land.Rotation.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RotationTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Rotation ROTATION = new Rotation(SECOND, 1000, 10);

    @Test
    void eachBoundRotates() {
        assertThat(ROTATION.due(new Load(SECOND, 0, 1, false))).contains(Reason.AGE);
        assertThat(ROTATION.due(new Load(Duration.ZERO, 1000, 1, false))).contains(Reason.BYTES);
        assertThat(ROTATION.due(new Load(Duration.ZERO, 0, 10, false))).contains(Reason.ROWS);
        assertThat(ROTATION.due(new Load(Duration.ZERO, 0, 1, true))).contains(Reason.WINDOW);
    }

    @Test
    void belowEveryBoundNothingRotates() {
        assertThat(ROTATION.due(new Load(SECOND.minusNanos(1), 999, 9, false))).isEmpty();
    }

    @Test
    void withoutRecordsThereIsNothingToRotate() {
        assertThat(ROTATION.due(new Load(SECOND, 0, 0, true))).isEmpty();
    }
}
