package io.goldstream.connect.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.connect.convert.ConnectSchemas;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

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
    void nullAndStructOfOneSchemaHaveColumnsOfTheirOwn() {
        Schema schema = SchemaBuilder.struct()
                .optional()
                .field("x", SchemaBuilder.int32().optional().defaultValue(7).build())
                .build();
        Lineage lineage = lineage(Map.of());

        Struct wrapped =
                (Struct) lineage.apply(record(null, null, schema, null)).value();
        Struct extended = (Struct) lineage.apply(record(null, null, schema, new Struct(schema).put("x", null)))
                .value();

        assertThat(wrapped.schema().field("value")).isNotNull();
        assertThat(extended.schema().field("value")).isNull();
        assertThat(extended.getWithoutDefault("x")).isNull();
    }

    @Test
    void addsEntriesToSchemalessMaps() {
        SinkRecord with = lineage(Map.of("headers.column", "h", "headers", "b,a"))
                .apply(record(null, null, null, Map.of("x", 5)));

        Map<String, Object> absent = new HashMap<>();
        absent.put("key", "b");
        absent.put("value", null);
        assertThat(with.valueSchema()).isNull();
        assertThat(with.value())
                .isEqualTo(Map.of(
                        "x",
                        5,
                        "source_topic",
                        "raw.listen_events",
                        "source_partition",
                        4,
                        "source_offset",
                        77L,
                        "source_timestamp",
                        1234L,
                        "h",
                        List.of(Map.of("key", "a", "value", "\t"), absent, Map.of("key", "a", "value", "text"))));
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
