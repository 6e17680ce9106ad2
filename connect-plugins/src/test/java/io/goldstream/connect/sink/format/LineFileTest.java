package io.goldstream.connect.sink.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.sink.store.LocalBlobStore;
import io.goldstream.connect.sink.store.StagedFile;
import io.goldstream.connect.sink.store.StagingOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFileTest {

    @TempDir
    Path lake;

    @Test
    void structsAreJsonWithTimesAsText() throws IOException {
        Schema schema = SchemaBuilder.struct()
                .field("s", Schema.STRING_SCHEMA)
                .field("none", Schema.OPTIONAL_INT32_SCHEMA)
                .field("at", Timestamp.SCHEMA)
                .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
                .field("time", Time.SCHEMA)
                .field("price", Decimal.schema(2))
                .field("bytes", Schema.BYTES_SCHEMA)
                .field(
                        "list",
                        SchemaBuilder.array(Schema.OPTIONAL_FLOAT64_SCHEMA).build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.INT32_SCHEMA, Timestamp.SCHEMA).build())
                .field(
                        "micros",
                        SchemaBuilder.int64()
                                .name("io.debezium.time.MicroTimestamp")
                                .build())
                .build();
        Struct row = new Struct(schema)
                .put("s", "a \"b\"\nc é")
                .put("at", new Date(1700000000123L))
                .put("day", new Date(19_000 * 86_400_000L))
                .put("time", new Date(3_600_001))
                .put("price", new BigDecimal("10.50"))
                .put("bytes", new byte[] {1, 2})
                .put("list", Arrays.asList(1.5, null))
                .put("map", Map.of(7, new Date(0)))
                .put("micros", 1700000000123456L);

        assertThat(text(Format.JSON, Compression.NONE, new SchemaAndValue(schema, row)))
                .isEqualTo("{\"s\":\"a \\\"b\\\"\\nc é\",\"none\":null,\"at\":\"2023-11-14T22:13:20.123\","
                        + "\"day\":\"2022-01-08\",\"time\":\"01:00:00.001\",\"price\":10.50,\"bytes\":\"AQI=\","
                        + "\"list\":[1.5,null],\"map\":{\"7\":\"1970-01-01T00:00:00\"},"
                        + "\"micros\":\"2023-11-14T22:13:20.123456\"}\n");
    }

    @Test
    void nullIsNullWhateverTheDefault() throws IOException {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "chosen",
                        SchemaBuilder.int32().optional().defaultValue(7).build())
                .field("needed", SchemaBuilder.int32().defaultValue(8).build())
                .build();
        Struct row = new Struct(schema).put("chosen", null);

        assertThat(text(Format.JSON, Compression.NONE, new SchemaAndValue(schema, row)))
                .isEqualTo("{\"chosen\":null,\"needed\":8}\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 86_400_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
    void noTimeOfADayIsTheRecordsFault(long micros) {
        Schema time = SchemaBuilder.int64().name("io.debezium.time.MicroTime").build();
        Schema row = SchemaBuilder.struct().field("time", time).build();
        Struct value = new Struct(row).put("time", micros);

        for (Format format : List.of(Format.JSON, Format.PARQUET)) {
            assertThatThrownBy(() -> new FileType(format, Compression.NONE)
                            .open(row, new StagingOutput())
                            .check(row, value))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(micros + " Micros since midnight");
        }
    }

    @Test
    void valuesWithoutASchemaAreJsonToo() throws IOException {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a", 1L);
        value.put("b", List.of("x", true));
        value.put("c", null);

        assertThat(text(Format.JSON, Compression.GZIP, schemaless(value), schemaless(null), schemaless("t")))
                .isEqualTo("{\"a\":1,\"b\":[\"x\",true],\"c\":null}\nnull\n\"t\"\n");
    }

    @Test
    void aValueThatCannotBeALineLeavesNothingBehind() throws IOException {
        StagingOutput output = new StagingOutput();
        RowFile file = new FileType(Format.JSON, Compression.NONE).open(null, output);
        Map<String, Object> bad = new LinkedHashMap<>(Map.of("a", "begun"));
        bad.put("b", new Object());

        assertThatThrownBy(() -> file.check(null, bad))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("java.lang.Object");
        file.check(null, Map.of());
        file.add(null, Map.of());
        file.finish();

        assertThat(output.position()).isEqualTo("{}\n".length());
    }

    @Test
    void bytesAndTextAreLandedAsTheyAre() throws IOException {
        assertThat(text(
                        Format.BYTES,
                        Compression.NONE,
                        schemaless("text é"),
                        schemaless("bytes".getBytes(StandardCharsets.UTF_8)),
                        schemaless(ByteBuffer.wrap(new byte[] {'b', 'u', 'f'}, 1, 1)),
                        schemaless(null)))
                .isEqualTo("text é\nbytes\nu\n\n");
        assertThatThrownBy(() -> text(Format.BYTES, Compression.NONE, schemaless(5)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("ByteArrayConverter");
        assertThatThrownBy(() -> text(Format.BYTES, Compression.NONE, schemaless("a\ud83d")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("half a surrogate pair");
    }

    private static SchemaAndValue schemaless(Object value) {
        return new SchemaAndValue(null, value);
    }

    private String text(Format format, Compression compression, SchemaAndValue... rows) throws IOException {
        StagingOutput output = new StagingOutput();
        FileType type = new FileType(format, compression);
        RowFile file = type.open(null, output);
        for (SchemaAndValue row : rows) {
            file.check(row.schema(), row.value());
            file.add(row.schema(), row.value());
        }
        file.finish();
        output.close();
        String path = "file" + type.extension();
        try (LocalBlobStore store = new LocalBlobStore(lake, "c")) {
            output.stageTo(store, path);
            store.sync(path);
            store.publish(new StagedFile(path, 0, 0, 1, output.position(), output.blocks()), "commit");
        }
        byte[] content = Files.readAllBytes(lake.resolve(path));
        byte[] plain = compression == Compression.GZIP
                ? new GZIPInputStream(new ByteArrayInputStream(content)).readAllBytes()
                : content;
        return new String(plain, StandardCharsets.UTF_8);
    }
}
