package io.goldstream.connect.sink.land;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.format.Compression;
import io.goldstream.connect.sink.format.FileType;
import io.goldstream.connect.sink.format.Format;
import io.goldstream.connect.sink.format.ParquetFiles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;

/** Rows that say where in Kafka they were read. */
class LandedRowsTest {

    private static final TopicPartition PLAYS = new TopicPartition("bronze.plays", 3);
    private static final Landing USUAL = Landings.withLandedColumns(Landings.of("c", "{topic:/}"));
    private static final Landing JSON = Landings.with(USUAL, new FileType(Format.JSON, Compression.NONE));

    private final TestClock clock = new TestClock();
    private final MemoryLake lake = new MemoryLake();
    private final KafkaLog log = new KafkaLog();

    @Test
    void aStructHasThemBehindItsOwnColumns() {
        log.tellId();
        log.append(PLAYS, 7, 0);
        log.append(PLAYS, 9, 0);
        land(open(USUAL));

        List<Group> rows = lake.files().values().stream()
                .flatMap(file -> ParquetFiles.rows(file).stream())
                .toList();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).getType().getFields())
                .extracting(field -> field.getName())
                .containsExactly("source_offset", "event_time", "landed_topic_id", "landed_partition", "landed_offset");
        assertThat(rows.get(1).getString("landed_topic_id", 0)).isEqualTo("bronze.plays#0");
        assertThat(rows.get(1).getInteger("landed_partition", 0)).isEqualTo(3);
        assertThat(rows.get(1).getLong("landed_offset", 0)).isEqualTo(9);
    }

    @Test
    void aMapWithoutASchemaHasThemToo() {
        log.tellId();
        log.append(PLAYS, 7, 0, null, new HashMap<>(Map.of("n", 1)));
        land(open(JSON));

        assertThat(lake.files().values())
                .extracting(file -> new String(file, StandardCharsets.UTF_8))
                .containsExactly(
                        "{\"n\":1,\"landed_topic_id\":\"bronze.plays#0\",\"landed_partition\":3,\"landed_offset\":7}\n");
    }

    @Test
    void aValueWithoutColumnsIsRefused() {
        log.tellId();
        log.append(PLAYS, 7, 0, Schema.STRING_SCHEMA, "text");

        assertThatThrownBy(() -> open(JSON).iterateTwice(10))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("bronze.plays-3@7")
                .hasMessageContaining(
                        "landed.columns=true takes structs, or maps without a schema, but the value is a String");
    }

    @Test
    void aFieldOfThatNameIsNotOverwritten() {
        log.tellId();
        Schema schema = SchemaBuilder.struct()
                .field("landed_offset", Schema.INT64_SCHEMA)
                .build();
        log.append(PLAYS, 7, 0, schema, new Struct(schema).put("landed_offset", 1L));

        assertThatThrownBy(() -> open(USUAL).iterateTwice(10))
                .hasMessageContaining("has a field landed_offset already");
    }

    @Test
    void withoutIdsItDoesNotStart() {
        assertThatThrownBy(() -> open(USUAL))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Kafka has none for bronze.plays")
                .hasMessageContaining("set landed.columns=false");
    }

    private ConnectWorker open(Landing landing) {
        ConnectWorker worker = new ConnectWorker(log, lake, landing, clock);
        worker.open(List.of(PLAYS));
        return worker;
    }

    private void land(ConnectWorker worker) {
        worker.iterate(10);
        clock.advance(Duration.ofSeconds(10));
        worker.iterate(10);
    }
}
