package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.commit.Checkpoint;
import io.goldstream.connect.sink.land.FaultyStore.Fault;
import io.goldstream.connect.sink.land.Landing.Retry;
import io.goldstream.connect.sink.store.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class LanderTest {

    private static final TopicPartition PLAYS = new TopicPartition("bronze.plays", 0);
    private static final Landing LANDING = Landings.of("c", "{topic:/}");

    private final TestClock clock = new TestClock();
    private final MemoryLake lake = new MemoryLake();
    private final KafkaLog log = new KafkaLog();

    @Test
    void filesGrowOldWithoutTraffic() {
        log.append(PLAYS, 0, 0);
        ConnectWorker worker = open(lake);
        worker.iterate(10);
        assertThat(worker.timeout()).isEqualTo(10_000);

        clock.advance(Duration.ofSeconds(4));
        worker.iterate(10);
        assertThat(worker.timeout()).isEqualTo(6_000);
        assertThat(lake.files()).isEmpty();

        clock.advance(Duration.ofSeconds(6));
        worker.iterate(10);
        assertThat(lake.files()).hasSize(1);
    }

    @Test
    void connectCommitsNoMoreThanTheManifestHas() {
        log.append(PLAYS, 0, 0);
        log.append(PLAYS, 7, 0);
        ConnectWorker worker = open(lake);
        worker.iterate(10);
        worker.commit(true);
        assertThat(log.committed(PLAYS)).isZero();

        clock.advance(Duration.ofSeconds(10));
        worker.commit(true);

        assertThat(log.committed(PLAYS)).isEqualTo(8);
    }

    /** What a transformation or the converter drops never comes; Connect's offset counts it. */
    @Test
    void theGroupGoesOnOverRecordsThatWereFiltered() {
        log.append(PLAYS, 0, 0);
        ConnectWorker worker = open(lake);
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.iterate(10);

        worker.skipTo(PLAYS, 500);
        worker.commit(true);
        assertThat(log.committed(PLAYS)).isEqualTo(500);

        log.append(PLAYS, 500, 0);
        worker.iterate(10);
        worker.skipTo(PLAYS, 900);
        clock.advance(Duration.ofSeconds(10));
        worker.commit(true);
        assertThat(log.committed(PLAYS)).isEqualTo(900);
    }

    @Test
    void theManifestSaysWhereToReadOnWhateverTheGroupSays() {
        log.append(PLAYS, 0, 0);
        log.append(PLAYS, 1, 0);
        ConnectWorker first = open(lake);
        first.iterate(1);
        clock.advance(Duration.ofSeconds(10));
        first.stop(true);
        log.commit(PLAYS, 0);

        ConnectWorker second = open(lake);
        second.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        second.stop(true);

        assertThat(lake.files().keySet()).hasSize(2).anyMatch(path -> path.contains("plays-0-1-"));
    }

    /** Restarted more often than its files grow old, and the group knows of each record. */
    @Test
    void aTaskThatStopsLandsWhatItHas() {
        for (int i = 0; i < 4; i++) {
            log.append(PLAYS, i, 0);
            ConnectWorker worker = open(lake);
            worker.iterate(10);
            worker.stop(true);
            assertThat(lake.files()).hasSize(i + 1);
            assertThat(log.committed(PLAYS)).isEqualTo(i + 1);
        }

        assertThat(open(lake).hasReadAll()).isTrue();
    }

    @Test
    void aPartitionThatMovesIsLandedFirst() {
        TopicPartition other = new TopicPartition(PLAYS.topic(), PLAYS.partition() + 1);
        log.append(PLAYS, 0, 0);
        log.append(other, 0, 0);
        ConnectWorker worker = open(lake, List.of(PLAYS, other));
        worker.iterate(10);
        worker.close(Set.of(PLAYS), partition -> true);

        assertThat(lake.files().keySet()).singleElement().asString().contains("plays-0-0-");
        assertThat(log.committed(PLAYS)).isEqualTo(1);
        assertThat(log.committed(other)).isZero();
    }

    @Test
    void aTaskThatStopsWhileStorageIsAwayLeavesTheRestToTheNextOne() {
        TopicPartition other = new TopicPartition(PLAYS.topic(), PLAYS.partition() + 1);
        log.append(PLAYS, 0, 0);
        log.append(other, 0, 0);
        int[] calls = {0};
        boolean[] away = {false};
        ConnectWorker worker = open(
                new FaultyStore(lake, () -> {
                    calls[0] += away[0] ? 1 : 0;
                    return away[0] ? Fault.FAIL : Fault.NONE;
                }),
                List.of(PLAYS, other));
        worker.iterate(10);
        away[0] = true;
        worker.stop(true);

        assertThat(calls[0])
                .as("one call, that fails, and what drops the files")
                .isLessThanOrEqualTo(3);
        assertThat(lake.files()).isEmpty();
        assertThat(log.committed(PLAYS)).isZero();
        assertThat(log.committed(other)).isZero();
        ConnectWorker next = open(lake, List.of(PLAYS, other));
        next.iterate(10);
        next.stop(true);
        assertThat(lake.files()).hasSize(2);
    }

    /** A worker waits 5 s for a task to stop. */
    @Test
    void aTaskThatStopsBeginsNoFlushOnceThatTakesTooLong() {
        TopicPartition other = new TopicPartition(PLAYS.topic(), PLAYS.partition() + 1);
        log.append(PLAYS, 0, 0);
        log.append(other, 0, 0);
        boolean[] slow = {false};
        ConnectWorker worker = open(
                new FaultyStore(lake, () -> {
                    if (slow[0]) {
                        clock.advance(Duration.ofSeconds(3));
                    }
                    return Fault.NONE;
                }),
                List.of(PLAYS, other));
        worker.iterate(10);
        slow[0] = true;
        worker.stop(true);

        assertThat(lake.files()).hasSize(1);
        assertThat(log.committed(PLAYS) + log.committed(other)).isEqualTo(1);
        ConnectWorker next = open(lake, List.of(PLAYS, other));
        next.iterate(10);
        next.stop(true);
        assertThat(lake.files()).hasSize(2);
    }

    /** An order by ages that are read while it is made is none, and the sort says so of some of these. */
    @Test
    void theOldestOfManyPartitionsIsFoundWhileTimeGoesOn() {
        List<TopicPartition> partitions = IntStream.range(0, 120)
                .mapToObj(p -> new TopicPartition(PLAYS.topic(), p))
                .toList();
        partitions.forEach(partition -> log.append(partition, 0, 0));
        ConnectWorker worker = open(lake, partitions);
        clock.stepsBy(Duration.ofMillis(1));
        Random random = new Random(1);
        int records = 12_000;
        for (int i = 0; i < records; i++) {
            TopicPartition partition = partitions.get(random.nextInt(partitions.size()));
            log.append(partition, log.offsets(partition).size(), 0);
            if (i % 60 == 0) {
                worker.iterate(60);
            }
        }
        clock.stepsBy(Duration.ZERO);
        worker.iterate(records);
        worker.stop(true);

        assertThat(open(lake, partitions).hasReadAll()).isTrue();
    }

    /** All of them in one put might take longer than the group waits for a poll. */
    @Test
    void whileStorageIsSlowEachPutFlushesForAWhileOnlyAndTheOldestFirst() {
        List<TopicPartition> partitions = IntStream.range(0, 4)
                .mapToObj(p -> new TopicPartition(PLAYS.topic(), p))
                .toList();
        partitions.forEach(partition -> log.append(partition, 0, 0));
        boolean[] slow = {false};
        ConnectWorker worker = open(
                new FaultyStore(lake, () -> {
                    if (slow[0]) {
                        clock.advance(Duration.ofSeconds(29));
                    }
                    return Fault.NONE;
                }),
                partitions);
        worker.iterate(10);
        slow[0] = true;
        clock.advance(Duration.ofSeconds(10));

        for (int put = 1; put <= 4; put++) {
            partitions.forEach(
                    partition -> log.append(partition, log.offsets(partition).size(), 0));
            worker.iterate(10);
            assertThat(lake.files()).hasSize(put);
            assertThat(worker.timeout()).as("the next put is wanted at once").isEqualTo(1);
        }
        assertThat(lake.files().keySet().stream().map(path -> path.replaceFirst(".*plays-(\\d+)-.*", "$1")))
                .containsExactlyInAnyOrder("0", "1", "2", "3");
    }

    /** The worker gave up waiting for it, and started the next one, which has all its records. */
    @Test
    void aTaskThatIsSlowToStopLandsNothingBesideItsSuccessor() {
        log.append(PLAYS, 0, 0);
        ConnectWorker slow = open(lake);
        slow.iterate(10);
        ConnectWorker next = open(lake);
        next.iterate(10);

        slow.stop(true);
        assertThat(log.committed(PLAYS)).isZero();
        next.stop(true);

        assertThat(lake.files()).hasSize(1);
        assertThat(next.metric("records-landed-total")).isEqualTo(1L);
    }

    /** A row may be half in its file. */
    @Test
    void aTaskThatFailedLandsNothingWhenItIsClosed() {
        log.append(PLAYS, 0, 0);
        ConnectWorker worker = open(lake);
        worker.iterate(10);
        assertThatThrownBy(() -> worker.deliver(log.read(PLAYS, 0, 1))).isInstanceOf(ConnectException.class);
        worker.stop(true);

        assertThat(lake.files()).isEmpty();
        assertThat(log.committed(PLAYS)).isZero();
    }

    @Test
    void aTopicMadeAnewFailsTheTaskAndSaysHowToGoOn() {
        log.append(PLAYS, 100, 0);
        ConnectWorker first = open(lake);
        first.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        first.stop(true);
        log.makeAnew(PLAYS);
        log.append(PLAYS, 0, 0);

        ConnectWorker second = open(lake);
        assertThatThrownBy(() -> second.deliver(log.read(PLAYS, 0, 10)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("deleted and created again, or an offset beyond its end was set")
                .hasMessageContaining("delivers offset 0 after 100 was landed")
                .hasMessageContaining("memory:_checkpoints/c/bronze.plays/0")
                .hasMessageContaining("/connectors/<name>/offsets");
    }

    @Test
    void aTopicMadeAnewUnderARunningTaskFailsItToo() {
        log.append(PLAYS, 0, 0);
        log.append(PLAYS, 1, 0);
        ConnectWorker worker = open(lake);
        worker.iterate(10);

        assertThatThrownBy(() -> worker.deliver(log.read(PLAYS, 0, 1)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("delivers offset 0 after 1");
    }

    @Test
    void aTopicMadeAnewThatIsLongerAlreadyIsToldByItsId() {
        log.tellId();
        log.append(PLAYS, 100, 0);
        ConnectWorker first = open(lake);
        first.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        first.stop(true);
        log.makeAnew(PLAYS);
        log.append(PLAYS, 200, 0);

        assertThatThrownBy(() -> open(lake))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("its id is bronze.plays#1 now, but was bronze.plays#0")
                .hasMessageContaining("before offset 101 were landed")
                .hasMessageContaining("memory:_checkpoints/c/bronze.plays/0")
                .hasMessageContaining("/connectors/<name>/offsets");
    }

    /** It is longer than what was read of the old one, so that no offset comes twice. */
    @Test
    void aTopicMadeAnewUnderARunningTaskIsToldByItsIdBeforeAnythingOfItIsLanded() {
        log.tellId();
        log.append(PLAYS, 0, 0);
        ConnectWorker worker = open(lake);
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.iterate(10);
        assertThat(lake.files()).hasSize(1);

        log.makeAnew(PLAYS);
        log.append(PLAYS, 1, 0);
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));

        assertThatThrownBy(() -> worker.iterate(10))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("the id of bronze.plays is bronze.plays#1 now, but was bronze.plays#0")
                .hasMessageContaining("memory:_checkpoints/c/bronze.plays/0")
                .hasMessageContaining("/connectors/<name>/offsets");
        worker.stop(true);
        assertThat(lake.files()).hasSize(1);
        assertThat(log.committed(PLAYS)).isEqualTo(1);
    }

    @Test
    void aTaskWaitsForKafkaHoweverLongItIsAway() {
        log.tellId();
        log.append(PLAYS, 0, 0);
        ConnectWorker worker = open(lake);
        worker.iterate(10);
        log.isAway(true);
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofMinutes(1));
            worker.iterate(10);
            worker.commit(true);
        }
        assertThat(lake.files()).isEmpty();

        log.isAway(false);
        worker.iterate(10);
        worker.commit(true);

        assertThat(lake.files()).hasSize(1);
        assertThat(log.committed(PLAYS)).isEqualTo(1);
    }

    @Test
    void aTopicMadeAnewBeforeAnythingWasLandedIsLanded() {
        log.tellId();
        open(lake).stop(true);
        log.makeAnew(PLAYS);
        log.append(PLAYS, 0, 0);

        ConnectWorker worker = open(lake);
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.stop(true);

        assertThat(lake.files()).hasSize(1);
    }

    @Test
    void afterTheOffsetIsSetTheTopicMadeAnewIsLanded() throws IOException {
        log.tellId();
        log.append(PLAYS, 100, 0);
        ConnectWorker first = open(lake);
        first.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        first.stop(true);
        log.makeAnew(PLAYS);
        log.append(PLAYS, 0, 0);

        Checkpoint.reset(lake, Checkpoint.path("c", PLAYS), OptionalLong.of(0));
        ConnectWorker second = open(lake);
        second.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        second.stop(true);

        assertThat(lake.files()).hasSize(2);
    }

    @Test
    void filesOfAnIdlePartitionMayBeCompacted() {
        log.append(PLAYS, 0, 0);
        ConnectWorker worker = open(lake);
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.commit(true);
        clock.advance(Duration.ofSeconds(10));
        worker.iterate(10);

        lake.deleteAll(path -> path.endsWith(".parquet"));

        log.append(PLAYS, 1, 0);
        ConnectWorker next = open(lake);
        next.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        next.stop(true);
        assertThat(lake.files()).hasSize(1);
    }

    @Test
    void anIdleZombieLeavesTheManifestToItsSuccessor() {
        log.append(PLAYS, 0, 0);
        ConnectWorker old = open(lake);
        old.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        old.commit(true);
        open(lake);
        clock.advance(Duration.ofSeconds(10));

        assertThatCode(() -> old.iterate(10)).doesNotThrowAnyException();
    }

    @Test
    void anOutageIsRetriedToADeadlineThenFailsWithItsCause() {
        log.append(PLAYS, 0, 0);
        boolean[] away = {false};
        ConnectWorker worker = open(new FaultyStore(lake, () -> away[0] ? Fault.FAIL : Fault.NONE));
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        away[0] = true;

        assertThatThrownBy(() -> worker.deliver(List.of())).isInstanceOf(RetriableException.class);
        assertThat(worker.metric("lag-ms")).isEqualTo(clock.millis());
        clock.advance(Duration.ofSeconds(119));
        assertThatThrownBy(() -> worker.deliver(List.of())).isInstanceOf(RetriableException.class);
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> worker.deliver(List.of()))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("retry.timeout")
                .hasRootCauseMessage("injected failure");
        assertThat(worker.metric("storage-retries-total")).isEqualTo(3L);
        assertThat(worker.metric("lag-ms")).isEqualTo(clock.millis());
    }

    @Test
    void afterAStorageErrorTheTaskAsksForItsNextPutInABackoff() {
        Landing patient =
                Landings.with(LANDING, new Retry(Optional.of(Duration.ofMinutes(2)), Duration.ofMillis(1500)));
        log.append(PLAYS, 0, 0);
        boolean[] away = {false};
        FaultyStore store = new FaultyStore(lake, () -> away[0] ? Fault.FAIL : Fault.NONE);
        ConnectWorker worker = new ConnectWorker(log, store, patient, clock);
        worker.open(List.of(PLAYS));
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(7));
        worker.iterate(10);
        assertThat(worker.timeout()).isEqualTo(3000);
        clock.advance(Duration.ofSeconds(3));
        away[0] = true;

        assertThatThrownBy(() -> worker.deliver(List.of())).isInstanceOf(RetriableException.class);
        assertThat(worker.timeout()).isEqualTo(1500);
    }

    @Test
    void anOutageThatEndsIsForgotten() {
        log.append(PLAYS, 0, 0);
        boolean[] away = {false};
        ConnectWorker worker = open(new FaultyStore(lake, () -> away[0] ? Fault.FAIL : Fault.NONE));
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        away[0] = true;
        worker.iterate(10);
        away[0] = false;

        worker.iterate(10);

        assertThat(lake.files()).hasSize(1);
        assertThat(worker.metric("lag-ms")).isEqualTo(0L);
    }

    @Test
    void aManifestThatIsGoneWhileFilesAreThereIsNotBegunAnew() {
        Landing other = Landings.of("other", "{topic:/}");
        log.append(PLAYS, 0, 0);
        ConnectWorker beside = open(lake, other);
        beside.iterate(10);
        ConnectWorker worker = open(lake);
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        beside.stop(false);
        worker.stop(false);
        assertThat(lake.files()).as("two connectors may land one topic").hasSize(2);

        lake.deleteAll(path -> path.startsWith("_checkpoints/" + LANDING.connector() + "/"));
        assertThatThrownBy(() -> open(lake))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("is gone, but files of its partition are there, such as memory:")
                .hasMessageContaining("checkpoint restore")
                .hasMessageContaining("PATCH /connectors/<name>/offsets");
        assertThat(lake.documents("_checkpoints")).as("nothing is begun").hasSize(1);

        lake.deleteAll(path -> !path.startsWith("_"));
        assertThatCode(() -> open(lake)).doesNotThrowAnyException();
    }

    @Test
    void aFencedPartitionIsDroppedAndTheTaskGoesOn() {
        TopicPartition other = new TopicPartition(PLAYS.topic(), PLAYS.partition() + 1);
        log.append(PLAYS, 0, 0);
        log.append(other, 0, 0);
        ConnectWorker old = new ConnectWorker(log, lake, LANDING, clock);
        old.open(List.of(PLAYS, other));
        old.iterate(10);
        open(lake);
        clock.advance(Duration.ofSeconds(10));

        old.commit(partition -> true);
        old.close(Set.of(PLAYS), partition -> true);
        old.deliver(List.of());

        assertThat(old.metric("partitions-fenced-total")).isEqualTo(1L);
        assertThat(old.metric("manifest-conflicts-total")).isEqualTo(1L);
        assertThat(log.committed(PLAYS)).isZero();
        assertThat(log.committed(other)).isEqualTo(1);
        assertThat(lake.files()).hasSize(1);
    }

    @Test
    void aFencedPartitionThatStaysAssignedIsOpenedAgainAndLandsEachRecordOnce() {
        log.append(PLAYS, 0, 0);
        log.append(PLAYS, 1, 0);
        ConnectWorker worker = open(lake);
        worker.iterate(1);
        ConnectWorker visitor = open(lake);
        visitor.iterate(1);
        clock.advance(Duration.ofSeconds(10));
        visitor.stop(false);
        worker.iterate(1);
        assertThat(worker.metric("partitions-fenced-total")).isEqualTo(1L);
        log.append(PLAYS, 2, 0);

        // Until then its records are passed over, and nothing of it is committed.
        worker.iterate(10);
        worker.commit(true);
        assertThat(log.committed(PLAYS)).isZero();
        clock.advance(Duration.ofSeconds(30));
        worker.iterate(10);
        worker.commit(true);
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.commit(true);

        assertThat(log.committed(PLAYS)).isEqualTo(3);
        assertThat(lake.files()).hasSize(2);
        assertThat(worker.metric("records-landed-total")).isEqualTo(2L);
    }

    /** Two connectors of one name, both alive: each takes the partition back more and more rarely. */
    @Test
    void aPartitionThatIsLostAgainAndAgainIsOpenedMoreRarely() {
        log.append(PLAYS, 0, 0);
        ConnectWorker worker = open(lake);
        worker.iterate(10);
        open(lake);
        clock.advance(Duration.ofSeconds(10));
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(30));
        worker.iterate(10);
        worker.iterate(10);
        open(lake);
        clock.advance(Duration.ofSeconds(10));
        worker.iterate(10);
        assertThat(worker.metric("partitions-fenced-total")).isEqualTo(2L);

        assertThat(worker.timeout()).isEqualTo(60_000);
    }

    @Test
    void aPartitionThatCannotBeOpenedIsOpenedLaterAndItsRecordsAreRead() {
        log.append(PLAYS, 0, 0);
        log.append(PLAYS, 1, 0);
        boolean[] away = {true};
        ConnectWorker worker = open(new FaultyStore(lake, () -> away[0] ? Fault.FAIL : Fault.NONE));

        worker.iterate(1);
        worker.commit(true);
        assertThat(log.committed(PLAYS)).isZero();
        away[0] = false;
        worker.iterate(1);
        worker.commit(true);
        assertThat(log.committed(PLAYS)).isZero();
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.commit(true);

        assertThat(log.committed(PLAYS)).isEqualTo(2);
        assertThat(worker.metric("records-landed-total")).isEqualTo(2L);
    }

    @Test
    void withoutATimeoutAnOutageOfADayCostsNothingButTime() {
        Landing patient = Landings.with(LANDING, new Retry(Optional.empty(), Duration.ofSeconds(1)));
        log.append(PLAYS, 0, 0);
        boolean[] away = {false};
        ConnectWorker worker =
                new ConnectWorker(log, new FaultyStore(lake, () -> away[0] ? Fault.FAIL : Fault.NONE), patient, clock);
        worker.open(List.of(PLAYS));
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        away[0] = true;
        long longest = 0;
        for (Instant end = clock.instant().plus(Duration.ofDays(1));
                clock.instant().isBefore(end); ) {
            worker.iterate(10);
            longest = Math.max(longest, worker.timeout());
            clock.advance(Duration.ofMillis(worker.timeout()));
        }
        assertThat(longest).isBetween(15_000L, 30_000L);
        away[0] = false;

        worker.iterate(10);
        worker.commit(true);

        assertThat(lake.files()).hasSize(1);
        assertThat(log.committed(PLAYS)).isEqualTo(1);
    }

    @Test
    void anErrorInPreCommitIsThrownByTheNextPutToo() {
        log.append(PLAYS, 0, 0);
        boolean[] broken = {false};
        ConnectWorker worker = open(new FaultyStore(lake, () -> {
            if (broken[0]) {
                throw new NoClassDefFoundError("gone");
            }
            return Fault.NONE;
        }));
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        broken[0] = true;

        worker.commit(true);

        assertThat(log.committed(PLAYS)).isZero();
        assertThatThrownBy(() -> worker.deliver(List.of()))
                .isInstanceOf(ConnectException.class)
                .hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    private ConnectWorker open(BlobStore store) {
        return open(store, LANDING);
    }

    private ConnectWorker open(BlobStore store, Landing landing) {
        return open(store, landing, List.of(PLAYS));
    }

    private ConnectWorker open(BlobStore store, List<TopicPartition> partitions) {
        return open(store, LANDING, partitions);
    }

    private ConnectWorker open(BlobStore store, Landing landing, List<TopicPartition> partitions) {
        ConnectWorker worker = new ConnectWorker(log, store, landing, clock);
        worker.open(partitions);
        return worker;
    }
}
