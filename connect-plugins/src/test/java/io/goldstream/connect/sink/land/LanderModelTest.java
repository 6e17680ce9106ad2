package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.connect.sink.commit.FencedException;
import io.goldstream.connect.sink.format.Format;
import io.goldstream.connect.sink.format.ParquetFiles;
import io.goldstream.connect.sink.land.FaultyStore.Crash;
import io.goldstream.connect.sink.land.FaultyStore.Fault;
import io.goldstream.connect.sink.layout.PathTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fails, is killed or is a zombie: the rows in the lake are the records of the log, each once. */
class LanderModelTest {

    private static final int SEEDS = 400;
    private static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition("bronze.plays", 0), new TopicPartition("bronze.plays", 1));
    private static final Landing LANDING = new Landing(
            "model",
            Format.PARQUET,
            PathTemplate.parse("{topic:/}/event_date={value.event_time:yyyy-MM-dd}"),
            new Rotation(Duration.ofSeconds(10), Long.MAX_VALUE, 12, 3),
            Duration.ofDays(1),
            Duration.ZERO);

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyRecordIsInTheLakeOnce(long seed) {
        Run run = new Run(seed);
        for (int i = 0; i < 120; i++) {
            run.step();
        }
        run.recover();
        for (TopicPartition partition : PARTITIONS) {
            assertThat(run.landed(partition)).containsExactlyInAnyOrderElementsOf(run.log.offsets(partition));
        }
    }

    @Test
    void theModelReachesEveryFault() {
        Tally tally = new Tally();
        seeds().forEach(seed -> {
            Run run = new Run(seed);
            for (int i = 0; i < 120; i++) {
                run.step();
            }
            tally.add(run.tally);
        });
        assertThat(tally.crashes).isGreaterThan(100);
        assertThat(tally.zombies).isGreaterThan(100);
        assertThat(tally.fenced).isGreaterThan(100);
        assertThat(tally.lostAnswers).isGreaterThan(100);
        assertThat(tally.failures).isGreaterThan(100);
    }

    /** How often each kind of trouble came. */
    private static final class Tally {
        private int crashes;
        private int zombies;
        private int fenced;
        private int lostAnswers;
        private int failures;

        void add(Tally other) {
            crashes += other.crashes;
            zombies += other.zombies;
            fenced += other.fenced;
            lostAnswers += other.lostAnswers;
            failures += other.failures;
        }
    }

    private static final class Run {
        private final Random random;
        private final Tally tally = new Tally();
        private final TestClock clock = new TestClock();
        private final MemoryLake lake = new MemoryLake();
        private final KafkaLog log = new KafkaLog();
        private final long[] end = new long[PARTITIONS.size()];
        private Optional<ConnectWorker> owner = Optional.empty();
        private final List<ConnectWorker> zombies = new ArrayList<>();

        Run(long seed) {
            random = new Random(seed);
            produce();
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0 -> produce();
                case 1 -> clock.advance(Duration.ofSeconds(random.nextInt(8)));
                case 2 -> run(owner, worker -> worker.commit(true));
                case 3 -> zombies.stream().findAny().ifPresent(this::runZombie);
                case 4 -> rebalance();
                default -> {
                    if (owner.isEmpty()) {
                        start();
                    }
                    run(owner, worker -> worker.iterate(1 + random.nextInt(9)));
                }
            }
        }

        private void produce() {
            for (int p = 0; p < PARTITIONS.size(); p++) {
                for (int i = random.nextInt(10); i >= 0; i--) {
                    // Offsets have gaps, where transactions end.
                    end[p] += 1 + random.nextInt(2);
                    log.append(PARTITIONS.get(p), end[p], 86_400_000L * random.nextInt(3));
                }
            }
        }

        private Fault fault() {
            return switch (random.nextInt(60)) {
                case 0, 1 -> {
                    tally.failures++;
                    yield Fault.FAIL;
                }
                case 2, 3 -> {
                    tally.lostAnswers++;
                    yield Fault.LOSE_ANSWER;
                }
                case 4 -> Fault.CRASH_BEFORE;
                case 5 -> Fault.CRASH_AFTER;
                default -> Fault.NONE;
            };
        }

        private void start() {
            ConnectWorker worker = new ConnectWorker(log, new FaultyStore(lake, this::fault), LANDING, clock);
            owner = Optional.of(worker);
            run(owner, w -> w.open(PARTITIONS));
        }

        /** The owner closes properly, or is forgotten by the group and does not know it. */
        private void rebalance() {
            if (owner.isEmpty()) {
                return;
            }
            if (random.nextBoolean()) {
                tally.zombies++;
                zombies.add(owner.get());
            } else {
                run(owner, worker -> worker.stop(true));
            }
            owner = Optional.empty();
        }

        private void run(Optional<ConnectWorker> worker, Consumer<ConnectWorker> action) {
            try {
                worker.ifPresent(action);
            } catch (Crash e) {
                tally.crashes++;
                owner = Optional.empty();
            }
        }

        private void runZombie(ConnectWorker zombie) {
            try {
                if (random.nextInt(4) == 0) {
                    zombie.commit(false);
                } else {
                    zombie.iterate(1 + random.nextInt(9));
                }
            } catch (FencedException e) {
                tally.fenced++;
                zombies.remove(zombie);
            } catch (Crash e) {
                tally.crashes++;
                zombies.remove(zombie);
            }
        }

        /** The trouble is over: a new worker reads to the end, and the rest grows old. */
        void recover() {
            ConnectWorker last = new ConnectWorker(log, lake, LANDING, clock);
            last.open(PARTITIONS);
            while (!last.hasReadAll()) {
                last.iterate(7);
            }
            clock.advance(Duration.ofSeconds(10));
            last.commit(true);
            for (TopicPartition partition : PARTITIONS) {
                List<Long> offsets = log.offsets(partition);
                assertThat(log.committed(partition)).isEqualTo(offsets.get(offsets.size() - 1) + 1);
            }
        }

        List<Long> landed(TopicPartition partition) {
            String name = "/" + partition + "-";
            return lake.files().entrySet().stream()
                    .filter(file -> file.getKey().contains(name))
                    .flatMap(file -> ParquetFiles.rows(file.getValue()).stream())
                    .map(row -> row.getLong("source_offset", 0))
                    .toList();
        }
    }
}
