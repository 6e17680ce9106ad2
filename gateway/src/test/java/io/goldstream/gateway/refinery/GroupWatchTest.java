package io.goldstream.gateway.refinery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GroupWatchTest {

    private final AtomicInteger told = new AtomicInteger();
    private final GroupWatch watch =
            new GroupWatch("group", "gateway-0", Set.of("raw"), unassigned -> told.incrementAndGet());

    @Test
    void aPartitionThatIsNobodysForAMomentIsNoMatter() {
        look(2, true);
        look(1, false);
        look(2, true);

        assertThat(told).hasValue(0);
    }

    @Test
    void oneThatStaysNobodysIsToldAndToldAgainAfterALongerWhile() {
        look(3, true);
        assertThat(told).hasValue(1);

        look(14, true);
        assertThat(told).hasValue(1);

        look(1, true);
        assertThat(told).hasValue(2);
    }

    @Test
    void anotherRebalanceInBetweenDoesNotShortenThatWhile() {
        look(3, true);
        look(1, false);
        look(13, true);
        assertThat(told).hasValue(1);

        look(1, true);
        assertThat(told).hasValue(2);
    }

    private void look(int times, boolean isSomethingUnassigned) {
        for (int i = 0; i < times; i++) {
            watch.judge(isSomethingUnassigned);
        }
    }
}
