package io.goldstream.trino.base;

import io.goldstream.trino.base.Advance.Bounds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever happens, a query shows each landed row once. */
class AdvanceModelTest {

    private static final int HISTORIES = 1_000;
    private static final int EVENTS = 60;

    @Test
    void everyQueryShowsEachLandedRowOnce() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            ModelLake lake = new ModelLake(random, new Bounds(1 + random.nextInt(30), 1 + random.nextInt(12)));
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
