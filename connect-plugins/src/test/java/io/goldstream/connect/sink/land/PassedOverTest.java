package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.land.Landing.Start;
import io.goldstream.connect.sink.store.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offsets that never reach the task: those that were kept back before it, and those that the consumer does not deliver. */
class PassedOverTest {

    private static final TopicPartition PLAYS = new TopicPartition("bronze.plays", 0);
    private static final Landing LANDING = Landings.of("c", "{topic:/}");

    private final TestClock clock = new TestClock();
    private final MemoryLake lake = new MemoryLake();
    private final KafkaLog log = new KafkaLog();

    @Test
    void whatTheConverterRefusedIsRefusedOnce() {
        log.append(PLAYS, 0, 0);
        log.appendUnreadable(PLAYS, 1);
        log.appendUnreadable(PLAYS, 2);
        ConnectWorker first = open(lake);
        first.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        first.stop(true);
        assertThat(log.reported()).isEqualTo(2);

        for (int restart = 0; restart < 3; restart++) {
            ConnectWorker next = open(lake);
            assertThat(next.hasReadAll()).isTrue();
            next.iterate(10);
            next.stop(true);
        }
        assertThat(log.reported()).isEqualTo(2);

        log.append(PLAYS, 3, 0);
        ConnectWorker last = open(lake);
        last.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        last.stop(true);
        assertThat(log.reported()).isEqualTo(2);
        assertThat(lake.files()).hasSize(2);
    }

    @Test
    void whatTheConverterRefusedBehindRowsThatAreLandedAtAStopIsRefusedOnce() {
        log.append(PLAYS, 0, 0);
        log.appendUnreadable(PLAYS, 1);
        ConnectWorker first = open(lake);
        first.iterate(10);
        first.stop(true);

        assertThat(lake.files()).hasSize(1);
        assertThat(log.committed(PLAYS)).isEqualTo(2);
        assertThat(open(lake).hasReadAll()).isTrue();
        assertThat(log.reported()).isEqualTo(1);
    }

    @Test
    void aPartitionOfUnreadableRecordsHasAManifestToo() {
        log.appendUnreadable(PLAYS, 0);
        log.appendUnreadable(PLAYS, 5);
        ConnectWorker first = open(lake);
        first.iterate(10);
        first.stop(true);

        assertThat(open(lake).hasReadAll()).isTrue();
        assertThat(lake.files()).isEmpty();
    }

    /** The group may stand behind all that a wiped lake has lost. */
    @Test
    void nothingIsPassedOverBecauseOfWhereTheGroupStands() {
        log.append(PLAYS, 0, 0);
        log.commit(PLAYS, 1);
        ConnectWorker worker = open(lake);
        worker.commit(true);
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.stop(true);

        assertThat(lake.files()).hasSize(1);
    }

    /** Both ways out that its message tells lead out. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGapFailsTheTaskWhereTheConfigurationDoesNotRuleOutThatRecordsWerePassedOver(boolean byOffset)
            throws IOException {
        Landing unsure = Landings.with(LANDING, new Start(Start.From.EARLIEST, false, true));
        log.append(PLAYS, 7, 0);
        ConnectWorker worker = new ConnectWorker(log, lake, unsure, clock);
        worker.open(List.of(PLAYS));

        assertThatThrownBy(() -> worker.iterate(10))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("the lake's next offset is 0, but Kafka continues at 7")
                .hasMessageContaining("does not set consumer.override.auto.offset.reset")
                .hasMessageContaining("set the partition's offset to 7");
        worker.abandon();
        assertThat(lake.files()).isEmpty();
        if (byOffset) {
            Checkpoint.reset(lake, Checkpoint.path("c", PLAYS), OptionalLong.of(7));
        }

        ConnectWorker sure = new ConnectWorker(log, lake, byOffset ? unsure : LANDING, clock);
        sure.open(List.of(PLAYS));
        sure.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        sure.stop(true);
        assertThat(lake.files()).hasSize(1);
    }

    /** Nobody can tell whether it was the converter, then. */
    @Test
    void whereRecordsMayBeKeptBackAGapIsToldOnly() {
        Landing keptBack = Landings.with(LANDING, new Start(Start.From.EARLIEST, false, false));
        log.appendUnreadable(PLAYS, 0);
        log.append(PLAYS, 1, 0);
        ConnectWorker worker = new ConnectWorker(log, lake, keptBack, clock);
        worker.open(List.of(PLAYS));
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.stop(true);

        assertThat(lake.files()).hasSize(1);
    }

    @Test
    void withoutAGapNothingHasToBeRuledOut() {
        Landing unsure = Landings.with(LANDING, new Start(Start.From.EARLIEST, false, true));
        log.append(PLAYS, 0, 0);
        log.append(PLAYS, 2, 0);
        ConnectWorker worker = new ConnectWorker(log, lake, unsure, clock);
        worker.open(List.of(PLAYS));
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.stop(true);

        assertThat(lake.files()).hasSize(1);
    }

    @Test
    void whereTheGroupDecidesAGapIsToldOnly() {
        Landing byGroup = Landings.with(LANDING, new Start(Start.From.GROUP, false, true));
        log.append(PLAYS, 0, 0);
        log.append(PLAYS, 7, 0);
        ConnectWorker first = new ConnectWorker(log, lake, byGroup, clock);
        first.open(List.of(PLAYS));
        first.iterate(1);
        clock.advance(Duration.ofSeconds(10));
        first.stop(true);
        ConnectWorker second = new ConnectWorker(log, lake, byGroup, clock);
        second.open(List.of(PLAYS));
        second.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        second.stop(true);

        assertThat(lake.files()).hasSize(2);
    }

    private ConnectWorker open(BlobStore store) {
        ConnectWorker worker = new ConnectWorker(log, store, LANDING, clock);
        worker.open(List.of(PLAYS));
        return worker;
    }
}
