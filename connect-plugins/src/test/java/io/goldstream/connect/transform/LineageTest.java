package io.goldstream.connect.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.convert.ConnectSchemas;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
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
    void refusesSchemalessMaps() {
        assertThatThrownBy(() -> lineage(RAW).apply(record(null, null, null, Map.of("a", 1))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("schemaless");
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
