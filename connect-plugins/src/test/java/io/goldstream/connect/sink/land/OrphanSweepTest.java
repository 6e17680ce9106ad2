package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.land.FaultyStore.Crash;
import io.goldstream.connect.sink.land.FaultyStore.Fault;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.LocalBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crashed task had staged in a folder, and the next one's opening. */
class OrphanSweepTest {

    private static final TopicPartition PLAYS = new TopicPartition("bronze.plays", 0);
    private static final Landing LANDING = Landings.of("c", "{topic:/}");

    @TempDir
    private Path lake;

    private final TestClock clock = new TestClock();
    private final KafkaLog log = new KafkaLog();

    @Test
    void whatWasStagedBeforeACrashIsGoneOnceThePartitionIsOpenedAgain() throws IOException {
        log.append(PLAYS, 0, 0);
        boolean[] dies = {false};
        int[] calls = {0};
        // Of the flush, the first call stages; the process ends before the second.
        BlobStore crashing = new FaultyStore(
                new LocalBlobStore(lake, "c"), () -> dies[0] && calls[0]++ == 1 ? Fault.CRASH_BEFORE : Fault.NONE);
        ConnectWorker first = open(crashing);
        first.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        dies[0] = true;
        assertThatThrownBy(() -> first.iterate(10)).isInstanceOf(Crash.class);
        assertThat(files("_staging")).hasSize(1);

        ConnectWorker second = open(new LocalBlobStore(lake, "c"));

        assertThat(files("_staging")).isEmpty();
        second.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        second.iterate(10);
        second.stop(true);
        assertThat(files("bronze")).hasSize(1);
        assertThat(files("_staging")).isEmpty();
    }

    private ConnectWorker open(BlobStore store) {
        ConnectWorker worker = new ConnectWorker(log, store, LANDING, clock);
        worker.open(List.of(PLAYS));
        return worker;
    }

    private List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(lake.resolve(folder))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
