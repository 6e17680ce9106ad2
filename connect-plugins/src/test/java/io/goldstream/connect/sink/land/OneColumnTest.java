package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.connect.sink.format.ParquetFiles;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two records may have in one column: the same within a task as across a restart. */
class OneColumnTest {

    private static final TopicPartition ROWS = new TopicPartition("rows", 0);
    private static final Landing LANDING = Landings.of("c", "{topic}");
    private static final Schema EMPTY = SchemaBuilder.struct().optional().build();

    /** A column that another record may have, and its value. */
    private record Cell(Schema schema, Object value) {}

    private static final Map<String, Cell> CELLS = new LinkedHashMap<>();

    static {
        cell("int8", Schema.INT8_SCHEMA, (byte) 1);
        cell("int32", Schema.INT32_SCHEMA, 1);
        cell("int64", Schema.INT64_SCHEMA, 1L);
        cell("float32", Schema.FLOAT32_SCHEMA, 1f);
        cell("float64", Schema.FLOAT64_SCHEMA, 1d);
        cell("boolean", Schema.BOOLEAN_SCHEMA, true);
        cell("text", Schema.STRING_SCHEMA, "x");
        cell("bytes", Schema.BYTES_SCHEMA, new byte[] {1});
        cell("decimal 2", Decimal.schema(2), new BigDecimal("1.00"));
        cell("decimal 2 of 9", Decimal.builder(2).parameter("connect.decimal.precision", "9"), new BigDecimal("1.00"));
        cell("decimal 3", Decimal.schema(3), new BigDecimal("1.000"));
        cell("Connect's Date", org.apache.kafka.connect.data.Date.SCHEMA, new Date(0));
        cell("Connect's Time", Time.SCHEMA, new Date(1500));
        cell("Connect's Timestamp", Timestamp.SCHEMA, new Date(1500));
        cell("Date", named("io.debezium.time.Date", Schema.Type.INT32), 0);
        cell("Time", named("io.debezium.time.Time", Schema.Type.INT32), 1500);
        cell("MicroTime", named("io.debezium.time.MicroTime", Schema.Type.INT64), 1_500_001L);
        cell("Timestamp", named("io.debezium.time.Timestamp", Schema.Type.INT64), 1500L);
        cell("MicroTimestamp", named("io.debezium.time.MicroTimestamp", Schema.Type.INT64), 1_500_001L);
        cell("NanoTimestamp", named("io.debezium.time.NanoTimestamp", Schema.Type.INT64), 1L);
        cell("ZonedTimestamp", named("io.debezium.time.ZonedTimestamp", Schema.Type.STRING), "1970-01-01T00:00:00Z");
        cell("Uuid", named("io.debezium.data.Uuid", Schema.Type.STRING), "01a20625-7167-7724-a689-85975d8d7096");
        Schema struct = SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build();
        cell("struct", struct, new Struct(struct).put("x", 1));
        cell("empty struct that is null", EMPTY, null);
        cell("empty struct", EMPTY, new Struct(EMPTY));
        cell("list", SchemaBuilder.array(Schema.INT32_SCHEMA), List.of(1));
        cell("list of text", SchemaBuilder.array(Schema.STRING_SCHEMA), List.of("x"));
        cell("list of empty structs", SchemaBuilder.array(EMPTY), List.of(new Struct(EMPTY)));
        cell("map", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA), Map.of("x", 1));
    }

    private static void cell(String name, Schema schema, Object value) {
        CELLS.put(name, new Cell(schema instanceof SchemaBuilder builder ? builder.build() : schema, value));
    }

    private static SchemaBuilder named(String name, Schema.Type type) {
        return SchemaBuilder.type(type).name(name);
    }

    private final TestClock clock = new TestClock();

    static Stream<Arguments> everyTwo() {
        return CELLS.keySet().stream().flatMap(one -> CELLS.keySet().stream().map(other -> Arguments.of(one, other)));
    }

    @ParameterizedTest
    @MethodSource("everyTwo")
    void aTaskJudgesAsItsSuccessorDoes(String one, String other) {
        assertThat(refused(List.of(one, other), false)).isEqualTo(refused(List.of(one, other), true));
    }

    @Test
    void whatOneTableReadsIsOneColumn() {
        List<List<String>> columns = List.of(
                List.of("int8", "int32", "int64", "NanoTimestamp"),
                List.of("float32", "float64"),
                List.of("text", "ZonedTimestamp"),
                List.of("decimal 2", "decimal 2 of 9"),
                List.of("Connect's Date", "Date"),
                List.of("Connect's Time", "Time", "MicroTime"),
                List.of("Connect's Timestamp", "Timestamp", "MicroTimestamp"),
                List.of("empty struct that is null", "empty struct", "list of empty structs"));
        List<String> primitives =
                CELLS.keySet().stream().filter(name -> !name.contains("empty")).toList();
        for (String one : primitives) {
            for (String other : primitives) {
                boolean isOne = one.equals(other)
                        || columns.stream().anyMatch(column -> column.contains(one) && column.contains(other));
                assertThat(refused(List.of(one, other), false))
                        .as(one + ", " + other)
                        .hasSize(isOne ? 0 : 1);
            }
        }
    }

    /** Whatever came first, and in which file it is. */
    @Test
    void valuesAreWhatTheyWereInAFinerColumn() {
        for (List<String> order : List.of(
                List.of("Connect's Timestamp", "MicroTimestamp", "Timestamp"),
                List.of("MicroTimestamp", "Timestamp", "Connect's Timestamp"))) {
            assertThat(landed(order)).contains(1_500_000L, 1_500_001L);
        }
        for (List<String> order : List.of(
                List.of("MicroTime", "Connect's Time", "Time"), List.of("Connect's Time", "MicroTime", "Time"))) {
            assertThat(landed(order)).contains(1_500_000L, 1_500_001L);
        }
        assertThat(landed(List.of("Connect's Timestamp", "Timestamp"))).containsExactly(1500L, 1500L);
        assertThat(landed(List.of("Connect's Date", "Date"))).containsExactly(0L, 0L);
    }

    /** In a column of milliseconds, too: Trino fails at each query of a column that holds one. */
    @ParameterizedTest
    @ValueSource(strings = {"MicroTimestamp", "Timestamp", "Connect's Timestamp"})
    void aTimeBeyondWhatReadersCountIsTheRecordsFault(String column) {
        List<String> far = List.of("in nanoseconds", "long ago");
        cell("in nanoseconds", Timestamp.SCHEMA, new Date(1_735_689_600_123_456_789L));
        cell("long ago", named("io.debezium.time.Timestamp", Schema.Type.INT64), Long.MIN_VALUE);
        List<String> reasons = new ArrayList<>();
        try {
            assertThat(refused(List.of(column, far.get(0), far.get(1), "Connect's Timestamp"), false, reasons))
                    .containsExactly(1L, 2L);
        } finally {
            CELLS.keySet().removeAll(far);
        }
        assertThat(reasons).hasSize(2).allSatisfy(reason -> assertThat(reason)
                .contains("in the field f, ", "the year 294246", "format=json"));
    }

    private List<Long> landed(List<String> names) {
        MemoryLake lake = new MemoryLake();
        run(names, lake, new ArrayList<>());
        return lake.files().values().stream()
                .flatMap(file -> ParquetFiles.rows(file).stream())
                .map(row -> Long.parseLong(row.getValueToString(row.getType().getFieldIndex("f"), 0)))
                .toList();
    }

    private List<Long> refused(List<String> names, boolean restarts) {
        return refused(names, restarts, new ArrayList<>());
    }

    private List<Long> refused(List<String> names, boolean restarts, List<String> reasons) {
        MemoryLake lake = new MemoryLake();
        KafkaLog log = restarts ? new KafkaLog() : run(names, lake, reasons);
        if (restarts) {
            for (int i = 0; i < names.size(); i++) {
                append(log, i, CELLS.get(names.get(i)));
                land(log, lake, reasons);
            }
        }
        return log.deadLetters(ROWS).stream().sorted().toList();
    }

    private KafkaLog run(List<String> names, MemoryLake lake, List<String> reasons) {
        KafkaLog log = new KafkaLog();
        for (int i = 0; i < names.size(); i++) {
            append(log, i, CELLS.get(names.get(i)));
        }
        land(log, lake, reasons);
        return log;
    }

    private static void append(KafkaLog log, int offset, Cell cell) {
        Schema row = SchemaBuilder.struct()
                .field("n", Schema.INT32_SCHEMA)
                .field("f", cell.schema())
                .build();
        log.append(ROWS, offset, 0, row, new Struct(row).put("n", offset).put("f", cell.value()));
    }

    private void land(KafkaLog log, MemoryLake lake, List<String> reasons) {
        ConnectWorker worker = new ConnectWorker(log, lake, LANDING, clock, Optional.of((record, error) -> {
            reasons.add(error.getMessage());
            log.deadLetter(ROWS, record.kafkaOffset());
            return CompletableFuture.completedFuture(null);
        }));
        worker.open(List.of(ROWS));
        worker.iterate(100);
        clock.advance(java.time.Duration.ofSeconds(10));
        worker.commit(true);
        worker.stop(true);
    }
}
