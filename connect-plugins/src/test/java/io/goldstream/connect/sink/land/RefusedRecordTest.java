package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.format.ParquetFiles;
import io.goldstream.connect.sink.land.FaultyStore.Fault;
import io.goldstream.connect.sink.land.Landing.Start;
import io.goldstream.connect.sink.store.BlobStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where no error is tolerated: what came before a refused record is landed, and what comes after it is read again. */
class RefusedRecordTest {

    private static final TopicPartition PLAYS = new TopicPartition("bronze.plays", 0);
    private static final TopicPartition OTHER = new TopicPartition("bronze.plays", 1);
    private static final Landing LANDING = Landings.of("c", "{topic:/}");
    private static final Schema TEXT =
            SchemaBuilder.struct().field("source_offset", Schema.STRING_SCHEMA).build();
    /** What Connect's reporter does where errors are only logged, or have a queue. */
    private static final ErrantRecordReporter INTOLERANT = (record, error) -> {
        throw new ConnectException("Tolerance exceeded in error handler", error);
    };

    private final TestClock clock = new TestClock();
    private final MemoryLake lake = new MemoryLake();
    private final KafkaLog log = new KafkaLog();

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "100, false", "1, true", "100, true"})
    void allRowsThatWereReadAreLandedBeforeTheTaskFails(int batch, boolean reports) {
        produce();
        ConnectWorker worker = new ConnectWorker(
                log, lake, LANDING, clock, Optional.of(INTOLERANT).filter(reporter -> reports));
        worker.open(List.of(PLAYS, OTHER));

        assertThatThrownBy(() -> iterateAll(worker, batch))
                .satisfies(failure -> assertThat(reports ? failure.getCause() : failure)
                        .isInstanceOf(DataException.class)
                        .hasMessageStartingWith("cannot land the record bronze.plays-0@3: ")
                        .hasMessageContaining("the field source_offset is string, but was int64"));
        worker.stop(true);

        assertThat(landed(lake, PLAYS)).containsExactly("0", "1", "2");
        assertThat(landed(lake, OTHER)).isNotEmpty().doesNotHaveDuplicates();
        assertThat(log.committed(PLAYS)).isEqualTo(3);
        assertThat(log.committed(OTHER)).isEqualTo(landed(lake, OTHER).size());
    }

    @Test
    void itIsRefusedAtOnceAndByEachNextTask() {
        produce();
        for (int restart = 0; restart < 3; restart++) {
            ConnectWorker worker = open(lake, LANDING);
            worker.iterate(100);
            assertThat(worker.timeout()).isEqualTo(1);
            worker.commit(true);
            assertThatThrownBy(() -> worker.iterate(100)).hasMessageContaining("bronze.plays-0@3");
            worker.stop(true);
        }

        assertThat(landed(lake, PLAYS)).containsExactly("0", "1", "2");
        assertThat(log.committed(PLAYS)).isEqualTo(3);
    }

    /** The third way out of docs/connect.md: the rows before it have the column's old type. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void anotherRootGoesOnAtIt(int batch) {
        produce();
        ConnectWorker first = open(lake, LANDING);
        assertThatThrownBy(() -> iterateAll(first, batch)).hasMessageContaining("bronze.plays-0@3");
        first.stop(true);
        MemoryLake another = new MemoryLake();
        ConnectWorker second = open(another, Landings.with(LANDING, new Start(Start.From.GROUP, true, true)));
        iterateAll(second, batch);
        clock.advance(Duration.ofSeconds(10));
        second.stop(true);

        assertThat(landed(lake, PLAYS)).containsExactly("0", "1", "2");
        assertThat(landed(another, PLAYS)).containsExactly("three", "four");
        assertThat(log.committed(PLAYS)).isEqualTo(5);
    }

    /** Whichever call to the store it is. */
    @ParameterizedTest
    @CsvSource({"0, FAIL", "1, FAIL", "2, FAIL", "3, FAIL", "0, LOSE_ANSWER", "1, LOSE_ANSWER", "2, LOSE_ANSWER"})
    void storageThatFailsMeanwhileLosesNothingAndTakesNothingTwice(int good, Fault fault) {
        produce();
        int[] calls = {Integer.MAX_VALUE};
        ConnectWorker worker = open(new FaultyStore(lake, () -> calls[0]-- == 0 ? fault : Fault.NONE), LANDING);
        calls[0] = good;
        assertThatThrownBy(() -> iterateAll(worker, 100)).hasMessageContaining("bronze.plays-0@3");
        worker.stop(true);

        assertThat(calls[0]).isNegative();
        assertThat(landed(lake, PLAYS)).containsExactly("0", "1", "2");
        assertThat(log.committed(PLAYS)).isEqualTo(3);
    }

    private void produce() {
        for (int offset = 0; offset < 3; offset++) {
            log.append(PLAYS, offset, 0);
        }
        log.append(PLAYS, 3, 0, TEXT, new Struct(TEXT).put("source_offset", "three"));
        log.append(PLAYS, 4, 0, TEXT, new Struct(TEXT).put("source_offset", "four"));
        for (int offset = 0; offset < 5; offset++) {
            log.append(OTHER, offset, 0);
        }
    }

    private ConnectWorker open(BlobStore store, Landing landing) {
        ConnectWorker worker = new ConnectWorker(log, store, landing, clock);
        worker.open(List.of(PLAYS));
        return worker;
    }

    private static void iterateAll(ConnectWorker worker, int batch) {
        while (!worker.hasReadAll()) {
            worker.iterate(batch);
        }
        worker.iterate(batch);
    }

    private static List<String> landed(MemoryLake lake, TopicPartition partition) {
        return lake.files().entrySet().stream()
                .filter(file -> file.getKey().contains("/" + partition + "-"))
                .flatMap(file -> ParquetFiles.rows(file.getValue()).stream())
                .map(row -> row.getValueToString(0, 0))
                .toList();
    }
}
