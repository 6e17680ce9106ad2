package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.connect.sink.land.ModelRun.Event;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever fails, is killed, sleeps or is a zombie: the rows in the lake are the records of the log, each once, but for
 * those that cannot be landed, which are in the dead-letter queue. For more or other seeds: {@code -Dmodel.runs=100000
 * -Dmodel.seed=7000}, and where that takes longer than is allowed here, {@code
 * -Djunit.jupiter.execution.timeout.mode=disabled}.
 */
class LanderModelTest {

    private static final int RUNS = Integer.getInteger("model.runs", 3000);
    private static final int FIRST_SEED = Integer.getInteger("model.seed", 1);
    private static final int STEPS = 100;
    private static final int LEAST_OF_EACH = 50;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void everyRecordIsInTheLakeOnceOrInTheDeadLetterQueue() {
        Map<Event, Integer> tally = new EnumMap<>(Event.class);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            ModelRun run = run(seed);
            for (TopicPartition partition : ModelRun.PARTITIONS) {
                verify(seed, run, partition);
            }
            run.tally().forEach((event, times) -> tally.merge(event, times, Integer::sum));
        }
        System.out.println(RUNS + " histories from seed " + FIRST_SEED + ": " + tally);
        // A model that reaches less proves less.
        assertThat(tally.keySet()).containsExactly(Event.values());
        assertThat(tally.values()).allMatch(times -> times >= LEAST_OF_EACH || RUNS < 3000);
    }

    private static ModelRun run(long seed) {
        try {
            ModelRun run = new ModelRun(seed);
            for (int i = 0; i < STEPS; i++) {
                run.step();
            }
            run.recover();
            return run;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + e, e);
        }
    }

    private static void verify(long seed, ModelRun run, TopicPartition partition) {
        List<Long> all = run.log().offsets(partition);
        Set<Long> landable = new HashSet<>(all);
        landable.removeAll(run.unlandable(partition));

        List<Long> landed = run.landed(partition);
        assertThat(landed).as("seed %d, %s", seed, partition).hasSameSizeAs(landable);
        assertThat(new HashSet<>(landed)).as("seed %d, %s", seed, partition).isEqualTo(landable);
        assertThat(run.log().deadLetters(partition))
                .as("seed %d, dead letters of %s", seed, partition)
                .isEqualTo(run.unlandable(partition));
        assertThat(run.log().committed(partition))
                .as("seed %d, the group in %s", seed, partition)
                .isEqualTo(all.get(all.size() - 1) + 1);
    }
}
