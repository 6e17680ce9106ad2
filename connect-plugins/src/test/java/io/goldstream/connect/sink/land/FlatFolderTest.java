package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.connect.sink.format.Compression;
import io.goldstream.connect.sink.format.FileType;
import io.goldstream.connect.sink.format.Format;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many files late events make, by the folders that they go to. */
class FlatFolderTest {

    private static final List<TopicPartition> PARTITIONS = IntStream.range(0, 3)
            .mapToObj(partition -> new TopicPartition("bronze.plays", partition))
            .toList();
    private static final int FLUSHES = 10;
    private static final int ROWS_A_FLUSH = 400;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long TODAY = 20_000 * DAY;

    /** A file for each partition and flush, and room for as many again, as where a schema changes. */
    @ParameterizedTest
    @CsvSource({"1, 30", "1, 90", "5, 30", "5, 90"})
    void lateEventsMakeNoFilesInAFolderWithoutADate(int percent, int dates) {
        int most = PARTITIONS.size() * FLUSHES * 2;

        assertThat(files("{topic:/}", percent, dates)).isLessThanOrEqualTo(most);
        assertThat(files("{topic:/}/event_date={value.event_time:yyyy-MM-dd}", percent, dates))
                .isGreaterThan(most);
    }

    private static int files(String path, int percent, int dates) {
        Landing landing = Landings.with(Landings.of("c", path), new FileType(Format.JSON, Compression.NONE));
        Random random = new Random(percent * 1_000L + dates);
        TestClock clock = new TestClock();
        MemoryLake lake = new MemoryLake();
        KafkaLog log = new KafkaLog();
        ConnectWorker worker = new ConnectWorker(log, lake, landing, clock);
        worker.open(PARTITIONS);
        for (int flush = 0; flush < FLUSHES; flush++) {
            for (TopicPartition partition : PARTITIONS) {
                for (int row = 0; row < ROWS_A_FLUSH; row++) {
                    boolean isLate = random.nextInt(100) < percent;
                    log.append(
                            partition,
                            (long) flush * ROWS_A_FLUSH + row,
                            isLate ? TODAY - (1 + random.nextInt(dates)) * DAY : TODAY);
                }
            }
            worker.iterate(ROWS_A_FLUSH);
            clock.advance(Duration.ofSeconds(10));
            worker.iterate(ROWS_A_FLUSH);
        }
        worker.stop(true);
        assertThat(lake.files().values().stream()
                        .mapToLong(file ->
                                new String(file, StandardCharsets.UTF_8).lines().count())
                        .sum())
                .isEqualTo((long) PARTITIONS.size() * FLUSHES * ROWS_A_FLUSH);
        return lake.files().size();
    }
}
