package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.land.FaultyStore.Fault;
import io.goldstream.connect.sink.store.BlobStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a task does beside its work never fails the work: metrics, sweeping, tidying up. */
class AuxiliariesTest {

    private static final TopicPartition PLAYS = new TopicPartition("bronze.plays", 0);
    private static final Landing LANDING = Landings.of("c", "{topic:/}");

    private final TestClock clock = new TestClock();
    private final MemoryLake lake = new MemoryLake();
    private final KafkaLog log = new KafkaLog();

    @Test
    void aPredecessorThatStopsSlowlyOnlyDelaysMetrics() {
        TestMetrics metrics = new TestMetrics();
        metrics.take("bytes-landed-total", "lag-ms");
        log.append(PLAYS, 0, 0);
        ConnectWorker worker = new ConnectWorker(log, lake, LANDING, clock, Optional.empty(), metrics);
        worker.open(List.of(PLAYS));
        worker.iterate(10);
        assertThat(metrics.all())
                .doesNotContainKeys("bytes-landed-total", "lag-ms")
                .containsKeys("records-landed-total", "files-landed-total", "flushes-total:age");

        clock.advance(Duration.ofSeconds(10));
        worker.iterate(10);
        assertThat(lake.files()).hasSize(1);

        metrics.release();
        clock.advance(Duration.ofSeconds(10));
        worker.commit(true);
        assertThat(metrics.all()).containsKeys("records-landed-total", "bytes-landed-total", "lag-ms", "open-files");
        assertThat(worker.metric("records-landed-total")).isEqualTo(1L);
    }

    @Test
    void aSweepThatFailsIsLeftToTheNextOwner() {
        log.append(PLAYS, 0, 0);
        ConnectWorker worker = open(withoutSweeps(lake));
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.iterate(10);

        assertThat(lake.files()).hasSize(1);
        assertThat(worker.metric("storage-retries-total")).isEqualTo(0L);
    }

    /** Also one whose answer was lost: the next commit finds its own hand. */
    @Test
    void anOutageOfAnIdleSinkIsNoneAndItsNextCommitGoesOn() {
        for (Fault fault : List.of(Fault.FAIL, Fault.LOSE_ANSWER)) {
            Fault[] now = {Fault.NONE};
            TopicPartition partition = new TopicPartition("bronze." + fault, 0);
            log.append(partition, 0, 0);
            ConnectWorker worker = new ConnectWorker(log, new FaultyStore(lake, () -> now[0]), LANDING, clock);
            worker.open(List.of(partition));
            worker.iterate(10);
            clock.advance(Duration.ofSeconds(10));
            worker.iterate(10);

            now[0] = fault;
            for (int i = 0; i < 30; i++) {
                clock.advance(Duration.ofSeconds(10));
                worker.iterate(10);
            }
            now[0] = Fault.NONE;
            log.append(partition, 1, 0);
            worker.iterate(10);
            clock.advance(Duration.ofSeconds(10));
            worker.stop(true);

            assertThat(log.committed(partition)).isEqualTo(2);
        }
        assertThat(lake.files().keySet()).hasSize(4);
    }

    @Test
    void whatCannotBeTidiedUpAtTheCloseStays() {
        log.append(PLAYS, 0, 0);
        ConnectWorker worker = open(withoutSweeps(lake));
        worker.iterate(10);
        assertThatThrownBy(() -> worker.deliver(log.read(PLAYS, 0, 1)))
                .as("what is open is dropped then")
                .isNotNull();

        worker.stop(true);

        assertThat(log.committed(PLAYS)).isZero();
    }

    /** The counterpart: what the work is made of still fails it. */
    @Test
    void theManifestIsNoAuxiliary() {
        log.append(PLAYS, 0, 0);
        Fault[] now = {Fault.NONE};
        ConnectWorker worker = open(new FaultyStore(lake, () -> now[0]));
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        now[0] = Fault.FAIL;
        worker.iterate(10);
        clock.advance(Duration.ofMinutes(3));

        assertThatThrownBy(() -> worker.iterate(10)).hasMessageContaining("storage has failed since");
    }

    private ConnectWorker open(BlobStore store) {
        ConnectWorker worker = new ConnectWorker(log, store, LANDING, clock);
        worker.open(List.of(PLAYS));
        return worker;
    }

    /** A store that lists nothing and removes nothing. */
    private static BlobStore withoutSweeps(BlobStore store) {
        return (BlobStore) Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(), new Class<?>[] {BlobStore.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "staged" -> throw new IOException("no right to list");
                        case "abandon" -> throw new IllegalStateException("no right to delete");
                        default -> {
                            return method.invoke(store, arguments);
                        }
                    }
                });
    }
}
