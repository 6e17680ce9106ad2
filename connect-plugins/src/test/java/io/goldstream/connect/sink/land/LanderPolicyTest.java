package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.format.Compression;
import io.goldstream.connect.sink.format.FileType;
import io.goldstream.connect.sink.format.Format;
import io.goldstream.connect.sink.format.ParquetFiles;
import io.goldstream.connect.sink.land.Landing.Bounds;
import io.goldstream.connect.sink.land.Landing.Tombstones;
import io.goldstream.connect.sink.layout.LateData;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of records that are late, wide, empty or wrong, and of files that are too many. */
class LanderPolicyTest {

    private static final TopicPartition PLAYS = new TopicPartition("bronze.plays", 0);
    private static final long HOUR = 3_600_000;
    private static final Landing USUAL = Landings.of("c", "{topic:/}");
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final TestClock clock = new TestClock();
    private final MemoryLake lake = new MemoryLake();
    private final KafkaLog log = new KafkaLog();

    @Test
    void versionsOfASchemaShareAFileThatWidens() {
        Schema narrow = SchemaBuilder.struct().field("n", Schema.INT32_SCHEMA).build();
        Schema wide = SchemaBuilder.struct()
                .field("n", Schema.INT64_SCHEMA)
                .field("note", Schema.STRING_SCHEMA)
                .build();
        for (int i = 0; i < 20; i += 2) {
            log.append(PLAYS, i, 0, narrow, new Struct(narrow).put("n", i));
            log.append(PLAYS, i + 1, 0, wide, new Struct(wide).put("n", i + 1L).put("note", "x"));
        }
        land(open(USUAL, Optional.empty()));

        assertThat(lake.files()).hasSize(2);
        assertThat(lake.files().values())
                .flatExtracting(ParquetFiles::rows)
                .extracting(row -> Long.parseLong(row.getValueToString(0, 0)))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.iterate(0L, n -> n + 1).limit(20).toList());
    }

    @Test
    void whatNoColumnHoldsGoesToTheDeadLetterQueueAndTheRestIsLanded() {
        Schema text = SchemaBuilder.struct()
                .field("source_offset", Schema.STRING_SCHEMA)
                .build();
        log.append(PLAYS, 0, 0);
        log.append(PLAYS, 1, 0, text, new Struct(text).put("source_offset", "one"));
        log.append(PLAYS, 2, 0);
        ConnectWorker worker = open(USUAL, Optional.of(reporter(CompletableFuture.completedFuture(null))));
        land(worker);

        assertThat(log.deadLetters(PLAYS)).containsExactly(1L);
        assertThat(lake.files()).hasSize(1);
        assertThat(log.committed(PLAYS)).isEqualTo(3);
        assertThat(worker.metric("records-errant-total")).isEqualTo(1L);
    }

    /** Whatever it is about a record that cannot be read, measured or written: it stops nothing but itself. */
    @ParameterizedTest
    @MethodSource
    void anExceptionOfARecordsOwnIsTheRecordsFault(Landing landing, Object good, Schema schema, Object value) {
        Schema ofGood = good instanceof Struct struct ? struct.schema() : null;
        log.append(PLAYS, 0, 0, ofGood, good);
        log.append(PLAYS, 1, 0, schema, value);
        log.append(PLAYS, 2, 0, ofGood, good);
        land(open(landing, Optional.of(reporter(CompletableFuture.completedFuture(null)))));

        assertThat(log.deadLetters(PLAYS)).containsExactly(1L);
        assertThat(lake.files()).isNotEmpty();
        assertThat(log.committed(PLAYS)).isEqualTo(3);
        lake.deleteAll(path -> true);
        assertThatThrownBy(() -> open(landing, Optional.empty()).iterateTwice(10))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot land the record bronze.plays-0@1");
    }

    static Stream<Arguments> anExceptionOfARecordsOwnIsTheRecordsFault() {
        Landing json = Landings.with(USUAL, new FileType(Format.JSON, Compression.NONE));
        Landing bytes = Landings.with(USUAL, new FileType(Format.BYTES, Compression.NONE));
        Landing byValue =
                Landings.with(json, Landings.layout("{topic}/{value.x}", Duration.ZERO, Duration.ZERO, LateData.KEEP));
        Landing timed = Landings.with(json, Landings.layout("{topic}", AN_HOUR, Duration.ZERO, LateData.REPORT));
        SchemaBuilder tree = SchemaBuilder.struct()
                .name("tree")
                .field("n", Schema.OPTIONAL_INT64_SCHEMA)
                .optional();
        tree.field("left", tree).field("right", tree);
        Schema wide = Schema.OPTIONAL_INT64_SCHEMA;
        for (int i = 0; i < 40; i++) {
            wide = SchemaBuilder.struct()
                    .optional()
                    .field("a", wide)
                    .field("b", wide)
                    .build();
        }
        Schema deep = Schema.OPTIONAL_INT64_SCHEMA;
        for (int i = 0; i < 200; i++) {
            deep = SchemaBuilder.array(deep).optional().build();
        }
        Schema deepRow = SchemaBuilder.struct().field("deep", deep).build();
        Object nested = 1L;
        for (int i = 0; i < 1500; i++) {
            nested = Map.of("x", nested);
        }
        Map<String, Object> ownRing = new HashMap<>();
        ownRing.put("x", ownRing);
        Map<String, Object> untold = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new IllegalStateException("closed");
            }
        };
        Struct row = new Struct(KafkaLog.ROW).put("source_offset", 0L).put("event_time", new Date(0));
        Map<String, String> map = Map.of("x", "good", "event_time", "1970-01-01T00:00:00Z");
        return Stream.of(
                Arguments.of(USUAL, row, tree, new Struct(tree).put("n", 1L)),
                Arguments.of(USUAL, row, wide, new Struct(wide)),
                Arguments.of(USUAL, row, deepRow, new Struct(deepRow)),
                Arguments.of(USUAL, row, null, Map.of("x", 1)),
                Arguments.of(json, map, null, nested),
                Arguments.of(json, map, null, ownRing),
                Arguments.of(json, map, null, untold),
                Arguments.of(json, map, null, new Object()),
                Arguments.of(bytes, "good", null, 7),
                Arguments.of(byValue, map, null, ownRing),
                Arguments.of(byValue, map, null, untold),
                Arguments.of(byValue, map, null, Map.of("x", "a\ud83d")),
                Arguments.of(byValue, map, null, Map.of("x", "k".repeat(300))),
                Arguments.of(timed, map, null, untold),
                Arguments.of(timed, map, null, Map.of("event_time", "soon")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1500})
    void whatIsNestedTooDeeplyIsToldTheWayOut(int levels) {
        Object nested = 1L;
        for (int i = 0; i < levels; i++) {
            nested = List.of(nested);
        }
        log.append(PLAYS, 0, 0, null, Map.of("x", nested));

        assertThatThrownBy(
                        () -> open(Landings.with(USUAL, new FileType(Format.JSON, Compression.NONE)), Optional.empty())
                                .iterateTwice(10))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("more than 1000 nested levels")
                .hasMessageContaining(
                        "have a transformation flatten it or leave that part out, or land it as it is, with"
                                + " ByteArrayConverter and format=bytes");
    }

    /** A tree has an end where a value has one, and lines of JSON need no columns. */
    @Test
    void aRecursiveSchemaIsLandedAsJson() {
        SchemaBuilder tree = SchemaBuilder.struct()
                .name("tree")
                .field("n", Schema.OPTIONAL_INT64_SCHEMA)
                .optional();
        tree.field("child", tree);
        log.append(PLAYS, 0, 0, tree, new Struct(tree).put("n", 1L).put("child", new Struct(tree).put("n", 2L)));
        land(open(Landings.with(USUAL, new FileType(Format.JSON, Compression.NONE)), Optional.empty()));

        assertThat(lake.files().values())
                .extracting(file -> new String(file, StandardCharsets.UTF_8))
                .containsExactly("{\"n\":1,\"child\":{\"n\":2,\"child\":null}}\n");
    }

    /** One table reads them all: files of this task, of tasks before it, and of other partitions. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aColumnHasOneTypeAcrossRestartsAndPartitions(int number) {
        TopicPartition other = new TopicPartition("bronze.plays", number);
        log.append(PLAYS, 0, 0);
        land(open(USUAL, Optional.empty()));
        Schema text = SchemaBuilder.struct()
                .field("source_offset", Schema.STRING_SCHEMA)
                .build();
        Schema narrow = SchemaBuilder.struct()
                .field("source_offset", Schema.INT32_SCHEMA)
                .field("new", Schema.STRING_SCHEMA)
                .build();
        log.append(other, 1, 0, text, new Struct(text).put("source_offset", "one"));
        log.append(
                other, 2, 0, narrow, new Struct(narrow).put("source_offset", 2).put("new", "n"));
        ConnectWorker second = new ConnectWorker(log, lake, USUAL, clock, Optional.of((record, error) -> {
            assertThat(error)
                    .hasMessageContaining("the column source_offset is STRING, but was INTEGER")
                    .hasMessageContaining("ReplaceField")
                    .hasMessageContaining("go on in another store.root, with start.from=group")
                    .hasMessageContaining("delete memory:_columns/c/bronze.plays");
            log.deadLetter(other, record.kafkaOffset());
            return CompletableFuture.completedFuture(null);
        }));
        second.open(List.of(other));
        land(second);

        assertThat(log.deadLetters(other)).containsExactly(1L);
        assertThat(lake.files()).hasSize(2);
    }

    /** One table reads them. */
    @ParameterizedTest
    @CsvSource({
        "orders/date={timestamp:yyyy/MM}, true",
        "orders/{partition}/kind={value.kind}, true",
        "orders/topic={topic}/date={timestamp:yyyy-MM-dd}, false",
        "orders/{partition}-{topic:/}/date={timestamp:yyyy-MM-dd}, false",
        "{value.kind}/date={timestamp:yyyy-MM-dd}, false"
    })
    void topicsThatShareFoldersShareTheTypesOfColumns(String path, boolean areOneTable) {
        TopicPartition other = new TopicPartition("bronze.pages", 0);
        for (TopicPartition partition : List.of(PLAYS, other)) {
            Schema schema = SchemaBuilder.struct()
                    .field("kind", Schema.STRING_SCHEMA)
                    .field("amount", partition.equals(PLAYS) ? Schema.INT32_SCHEMA : Schema.STRING_SCHEMA)
                    .build();
            Object amount = partition.equals(PLAYS) ? 1 : "1";
            log.append(
                    partition, 0, 0, schema, new Struct(schema).put("kind", "k").put("amount", amount));
            ConnectWorker worker =
                    new ConnectWorker(log, lake, Landings.of("c", path), clock, Optional.of((record, error) -> {
                        assertThat(error)
                                .hasMessageContaining("the column amount is STRING, but was INTEGER")
                                .hasMessageContaining("delete memory:_columns/c/@topics and restart");
                        log.deadLetter(other, record.kafkaOffset());
                        return CompletableFuture.completedFuture(null);
                    }));
            worker.open(List.of(partition));
            land(worker);
        }

        assertThat(log.deadLetters(other)).hasSize(areOneTable ? 1 : 0);
        assertThat(lake.files()).hasSize(areOneTable ? 1 : 2);
    }

    @Test
    void aRecordThatIsNotLandedSaysNothingOfTypes() {
        Schema text = SchemaBuilder.struct()
                .field("source_offset", Schema.STRING_SCHEMA)
                .build();
        log.append(PLAYS, 0, 0, text, new Struct(text));
        log.append(PLAYS, 1, 0);
        land(open(USUAL, Optional.of(reporter(CompletableFuture.completedFuture(null)))));
        land(open(USUAL, Optional.empty()));

        assertThat(log.deadLetters(PLAYS)).containsExactly(0L);
    }

    @Test
    void withoutToleranceItFailsTheTask() {
        log.append(PLAYS, 0, 0, null, null);
        Landing strict = Landings.with(USUAL, Tombstones.FAIL, false);

        assertThatThrownBy(() -> open(strict, Optional.empty()).iterateTwice(10))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("bronze.plays-0@0")
                .hasMessageContaining("tombstone");
    }

    @Test
    void toleratedWithoutAQueueItIsPassedOver() {
        log.append(PLAYS, 0, 0, null, null);
        log.append(PLAYS, 1, 0);
        land(open(Landings.with(USUAL, Tombstones.FAIL, true), Optional.empty()));

        assertThat(lake.files()).hasSize(1);
        assertThat(log.committed(PLAYS)).isEqualTo(2);
    }

    @Test
    void noOffsetIsCommittedBeforeTheDeadLetterQueueHasItsRecord() {
        log.append(PLAYS, 0, 0, null, null);
        ErrantRecordReporter refusing =
                reporter(CompletableFuture.failedFuture(new IllegalStateException("queue is away")));
        ConnectWorker worker = open(Landings.with(USUAL, Tombstones.FAIL, true), Optional.of(refusing));
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.commit(true);

        assertThat(log.committed(PLAYS)).isZero();
        assertThatThrownBy(() -> worker.iterate(10))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("dead-letter queue refused a record")
                .hasMessageContaining("queue is away");
    }

    @Test
    void aPartitionOfTombstonesCommitsToo() {
        log.append(PLAYS, 0, 0, null, null);
        log.append(PLAYS, 5, 0, null, null);
        ConnectWorker worker = open(USUAL, Optional.empty());
        land(worker);

        assertThat(lake.files()).isEmpty();
        assertThat(log.committed(PLAYS)).isEqualTo(6);
        assertThat(worker.metric("tombstones-skipped-total")).isEqualTo(2L);
        ConnectWorker next = open(USUAL, Optional.empty());
        assertThat(next.hasReadAll()).isTrue();
    }

    @Test
    void lateRecordsCanBeKeptApart() {
        Landing apart = Landings.with(
                USUAL, Landings.layout("{topic:/}/h={event:HH}", Duration.ZERO, AN_HOUR, LateData.SEPARATE));
        log.append(PLAYS, 0, 5 * HOUR);
        log.append(PLAYS, 1, 4 * HOUR);
        log.append(PLAYS, 2, 4 * HOUR - 1);
        ConnectWorker worker = open(apart, Optional.empty());
        land(worker);

        assertThat(lake.files().keySet())
                .extracting(path -> path.substring(0, path.lastIndexOf('/')))
                .containsExactlyInAnyOrder("bronze/plays/h=05", "bronze/plays/h=04", "late/bronze/plays/h=03");
        assertThat(worker.metric("records-late-total")).isEqualTo(1L);
    }

    @Test
    void lateRecordsCanBeReported() {
        Landing report = Landings.with(USUAL, Landings.layout("{topic:/}", Duration.ZERO, AN_HOUR, LateData.REPORT));
        log.append(PLAYS, 0, 5 * HOUR);
        log.append(PLAYS, 1, HOUR);
        land(open(report, Optional.of(reporter(CompletableFuture.completedFuture(null)))));

        assertThat(log.deadLetters(PLAYS)).containsExactly(1L);
    }

    @Test
    void anEventFromTheFutureMakesNoOtherLate() {
        long now = clock.millis();
        Landing report = Landings.with(USUAL, Landings.layout("{topic:/}", Duration.ZERO, AN_HOUR, LateData.REPORT));
        log.append(PLAYS, 0, now + 1000 * HOUR);
        log.append(PLAYS, 1, now - HOUR);
        land(open(report, Optional.of(reporter(CompletableFuture.completedFuture(null)))));

        assertThat(log.deadLetters(PLAYS)).isEmpty();
    }

    @Test
    void theEndOfAnEventTimeWindowFlushes() {
        Landing hourly =
                Landings.with(USUAL, Landings.layout("h={event:HH}", AN_HOUR, Duration.ofMinutes(10), LateData.KEEP));
        ConnectWorker worker = open(hourly, Optional.empty());
        log.append(PLAYS, 0, 5 * HOUR);
        log.append(PLAYS, 1, 6 * HOUR + 9 * 60_000);
        worker.iterate(10);
        assertThat(lake.files()).isEmpty();

        log.append(PLAYS, 2, 6 * HOUR + 10 * 60_000);
        worker.iterate(10);
        assertThat(lake.files()).hasSize(2);
        assertThat(worker.metric("flushes-total:window")).isEqualTo(1L);

        // One that is late opens no window, and so ends none.
        log.append(PLAYS, 3, 5 * HOUR);
        worker.iterate(10);
        assertThat(lake.files()).hasSize(2);
    }

    @Test
    void aFileThatIsLongEnoughIsFlushed() {
        Landing lines = Landings.with(
                Landings.with(USUAL, new FileType(Format.BYTES, Compression.NONE)),
                new Rotation(AN_HOUR, 25, 1000),
                USUAL.bounds());
        ConnectWorker worker = open(lines, Optional.empty());
        log.append(PLAYS, 0, 0, null, "0123456789");
        log.append(PLAYS, 1, 0, null, "0123456789");
        worker.iterate(10);
        assertThat(lake.files()).isEmpty();

        log.append(PLAYS, 2, 0, null, "0123456789");
        worker.iterate(10);

        assertThat(lake.files().values()).extracting(file -> file.length).containsExactly(33);
        assertThat(worker.metric("flushes-total:bytes")).isEqualTo(1L);
        assertThat(worker.metric("flushes-total:rows")).isEqualTo(0L);
    }

    @Test
    void aPartitionWithRowsEnoughIsFlushed() {
        Landing two = Landings.with(USUAL, new Rotation(AN_HOUR, Long.MAX_VALUE, 2), USUAL.bounds());
        ConnectWorker worker = open(two, Optional.empty());
        log.append(PLAYS, 0, 0);
        worker.iterate(10);
        assertThat(lake.files()).isEmpty();

        log.append(PLAYS, 1, 0);
        worker.iterate(10);

        assertThat(lake.files()).hasSize(1);
        assertThat(worker.metric("flushes-total:rows")).isEqualTo(1L);
        assertThat(worker.metric("flushes-total:bytes")).isEqualTo(0L);
    }

    @Test
    void tombstonesCanBeLinesLikeAnyOther() {
        log.append(PLAYS, 0, 0, null, "text");
        log.append(PLAYS, 1, 0, null, null);
        Landing json = Landings.with(
                Landings.with(USUAL, new FileType(Format.JSON, Compression.NONE)), Tombstones.WRITE, false);
        ConnectWorker worker = open(json, Optional.empty());
        land(worker);

        assertThat(lake.files().values())
                .extracting(file -> new String(file, StandardCharsets.UTF_8))
                .containsExactly("\"text\"\nnull\n");
        assertThat(worker.metric("records-landed-total")).isEqualTo(2L);
        assertThat(worker.metric("tombstones-skipped-total")).isEqualTo(0L);
        assertThat(log.committed(PLAYS)).isEqualTo(2);
    }

    @Test
    void aTaskHasNoMoreFilesOpenThanItMay() {
        Landing few = Landings.with(
                Landings.with(USUAL, Landings.layout("h={event:HH}", Duration.ZERO, Duration.ZERO, LateData.KEEP)),
                USUAL.rotation(),
                new Bounds(3, Long.MAX_VALUE));
        for (int i = 0; i < 10; i++) {
            log.append(PLAYS, i, i * HOUR);
        }
        ConnectWorker worker = open(few, Optional.empty());
        worker.iterate(10);

        assertThat(worker.metric("flushes-total:files")).isEqualTo(2L);
        assertThat(lake.files()).hasSize(8);
        assertThat(worker.metric("open-files")).isEqualTo(2L);
    }

    @Test
    void aWipedLakeIsMadeWholeWhateverTheGroupSays() {
        log.append(PLAYS, 0, 0);
        log.append(PLAYS, 1, 0);
        log.commit(PLAYS, 2);
        land(open(USUAL, Optional.empty()));

        assertThat(lake.files()).hasSize(1);
        assertThat(ParquetFiles.rows(lake.files().values().iterator().next())).hasSize(2);
    }

    @Test
    void theLagIsTheAgeOfTheOldestRecordThatIsNotLanded() {
        long now = clock.millis();
        log.append(PLAYS, 0, now - 5000);
        log.append(PLAYS, 1, now);
        ConnectWorker worker = open(USUAL, Optional.empty());
        worker.iterate(10);
        assertThat(worker.metric("lag-ms")).isEqualTo(5000L);

        clock.advance(Duration.ofSeconds(10));
        assertThat(worker.metric("lag-ms")).isEqualTo(15_000L);
        worker.iterate(10);

        assertThat(worker.metric("lag-ms")).isEqualTo(0L);
        assertThat(worker.metric("records-landed-total")).isEqualTo(2L);
        assertThat(worker.metric("files-landed-total")).isEqualTo(1L);
        assertThat(worker.metric("bytes-landed-total"))
                .isEqualTo((long) lake.files().values().iterator().next().length);
        assertThat(worker.metric("flushes-total:age")).isEqualTo(1L);
    }

    private ErrantRecordReporter reporter(CompletableFuture<Void> answer) {
        return (record, error) -> {
            log.deadLetter(PLAYS, record.kafkaOffset());
            return answer;
        };
    }

    private ConnectWorker open(Landing landing, Optional<ErrantRecordReporter> reporter) {
        ConnectWorker worker = new ConnectWorker(log, lake, landing, clock, reporter);
        worker.open(List.of(PLAYS));
        return worker;
    }

    /** Reads to the end, and lets the rest grow old. */
    private void land(ConnectWorker worker) {
        while (!worker.hasReadAll()) {
            worker.iterate(10);
        }
        clock.advance(Duration.ofSeconds(10));
        worker.commit(true);
    }
}
