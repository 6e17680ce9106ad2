package io.goldstream.trino.base;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.trino.base.Advance.Bounds;
import io.goldstream.trino.base.ModelLake.Fault;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens, a query shows each landed row once. */
class AdvanceModelTest {

    private static final int HISTORIES = 2_000;
    private static final int EVENTS = 60;

    @Test
    void everyQueryShowsEachLandedRowOnce() {
        happen(Fault.NONE);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aRuleThatIsBrokenIsSeen(Fault fault) {
        assertThatThrownBy(() -> happen(fault))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("history ")
                .hasCauseInstanceOf(AssertionError.class);
    }

    private static void happen(Fault fault) {
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            ModelLake lake = new ModelLake(random, new Bounds(1 + random.nextInt(30), 1 + random.nextInt(12)), fault);
            try {
                for (int event = 0; event < EVENTS; event++) {
                    lake.happens();
                }
                lake.end();
            } catch (AssertionError | RuntimeException wrong) {
                throw new AssertionError("history " + seed, wrong);
            }
        }
    }
}
