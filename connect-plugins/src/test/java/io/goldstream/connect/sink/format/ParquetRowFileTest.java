package io.goldstream.connect.sink.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.convert.ConnectSchemas;
import io.goldstream.connect.sink.store.LocalBlobStore;
import io.goldstream.connect.sink.store.Publication;
import io.goldstream.connect.sink.store.StagedFile;
import io.goldstream.connect.sink.store.StagingOutput;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetRowFileTest {

    private static final Schema INNER = SchemaBuilder.struct()
            .optional()
            .field("key", Schema.STRING_SCHEMA)
            .field("value", Schema.OPTIONAL_BYTES_SCHEMA)
            .build();
    private static final Schema EVERYTHING = SchemaBuilder.struct()
            .name("everything")
            .field("string", Schema.STRING_SCHEMA)
            .field("absent", Schema.OPTIONAL_STRING_SCHEMA)
            .field("int8", Schema.INT8_SCHEMA)
            .field("int32", Schema.INT32_SCHEMA)
            .field("int64", Schema.INT64_SCHEMA)
            .field("float", Schema.FLOAT32_SCHEMA)
            .field("double", Schema.FLOAT64_SCHEMA)
            .field("boolean", Schema.BOOLEAN_SCHEMA)
            .field("bytes", Schema.BYTES_SCHEMA)
            .field("buffer", Schema.BYTES_SCHEMA)
            .field("timestamp", Timestamp.SCHEMA)
            .field("date", Date.SCHEMA)
            .field("time", Time.SCHEMA)
            .field("decimal", Decimal.schema(2))
            .field("micros", named("io.debezium.time.MicroTimestamp", Schema.Type.INT64))
            .field("uuid", named("io.debezium.data.Uuid", Schema.Type.STRING))
            .field("rows", SchemaBuilder.array(INNER).build())
            .field("none", SchemaBuilder.array(Schema.INT32_SCHEMA).build())
            .field(
                    "map",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_INT32_SCHEMA)
                            .build())
            .field("nested", INNER)
            .build();

    private static Schema named(String name, Schema.Type type) {
        return SchemaBuilder.type(type).name(name).build();
    }

    @TempDir
    Path lake;

    @Test
    void everyTypeComesBack() throws IOException {
        Group row = ParquetFiles.rows(write(EVERYTHING, List.of(everything()))).get(0);

        assertThat(row.getString("string", 0)).isEqualTo("Beyoncé 🎵");
        assertThat(row.getFieldRepetitionCount("absent")).isZero();
        assertThat(row.getInteger("int8", 0)).isEqualTo(-8);
        assertThat(row.getInteger("int32", 0)).isEqualTo(32);
        assertThat(row.getLong("int64", 0)).isEqualTo(Long.MIN_VALUE);
        assertThat(row.getFloat("float", 0)).isEqualTo(1.5f);
        assertThat(row.getDouble("double", 0)).isEqualTo(2.25);
        assertThat(row.getBoolean("boolean", 0)).isTrue();
        assertThat(row.getBinary("bytes", 0).getBytes()).isEqualTo(new byte[] {0, -1});
        assertThat(row.getBinary("buffer", 0).getBytes()).isEqualTo(new byte[] {2});
        assertThat(row.getLong("timestamp", 0)).isEqualTo(1700000000123L);
        assertThat(row.getInteger("date", 0)).isEqualTo(19_000);
        assertThat(row.getInteger("time", 0)).isEqualTo(3_600_000);
        assertThat(new BigInteger(row.getBinary("decimal", 0).getBytes())).isEqualTo(-1234);
        assertThat(row.getLong("micros", 0)).isEqualTo(1700000000123456L);
        assertThat(row.getBinary("uuid", 0).getBytes())
                .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, -1});
        Group rows = row.getGroup("rows", 0);
        assertThat(rows.getFieldRepetitionCount("list")).isEqualTo(3);
        assertThat(rows.getGroup("list", 0).getGroup("element", 0).getString("key", 0))
                .isEqualTo("k");
        assertThat(rows.getGroup("list", 1).getFieldRepetitionCount("element")).isZero();
        assertThat(rows.getGroup("list", 2)
                        .getGroup("element", 0)
                        .getBinary("value", 0)
                        .getBytes())
                .isEqualTo(new byte[] {7});
        assertThat(row.getGroup("none", 0).getFieldRepetitionCount("list")).isZero();
        Group pair = row.getGroup("map", 0).getGroup("key_value", 0);
        assertThat(pair.getString("key", 0)).isEqualTo("one");
        assertThat(pair.getInteger("value", 0)).isEqualTo(1);
        assertThat(row.getGroup("nested", 0).getString("key", 0)).isEqualTo("in");
    }

    @Test
    void typesAreAsTheLakeHasThem() throws IOException {
        String schema = ParquetFiles.footer(write(EVERYTHING, List.of(everything())))
                .getFileMetaData()
                .getSchema()
                .toString();

        assertThat(schema)
                .contains("required binary string (STRING)")
                .contains("optional binary absent (STRING)")
                .contains("required int64 timestamp (TIMESTAMP(MILLIS,true))")
                .contains("required int32 date (DATE)")
                .contains("required int32 time (TIME(MILLIS,true))")
                .contains("required binary decimal (DECIMAL(38,2))")
                .contains("required int64 micros (TIMESTAMP(MICROS,false))")
                .contains("required fixed_len_byte_array(16) uuid (UUID)")
                .contains("required binary bytes;")
                .contains("required int32 int8 (INTEGER(8,true))")
                .contains("required group rows (LIST)")
                .contains("required group map (MAP)");
    }

    @Test
    void everyTableOfTheContractHasAParquetSchema() throws IOException {
        for (Table table : Tables.all()) {
            byte[] file = write(ConnectSchemas.of(table), List.of());

            assertThat(ParquetFiles.footer(file).getFileMetaData().getSchema().getFieldCount())
                    .isEqualTo(table.columns().size());
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void filesAreCompressedAsTheySay(Compression compression) throws IOException {
        byte[] file = write(compression, EVERYTHING, List.of(everything()));

        assertThat(ParquetFiles.footer(file).getBlocks().get(0).getColumns()).allMatch(column -> column.getCodec()
                .name()
                .equals(compression.parquetName().name()));
        assertThat(ParquetFiles.rows(file).get(0).getString("string", 0)).isEqualTo("Beyoncé 🎵");
    }

    @Test
    void filesOfManyBlocksComeBack() throws IOException {
        Schema schema = SchemaBuilder.struct().field("b", Schema.BYTES_SCHEMA).build();
        Random random = new Random(1);
        List<Struct> rows = random.ints(3000)
                .mapToObj(i -> {
                    byte[] noise = new byte[5000];
                    random.nextBytes(noise);
                    return new Struct(schema).put("b", noise);
                })
                .toList();

        List<Group> read = ParquetFiles.rows(write(schema, rows));

        assertThat(read).hasSize(3000);
        for (int i = 0; i < 3000; i++) {
            assertThat(Arrays.equals(
                            read.get(i).getBinary("b", 0).getBytes(),
                            rows.get(i).getBytes("b")))
                    .isTrue();
        }
    }

    /** As ProtobufConverter's are, all of them. */
    @Test
    void aMapIsRefusedForANullKeyAndNotForAnOptionalOne() throws IOException {
        Schema map = SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, Schema.OPTIONAL_INT32_SCHEMA)
                .optional()
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("map", map)
                .field("maps", SchemaBuilder.array(map).optional().build())
                .build();
        Struct good = new Struct(schema)
                .put("map", Collections.singletonMap("k", null))
                .put("maps", Arrays.asList(Map.of("k", 5), null));
        Struct bad = new Struct(schema).put("map", Collections.singletonMap(null, 5));

        Group row = ParquetFiles.rows(write(schema, List.of(good, new Struct(schema))))
                .get(0);

        Group pair = row.getGroup("map", 0).getGroup("key_value", 0);
        assertThat(pair.getString("key", 0)).isEqualTo("k");
        assertThat(pair.getFieldRepetitionCount("value")).isZero();
        assertThatThrownBy(() -> write(schema, List.of(bad)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("in the field map, a key of a map is null");
    }

    /** Avro's unions, a part that has the name of its whole, defaults, and nulls wherever one may be. */
    @Test
    void whatASchemaMayHaveIsNoReasonToRefuseIt() throws IOException {
        Schema union = SchemaBuilder.struct()
                .name("io.confluent.connect.avro.Union")
                .optional()
                .field("string", Schema.OPTIONAL_STRING_SCHEMA)
                .field("int", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        Schema leaf = SchemaBuilder.struct()
                .name("Node")
                .optional()
                .field("n", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .name("Node")
                .field("union", union)
                .field("child", leaf)
                .field("needed", SchemaBuilder.int32().defaultValue(8).build())
                .field(
                        "chosen",
                        SchemaBuilder.string().optional().defaultValue("x").build())
                .field("list", SchemaBuilder.array(leaf).optional().build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.OPTIONAL_STRING_SCHEMA, union)
                                .optional()
                                .build())
                .build();
        Struct full = new Struct(schema)
                .put("union", new Struct(union).put("int", 1))
                .put("child", new Struct(leaf).put("n", 2))
                .put("needed", 3)
                .put("chosen", "y")
                .put("list", Arrays.asList(null, new Struct(leaf)))
                .put("map", Collections.singletonMap("k", null));
        Struct bare = new Struct(schema).put("chosen", null);

        List<Group> rows = ParquetFiles.rows(write(schema, List.of(full, bare)));

        assertThat(rows.get(0).getGroup("union", 0).getInteger("int", 0)).isEqualTo(1);
        assertThat(rows.get(0).getGroup("child", 0).getInteger("n", 0)).isEqualTo(2);
        assertThat(rows.get(0).getGroup("list", 0).getFieldRepetitionCount("list"))
                .isEqualTo(2);
        assertThat(rows.get(1).getInteger("needed", 0)).isEqualTo(8);
        for (String field : List.of("union", "child", "chosen", "list", "map")) {
            assertThat(rows.get(1).getFieldRepetitionCount(field)).as(field).isZero();
        }
    }

    /** Such as 127, which JDBC sources state for a NUMBER of Oracle's without a scale. */
    @ParameterizedTest
    @CsvSource({
        "127, 19, 5, 5",
        "127, 19, -12345.678, -12345.678",
        "39, 19, 0, 0",
        "-3, 0, 2000, 2000",
        "2, 2, 1.5, 1.50",
        "38, 38, 0.5, 0.5"
    })
    void aDecimalIsKeptAtTheScaleOfItsColumn(int stated, int scale, BigDecimal value, BigDecimal kept)
            throws IOException {
        Schema schema =
                SchemaBuilder.struct().field("d", Decimal.schema(stated)).build();
        Struct row = new Struct(schema).put("d", value.setScale(stated, RoundingMode.UNNECESSARY));
        byte[] file = write(schema, List.of(row));

        assertThat(ParquetFiles.footer(file).getFileMetaData().getSchema().toString())
                .contains("DECIMAL(38," + scale + ")");
        BigInteger unscaled =
                new BigInteger(ParquetFiles.rows(file).get(0).getBinary("d", 0).getBytes());
        assertThat(new BigDecimal(unscaled, scale)).isEqualByComparingTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"127, 1E-20", "127, 1E+19", "127, 1E-127", "-3, 1E+38", "2, 1E-2000", "2, 1E+2000"})
    void aDecimalThatWouldBeCutIsRefused(int stated, BigDecimal value) {
        Schema schema =
                SchemaBuilder.struct().field("d", Decimal.schema(stated)).build();

        assertThatThrownBy(() -> write(schema, List.of(new Struct(schema).put("d", value))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("in the field d, the decimal ")
                .hasMessageContaining(" does not fit decimal(38,");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 123456789.00, declare a greater precision",
        "10, 1.505, use format=json",
        "38, 1E+36, use format=json"
    })
    void aDecimalThatDoesNotFitIsToldTheWayOutThatWorks(String precision, BigDecimal value, String way) {
        Schema decimal = Decimal.builder(2)
                .parameter("connect.decimal.precision", precision)
                .build();
        Schema schema = SchemaBuilder.struct().field("d", decimal).build();

        assertThatThrownBy(() -> write(schema, List.of(new Struct(schema).put("d", value))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(way);
    }

    /** As Protobuf's Empty is, where it is one of several that a message may have. */
    @Test
    void aStructWithoutFieldsIsRefusedWhereItIsAndNotWhereItMayBe() throws IOException {
        Schema empty = SchemaBuilder.struct().name("Empty").optional().build();
        Schema deep = SchemaBuilder.struct()
                .optional()
                .field("n", Schema.OPTIONAL_INT32_SCHEMA)
                .field("empty", empty)
                .build();
        Schema schema = SchemaBuilder.struct()
                .field("empty", empty)
                .field("list", SchemaBuilder.array(empty).optional().build())
                .field(
                        "map",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, empty)
                                .optional()
                                .build())
                .field("deep", deep)
                .field("n", Schema.INT32_SCHEMA)
                .build();
        Struct without =
                new Struct(schema).put("deep", new Struct(deep).put("n", 4)).put("n", 5);

        Group row = ParquetFiles.rows(write(schema, List.of(without))).get(0);

        assertThat(row.getType().getFieldCount()).isEqualTo(2);
        assertThat(row.getInteger("n", 0)).isEqualTo(5);
        assertThat(row.getGroup("deep", 0).getInteger("n", 0)).isEqualTo(4);
        for (Struct with : List.of(
                new Struct(schema).put("n", 5).put("empty", new Struct(empty)),
                new Struct(schema).put("n", 5).put("list", List.of()),
                new Struct(schema).put("n", 5).put("map", Map.of()),
                new Struct(schema).put("n", 5).put("deep", new Struct(deep).put("empty", new Struct(empty))))) {
            assertThatThrownBy(() -> write(schema, List.of(with)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("is made of a struct without fields");
        }
        assertThatThrownBy(() -> write(empty, List.of())).hasMessageContaining("no struct without fields (Empty)");
        Schema held = Format.PARQUET.widen(null, schema);
        assertThat(Format.PARQUET.widen(held, schema)).isSameAs(held);
    }

    /** A table whose column became a double's would have Trino take a float's statistics, or its dictionary, for a double's. */
    @Test
    void floatsHaveNoStatisticsAndNoDictionary() throws IOException {
        Schema schema = SchemaBuilder.struct()
                .field("f", Schema.FLOAT32_SCHEMA)
                .field("fs", SchemaBuilder.array(Schema.FLOAT32_SCHEMA).build())
                .field("d", Schema.FLOAT64_SCHEMA)
                .build();
        Struct row = new Struct(schema).put("f", 1f).put("fs", List.of(2f)).put("d", 3.0);

        assertThat(filteredBy(write(schema, Collections.nCopies(1000, row))))
                .containsOnly(Map.entry("f", false), Map.entry("fs.list.element", false), Map.entry("d", true));
    }

    /** Connect's Flatten puts dots into names. */
    @Test
    void floatsWithADotInTheirNamesHaveNoStatisticsAndNoDictionary() throws IOException {
        Schema schema = SchemaBuilder.struct()
                .field("n", Schema.INT32_SCHEMA)
                .field("place.lat", Schema.FLOAT32_SCHEMA)
                .build();
        Struct row = new Struct(schema).put("n", 1).put("place.lat", 1f);

        assertThat(filteredBy(write(schema, Collections.nCopies(1000, row)))).containsEntry("place.lat", false);
    }

    /** By column, whether a reader finds something there to compare its filters with. */
    private static Map<String, Boolean> filteredBy(byte[] file) {
        return ParquetFiles.footer(file).getBlocks().get(0).getColumns().stream()
                .collect(Collectors.toMap(
                        column -> column.getPath().toDotString(),
                        column -> column.getStatistics().hasNonNullValue()
                                || column.getColumnIndexReference() != null
                                || column.getEncodings().stream().anyMatch(Encoding::usesDictionary)));
    }

    @Test
    void saysWhatItCannotHold() {
        assertThatThrownBy(() -> write(null, List.of()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the value has no schema");
        assertThatThrownBy(() -> write(Schema.STRING_SCHEMA, List.of())).hasMessageContaining("type STRING");
        assertThatThrownBy(() -> write(EVERYTHING, List.of(new Struct(EVERYTHING))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the required field string is null");
    }

    @Test
    void aRowThatDoesNotFitLeavesTheFileAsItWas() throws IOException {
        Schema schema = SchemaBuilder.struct()
                .field("before", Schema.STRING_SCHEMA)
                .field("price", Decimal.schema(2))
                .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .build();
        StagingOutput output = new StagingOutput();
        RowFile file = new FileType(Format.PARQUET, Compression.NONE).open(schema, output);
        Struct good = new Struct(schema)
                .put("before", "x")
                .put("price", new BigDecimal("1.50"))
                .put("tags", List.of());
        Struct tooFine = new Struct(schema)
                .put("before", "x")
                .put("price", new BigDecimal("1.505"))
                .put("tags", List.of());
        Struct tooLong = new Struct(schema)
                .put("before", "x")
                .put("price", new BigDecimal(BigInteger.TEN.pow(38), 2))
                .put("tags", List.of());

        file.add(schema, good);
        for (Struct bad : List.of(tooFine, tooLong)) {
            assertThatThrownBy(() -> file.check(schema, bad))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("in the field price")
                    .hasMessageContaining("does not fit decimal(38,2)");
        }
        Struct noText = new Struct(schema)
                .put("before", "x")
                .put("price", new BigDecimal("1.50"))
                .put("tags", List.of("a", "\ud83d"));
        assertThatThrownBy(() -> file.check(schema, noText))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("in the field tags, the text holds half a surrogate pair");
        file.add(schema, good);
        file.finish();

        output.close();
        try (LocalBlobStore store = new LocalBlobStore(lake, "c")) {
            output.stageTo(store, "f");
            store.sync("f");
            store.publish(new StagedFile("f", 0, 1, 2, output.position(), output.blocks()), "commit");
        }
        assertThat(ParquetFiles.rows(Files.readAllBytes(lake.resolve("f"))))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.getString("before", 0)).isEqualTo("x"));
    }

    private static Struct everything() {
        return new Struct(EVERYTHING)
                .put("string", "Beyoncé 🎵")
                .put("int8", (byte) -8)
                .put("int32", 32)
                .put("int64", Long.MIN_VALUE)
                .put("float", 1.5f)
                .put("double", 2.25)
                .put("boolean", true)
                .put("bytes", new byte[] {0, -1})
                .put("buffer", ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 1))
                .put("timestamp", new java.util.Date(1700000000123L))
                .put("date", new java.util.Date(19_000 * 86_400_000L))
                .put("time", new java.util.Date(3_600_000))
                .put("decimal", new BigDecimal("-12.34"))
                .put("micros", 1700000000123456L)
                .put("uuid", "00000000-0000-0001-0000-0000000000ff")
                .put(
                        "rows",
                        Arrays.asList(
                                new Struct(INNER).put("key", "k"),
                                null,
                                new Struct(INNER).put("key", "l").put("value", new byte[] {7})))
                .put("none", List.of())
                .put("map", Map.of("one", 1))
                .put("nested", new Struct(INNER).put("key", "in"));
    }

    private byte[] write(Schema schema, List<Struct> rows) throws IOException {
        return write(Compression.ZSTD, schema, rows);
    }

    /** Through staging, as the sink writes. */
    private byte[] write(Compression compression, Schema schema, List<Struct> rows) throws IOException {
        StagingOutput output = new StagingOutput();
        Format.PARQUET.check(schema);
        RowFile file = new FileType(Format.PARQUET, compression).open(Format.PARQUET.widen(null, schema), output);
        rows.forEach(row -> {
            file.check(row.schema(), row);
            file.add(row.schema(), row);
        });
        file.finish();
        output.close();
        String path = Long.toHexString(System.nanoTime());
        try (LocalBlobStore store = new LocalBlobStore(lake, "c")) {
            output.stageTo(store, path);
            store.sync(path);
            StagedFile staged = new StagedFile(path, 0, 0, rows.size(), output.position(), output.blocks());
            assertThat(store.publish(staged, "commit")).isEqualTo(Publication.DONE);
        }
        return Files.readAllBytes(lake.resolve(path));
    }
}
