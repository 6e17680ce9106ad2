package io.goldstream.connect.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.convert.ConnectSchemas;
import io.goldstream.connect.sink.format.Compression;
import io.goldstream.connect.sink.format.FileType;
import io.goldstream.connect.sink.format.Format;
import io.goldstream.connect.sink.format.RowFile;
import io.goldstream.connect.sink.store.StagingOutput;
import io.goldstream.connect.value.JsonText;
import io.goldstream.connect.value.Zones;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.storage.StringConverter;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {

    private static final Map<String, String> RAW =
            Map.of("key.column", "key", "value.column", "value", "headers.column", "headers");
    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {2, 3};

    @Test
    void wrapsBytesAsTheRawTablesHaveThem() {
        Struct row = (Struct) lineage(RAW).apply(bytes(KEY, VALUE)).value();

        for (Table table : Tables.of(Layer.RAW)) {
            assertThat(row.schema().fields()).isEqualTo(ConnectSchemas.of(table).fields());
        }
        assertThat(row.getBytes("key")).isEqualTo(KEY);
        assertThat(row.getBytes("value")).isEqualTo(VALUE);
        assertThat(row.getString("source_topic")).isEqualTo("raw.listen_events");
        assertThat(row.getInt32("source_partition")).isEqualTo(4);
        assertThat(row.getInt64("source_offset")).isEqualTo(77L);
        assertThat(row.get("source_timestamp")).isEqualTo(new Date(1234));
        List<Struct> headers = row.getArray("headers");
        assertThat(headers).extracting(header -> header.getString("key")).containsExactly("a", "b", "a");
        assertThat(headers.get(0).getBytes("value")).isEqualTo(new byte[] {9});
        assertThat(headers.get(1).get("value")).isNull();
    }

    @Test
    void wrapsNullKeysAndValues() {
        Struct row = (Struct) lineage(RAW).apply(bytes(null, null)).value();

        assertThat(row.get("key")).isNull();
        assertThat(row.get("value")).isNull();
    }

    @Test
    void writesTheOriginalCoordinates() {
        SinkRecord renamed = bytes(KEY, VALUE).newRecord("other", 0, null, null, null, null, 1L);

        Struct row = (Struct) lineage(RAW).apply(renamed).value();

        assertThat(row.getString("source_topic")).isEqualTo("raw.listen_events");
        assertThat(row.getInt32("source_partition")).isEqualTo(4);
    }

    @Test
    void addsColumnsToStructs() {
        Schema schema =
                SchemaBuilder.struct().name("n").field("x", Schema.INT32_SCHEMA).build();
        SinkRecord record = record(null, null, schema, new Struct(schema).put("x", 5));

        SinkRecord with =
                lineage(Map.of("timestamp.column", "", "offset.column", "at")).apply(record);

        Struct row = (Struct) with.value();
        assertThat(row.schema().fields())
                .extracting(field -> field.name())
                .containsExactly("x", "source_topic", "source_partition", "at");
        assertThat(row.getInt32("x")).isEqualTo(5);
        assertThat(row.getInt64("at")).isEqualTo(77);
        assertThat(with.valueSchema()).isSameAs(row.schema());
    }

    @Test
    void keepsTheChosenHeaders() {
        Struct row = (Struct) lineage(Map.of("headers.column", "h", "headers", "b"))
                .apply(bytes(KEY, VALUE))
                .value();

        List<Struct> headers = row.getArray("h");
        assertThat(headers).extracting(header -> header.getString("key")).containsExactly("b");
    }

    @Test
    void recordsOfOneShapeShareASchema() {
        Lineage lineage = lineage(RAW);

        assertThat(lineage.apply(bytes(KEY, VALUE)).valueSchema())
                .isSameAs(lineage.apply(bytes(null, VALUE)).valueSchema());
    }

    @Test
    void aStructKeepsItsNullsWhateverTheirDefaults() {
        Schema schema = SchemaBuilder.struct()
                .field("x", SchemaBuilder.int32().optional().defaultValue(7).build())
                .build();

        Struct row = (Struct) lineage(Map.of())
                .apply(record(null, null, schema, new Struct(schema).put("x", null)))
                .value();

        assertThat(row.getWithoutDefault("x")).isNull();
    }

    /** Keys and values as converters give them, with the null that each gives. */
    static Stream<Arguments> contents() {
        Schema struct = SchemaBuilder.struct()
                .optional()
                .field("x", Schema.INT32_SCHEMA)
                .build();
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                .optional()
                .build();
        return Stream.of(
                        new SchemaAndValue(Schema.STRING_SCHEMA, "text"),
                        new SchemaAndValue(Schema.OPTIONAL_STRING_SCHEMA, "text"),
                        new SchemaAndValue(Schema.OPTIONAL_BYTES_SCHEMA, new byte[] {1}),
                        new SchemaAndValue(Schema.INT64_SCHEMA, 5L),
                        new SchemaAndValue(Timestamp.SCHEMA, new Date(5)),
                        new SchemaAndValue(struct, new Struct(struct).put("x", 5)),
                        new SchemaAndValue(map, Map.of("x", 5)),
                        new SchemaAndValue(null, "text"),
                        new SchemaAndValue(null, 5L))
                .flatMap(content -> Stream.of(true, false).flatMap(nullFirst -> Stream.of("key", "value", "both")
                        .map(which -> Arguments.of(content, nullFirst, which))));
    }

    /** A null without a schema, as most converters make of a tombstone, before or after good records. */
    @ParameterizedTest
    @MethodSource("contents")
    void aNullSaysNothingOfAType(SchemaAndValue content, boolean nullFirst, String which) {
        Lineage lineage = lineage(Map.of("key.column", "k"));
        SchemaAndValue key = which.equals("value") ? new SchemaAndValue(Schema.STRING_SCHEMA, "k") : content;
        SchemaAndValue value = which.equals("key") ? new SchemaAndValue(Schema.STRING_SCHEMA, "v") : content;
        SchemaAndValue nullKey = which.equals("value") ? key : SchemaAndValue.NULL;
        SchemaAndValue nullValue = which.equals("key") ? value : SchemaAndValue.NULL;
        SinkRecord good = lineage.apply(record(key.schema(), key.value(), schemaOr(value), value.value()));
        SinkRecord none =
                lineage.apply(record(nullKey.schema(), nullKey.value(), nullValue.schema(), nullValue.value()));
        SinkRecord first = nullFirst ? none : good;
        SinkRecord second = nullFirst ? good : none;

        Schema wide = Format.PARQUET.widen(Format.PARQUET.widen(null, first.valueSchema()), second.valueSchema());

        RowFile file = new FileType(Format.PARQUET, Compression.NONE).open(wide, new StagingOutput());
        file.add(first.valueSchema(), first.value());
        file.add(second.valueSchema(), second.value());
        file.finish();
        for (Field field : ((Struct) good.value()).schema().fields()) {
            assertThat(wide.field(field.name()).schema().type())
                    .isEqualTo(field.schema().type());
        }
    }

    /** With a value that has no schema, a row has none; Parquet is for the others. */
    private static Schema schemaOr(SchemaAndValue value) {
        return value.schema() != null
                ? value.schema()
                : value.value() instanceof Long ? Schema.OPTIONAL_INT64_SCHEMA : Schema.OPTIONAL_STRING_SCHEMA;
    }

    @Test
    void aTombstoneOfATopicWithoutSchemasIsARowWithoutOne() {
        SinkRecord ofAMap = lineage(Map.of("key.column", "k")).apply(record(null, Map.of("id", 1), null, null));
        SinkRecord ofStructs = lineage(Map.of("key.column", "k")).apply(record(null, "id", null, null));

        assertThat(ofAMap.valueSchema()).isNull();
        assertThat(ofAMap.value())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("k", Map.of("id", 1))
                .doesNotContainKey("value");
        assertThat(((Struct) ofStructs.value()).getString("k")).isEqualTo("id");
    }

    @Test
    void aKeyThatCannotBeAColumnSaysWhatToDo() {
        assertThatThrownBy(() -> lineage(Map.of("key.column", "k"))
                        .apply(record(null, Map.of("id", 1), Schema.STRING_SCHEMA, "v")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("key.converter that gives schemas")
                .hasMessageContaining("set key.column to empty");
        Struct without = (Struct) lineage(Map.of())
                .apply(record(null, Map.of("id", 1), Schema.STRING_SCHEMA, "v"))
                .value();
        assertThat(without.getString("value")).isEqualTo("v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source_topic", "source_partition", "source_offset", "source_timestamp", "h"})
    void aRecordsOwnFieldsAreKept(String field) {
        Lineage lineage = lineage(Map.of("headers.column", "h"));
        Schema schema = SchemaBuilder.struct()
                .field(field, Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        for (String own : Arrays.asList("own", null)) {
            for (SinkRecord record : List.of(
                    record(null, null, schema, new Struct(schema).put(field, own)),
                    record(null, null, null, Collections.singletonMap(field, own)))) {
                assertThatThrownBy(() -> lineage.apply(record))
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("has a field " + field + " already");
            }
        }
    }

    /** As a tree's, and as those of ProtobufConverter for google.protobuf.Struct: to compare it would never end. */
    @Test
    void aSchemaMayContainItself() {
        SchemaBuilder tree = SchemaBuilder.struct().name("tree").optional();
        tree.field("n", Schema.INT32_SCHEMA).field("child", tree);
        Struct leaf = new Struct(tree).put("n", 5);

        SinkRecord with = lineage(Map.of()).apply(record(null, null, tree, leaf));

        assertThat(((Struct) with.value()).getInt32("n")).isEqualTo(5);
    }

    @Test
    void recordsOfSeveralShapesInTurnKeepTheirSchemas() {
        Lineage lineage = lineage(RAW);
        Schema first = lineage.apply(bytes(KEY, VALUE)).valueSchema();

        assertThat(lineage.apply(record(null, null, null, null)).valueSchema()).isNotSameAs(first);
        assertThat(lineage.apply(bytes(KEY, VALUE)).valueSchema()).isSameAs(first);
    }

    @Test
    void twoColumnsOfOneNameAreAMistake() {
        assertThatThrownBy(() -> lineage(Map.of("offset.column", "source_topic")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topic.column has this name already: choose another");
        assertThatThrownBy(() -> lineage(Map.of("key.column", "value"))).hasMessageContaining("value.column");
        assertThat(lineage(Map.of("topic.column", "", "offset.column", ""))).isNotNull();
    }

    /** As a line of JSON, in which a reader would see a difference. */
    @Test
    void mapsAndStructsBecomeTheSameRows() {
        Schema schema = SchemaBuilder.struct()
                .field("x", Schema.INT32_SCHEMA)
                .field("none", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Struct struct = new Struct(schema).put("x", 5);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("x", 5);
        map.put("none", null);
        Lineage lineage = lineage(Map.of("headers.column", "h", "key.column", "k"));

        assertThat(json(lineage.apply(record(null, "me", null, map))))
                .isEqualTo(json(lineage.apply(record(Schema.STRING_SCHEMA, "me", schema, struct))))
                .contains("\"source_timestamp\":\"1970-01-01T00:00:01.234\"")
                .contains("{\"key\":\"a\",\"value\":\"CQ==\"}");
        assertThat(json(lineage.apply(record(null, "me", null, "text"))))
                .isEqualTo(json(lineage.apply(record(Schema.STRING_SCHEMA, "me", Schema.STRING_SCHEMA, "text"))));
        assertThat(json(lineage.apply(record(null, null, null, "text"))))
                .isEqualTo(json(lineage.apply(record(null, null, Schema.STRING_SCHEMA, "text"))));
        Schema day = org.apache.kafka.connect.data.Date.SCHEMA;
        assertThat(json(lineage.apply(record(day, new Date(0), null, "text"))))
                .isEqualTo(json(lineage.apply(record(day, new Date(0), Schema.STRING_SCHEMA, "text"))))
                .contains("\"k\":\"1970-01-01\"");
    }

    private static String json(SinkRecord record) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JsonText.write(record.valueSchema(), record.value(), json);
        return json.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aHeaderOfHalfASurrogatePairIsRefused() {
        SinkRecord record = record(null, null, Schema.STRING_SCHEMA, "v");
        record.headers().addString("x", "a\ud83d");

        assertThatThrownBy(() -> lineage(Map.of("headers.column", "h")).apply(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("half a surrogate pair");
    }

    /** What the worker's default header converter makes of text that looks like something else. */
    @ParameterizedTest
    @ValueSource(strings = {"00123", "1.0", "true", "2025-01-01T00:00:00.000Z", "2025-01-01", "[1, 2]", "{\"a\":1}"})
    void aHeaderThatMayNotBeWhatWasSentIsRefused(String text) {
        SinkRecord record = record(null, null, Schema.STRING_SCHEMA, "v");
        SchemaAndValue changed =
                new SimpleHeaderConverter().toConnectHeader("t", "x", text.getBytes(StandardCharsets.UTF_8));
        record.headers().add("x", changed);

        assertThatThrownBy(() -> lineage(Map.of("headers.column", "h")).apply(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the header x ")
                .hasMessageContaining("ByteArrayConverter")
                .hasMessageContaining("headers.typed=text");
        assertThat(lineage(Map.of("headers.column", "h", "headers", "a")).apply(record))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00123", "1.0", "true", "null", "2025-01-01T00:00:00.000Z", "[1, 2]", "{\"a\":1}", "\"a\"", ""})
    void textAndBytesAreKeptToTheLetter(String text) {
        byte[] sent = text.getBytes(StandardCharsets.UTF_8);
        SchemaAndValue asText = new StringConverter().toConnectHeader("t", "x", sent);
        for (SchemaAndValue value : List.of(asText, new SchemaAndValue(Schema.OPTIONAL_BYTES_SCHEMA, sent))) {
            SinkRecord record = record(null, null, Schema.STRING_SCHEMA, "v");
            record.headers().add("x", value);

            Struct row = (Struct) lineage(Map.of("headers.column", "h", "headers", "x"))
                    .apply(record)
                    .value();

            List<Struct> headers = row.getArray("h");
            assertThat(headers.get(0).getBytes("value")).isEqualTo(sent);
        }
    }

    @Test
    void typedHeadersMayBeText() {
        SinkRecord record = record(null, null, Schema.STRING_SCHEMA, "v");
        record.headers().addInt("n", 123);
        record.headers().addDate("n", new Date(1_735_689_600_000L));
        record.headers().addTimestamp("n", new Date(1_735_689_600_000L));
        record.headers().addDecimal("n", new BigDecimal("1.50"));
        record.headers()
                .addList(
                        "n",
                        List.of("a"),
                        SchemaBuilder.array(Schema.STRING_SCHEMA).build());

        // A list of which nobody knows the elements' type.
        record.headers()
                .add("n", new SimpleHeaderConverter().toConnectHeader("t", "n", "[]".getBytes(StandardCharsets.UTF_8)));

        Zones.everywhere(() -> {
            Struct row = (Struct) lineage(Map.of("headers.column", "h", "headers", "n", "headers.typed", "text"))
                    .apply(record)
                    .value();
            List<Struct> headers = row.getArray("h");
            assertThat(headers)
                    .extracting(header -> new String(header.getBytes("value"), StandardCharsets.UTF_8))
                    .containsExactly("123", "2025-01-01", "2025-01-01T00:00:00", "1.50", "[\"a\"]", "[]");
        });
    }

    @Test
    void addsEntriesToSchemalessMaps() {
        SinkRecord with = lineage(Map.of("headers.column", "h", "headers", "b,a"))
                .apply(record(null, null, null, Map.of("x", 5)));

        assertThat(with.valueSchema()).isNull();
        assertThat(json(with))
                .isEqualTo("{\"x\":5,\"h\":[{\"key\":\"a\",\"value\":\"CQ==\"},{\"key\":\"b\",\"value\":null},"
                        + "{\"key\":\"a\",\"value\":\"dGV4dA==\"}],\"source_topic\":\"raw.listen_events\","
                        + "\"source_partition\":4,\"source_offset\":77,"
                        + "\"source_timestamp\":\"1970-01-01T00:00:01.234\"}");
    }

    @Test
    void wrapsWhatIsNoMap() {
        Object row = lineage(Map.of("key.column", "k"))
                .apply(record(null, "me", null, "text"))
                .value();

        assertThat(row)
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("k", "me")
                .containsEntry("value", "text");
    }

    @Test
    void worksOnKeys() {
        Schema schema = SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build();
        SinkRecord record = record(schema, new Struct(schema).put("x", 5), Schema.STRING_SCHEMA, "v");

        SinkRecord with = lineage(Map.of("part", "key")).apply(record);

        assertThat(((Struct) with.key()).getInt32("x")).isEqualTo(5);
        assertThat(((Struct) with.key()).getInt64("source_offset")).isEqualTo(77);
        assertThat(with.keySchema()).isSameAs(((Struct) with.key()).schema());
        assertThat(with.value()).isEqualTo("v");
    }

    @Test
    void worksOnSchemalessKeys() {
        SinkRecord ofAMap = lineage(Map.of("part", "key", "timestamp.column", ""))
                .apply(record(null, Map.of("x", 5), Schema.STRING_SCHEMA, "v"));
        SinkRecord ofText = lineage(
                        Map.of("part", "key", "timestamp.column", "", "key.column", "k", "value.column", ""))
                .apply(record(null, "me", Schema.STRING_SCHEMA, "v"));

        Map<String, Object> coordinates =
                Map.of("source_topic", "raw.listen_events", "source_partition", 4, "source_offset", 77L);
        assertThat(ofAMap.keySchema()).isNull();
        assertThat(ofAMap.key())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("x", 5)
                .containsAllEntriesOf(coordinates)
                .hasSize(4);
        assertThat(ofText.key())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("k", "me")
                .containsAllEntriesOf(coordinates)
                .hasSize(4);
        assertThat(ofAMap.value()).isEqualTo("v");
        assertThat(ofAMap.valueSchema()).isEqualTo(Schema.STRING_SCHEMA);
    }

    private static SinkRecord bytes(byte[] key, byte[] value) {
        return record(Schema.OPTIONAL_BYTES_SCHEMA, key, Schema.OPTIONAL_BYTES_SCHEMA, value);
    }

    private static SinkRecord record(Schema keySchema, Object key, Schema valueSchema, Object value) {
        SinkRecord record = new SinkRecord(
                "raw.listen_events", 4, keySchema, key, valueSchema, value, 77, 1234L, TimestampType.CREATE_TIME);
        record.headers().addBytes("a", new byte[] {9});
        record.headers().add("b", null, Schema.OPTIONAL_BYTES_SCHEMA);
        record.headers().addString("a", "text");
        return record;
    }

    private static Lineage lineage(Map<String, String> options) {
        Lineage lineage = new Lineage();
        lineage.configure(options);
        return lineage;
    }
}
