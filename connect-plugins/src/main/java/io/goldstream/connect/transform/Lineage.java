package io.goldstream.connect.transform;

import io.goldstream.connect.FieldValue;
import io.goldstream.connect.PluginVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.data.Values;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Writes where a record came from into columns of its value, or of its key: topic, partition, offset (the original ones,
 * whatever other transformations renamed), timestamp, and headers. For sink connectors.
 *
 * <p>A struct keeps its fields and gains the columns after them. Anything else with a schema is wrapped: the struct holds
 * the key (where {@code key.column} is set), the value, the headers, and the lineage, in this order. With
 * {@code ByteArrayConverter} for key, value and headers that is a lossless copy of the record. Without a schema it is the
 * same with maps, in which the timestamp is a number of milliseconds.
 *
 * <p>A column whose name is set empty is left out.
 */
public final class Lineage implements Transformation<SinkRecord>, Versioned {

    static final String TOPIC_COLUMN = "topic.column";
    static final String PARTITION_COLUMN = "partition.column";
    static final String OFFSET_COLUMN = "offset.column";
    static final String TIMESTAMP_COLUMN = "timestamp.column";
    static final String HEADERS_COLUMN = "headers.column";
    static final String HEADERS = "headers";
    static final String KEY_COLUMN = "key.column";
    static final String VALUE_COLUMN = "value.column";

    private static final String EVERY = "*";

    private static final ConfigDef OPTIONS = RecordPart.define(new ConfigDef()
            .define(TOPIC_COLUMN, Type.STRING, "source_topic", Importance.MEDIUM, "Column for the topic; a string.")
            .define(
                    PARTITION_COLUMN,
                    Type.STRING,
                    "source_partition",
                    Importance.MEDIUM,
                    "Column for the topic's partition; a 32-bit integer.")
            .define(
                    OFFSET_COLUMN,
                    Type.STRING,
                    "source_offset",
                    Importance.MEDIUM,
                    "Column for the offset in the partition; a 64-bit integer.")
            .define(
                    TIMESTAMP_COLUMN,
                    Type.STRING,
                    "source_timestamp",
                    Importance.MEDIUM,
                    "Column for the record's timestamp; a Connect Timestamp, in milliseconds. Without a schema, a"
                            + " number of milliseconds since 1970, UTC.")
            .define(
                    HEADERS_COLUMN,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Column for the headers: an array of structs (key string, value optional bytes), in the record's"
                            + " order. A value that is not bytes is written as the UTF-8 bytes of its text.")
            .define(
                    HEADERS,
                    Type.LIST,
                    List.of(EVERY),
                    ValidList.anyNonDuplicateValues(false, false),
                    Importance.LOW,
                    "Names of the headers to keep; * keeps all.")
            .define(
                    KEY_COLUMN,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Column for the record's key, when something is wrapped; of the key's own schema.")
            .define(
                    VALUE_COLUMN,
                    Type.STRING,
                    "value",
                    Importance.MEDIUM,
                    "Column for the record's value, when something is wrapped; of the value's own schema."));

    private static final Schema HEADER = SchemaBuilder.struct()
            .field("key", Schema.STRING_SCHEMA)
            .field("value", Schema.OPTIONAL_BYTES_SCHEMA)
            .build();
    private static final Field HEADER_KEY = HEADER.field("key");
    private static final Field HEADER_VALUE = HEADER.field("value");

    private RecordPart part;
    private String topicColumn;
    private String partitionColumn;
    private String offsetColumn;
    private String timestampColumn;
    private String headersColumn;
    private String keyColumn;
    private String valueColumn;
    private Set<String> headers;

    /** The schema made for the schemas seen last: a topic's records share them, so one is enough. */
    private Schema lastSchema;

    private Schema lastKeySchema;
    private Schema lastValueSchema;
    private boolean lastWraps;

    @Override
    public ConfigDef config() {
        return OPTIONS;
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        AbstractConfig config = new AbstractConfig(OPTIONS, configs, false);
        part = RecordPart.in(config);
        topicColumn = config.getString(TOPIC_COLUMN);
        partitionColumn = config.getString(PARTITION_COLUMN);
        offsetColumn = config.getString(OFFSET_COLUMN);
        timestampColumn = config.getString(TIMESTAMP_COLUMN);
        headersColumn = config.getString(HEADERS_COLUMN);
        keyColumn = config.getString(KEY_COLUMN);
        valueColumn = config.getString(VALUE_COLUMN);
        headers = new HashSet<>(config.getList(HEADERS));
    }

    @Override
    public SinkRecord apply(SinkRecord record) {
        Object content = part.of(record);
        if (content != null && part.schema(record) == null) {
            return part.replace(record, null, schemaless(record, content));
        }
        boolean wraps = !(content instanceof Struct);
        Schema schema = schema(record, wraps);
        Struct row = new Struct(schema);
        if (wraps) {
            put(row, keyColumn, record.key());
            put(row, valueColumn, record.value());
        } else {
            Struct struct = (Struct) content;
            for (Field field : struct.schema().fields()) {
                row.put(field.name(), FieldValue.of(struct, field));
            }
        }
        if (!headersColumn.isEmpty()) {
            row.put(headersColumn, headers(record));
        }
        put(row, topicColumn, record.originalTopic());
        put(row, partitionColumn, record.originalKafkaPartition());
        put(row, offsetColumn, record.originalKafkaOffset());
        if (!timestampColumn.isEmpty()) {
            row.put(timestampColumn, new Date(timestamp(record)));
        }
        return part.replace(record, schema, row);
    }

    private Map<Object, Object> schemaless(SinkRecord record, Object content) {
        Map<Object, Object> row = new LinkedHashMap<>();
        if (content instanceof Map<?, ?> map) {
            row.putAll(map);
        } else {
            put(row, keyColumn, record.key());
            put(row, valueColumn, record.value());
        }
        if (!headersColumn.isEmpty()) {
            row.put(headersColumn, headers(record).stream().map(Lineage::asMap).toList());
        }
        put(row, topicColumn, record.originalTopic());
        put(row, partitionColumn, record.originalKafkaPartition());
        put(row, offsetColumn, record.originalKafkaOffset());
        if (!timestampColumn.isEmpty()) {
            row.put(timestampColumn, timestamp(record));
        }
        return row;
    }

    /** Its value as text: schemaless formats know no bytes. */
    private static Map<String, Object> asMap(Struct header) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("key", header.get(HEADER_KEY));
        byte[] value = header.getBytes(HEADER_VALUE.name());
        map.put("value", value == null ? null : new String(value, StandardCharsets.UTF_8));
        return map;
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    private static void put(Struct row, String column, Object value) {
        if (!column.isEmpty()) {
            row.put(column, value);
        }
    }

    private static void put(Map<Object, Object> row, String column, Object value) {
        if (!column.isEmpty()) {
            row.put(column, value);
        }
    }

    private List<Struct> headers(SinkRecord record) {
        boolean every = headers.contains(EVERY);
        List<Struct> kept = new ArrayList<>(record.headers().size());
        for (Header header : record.headers()) {
            if (every || headers.contains(header.key())) {
                kept.add(new Struct(HEADER).put(HEADER_KEY, header.key()).put(HEADER_VALUE, bytes(header)));
            }
        }
        return kept;
    }

    private static byte[] bytes(Header header) {
        if (header.value() == null) {
            return null;
        }
        if (header.value() instanceof byte[] bytes) {
            return bytes;
        }
        return Values.convertToString(header.schema(), header.value()).getBytes(StandardCharsets.UTF_8);
    }

    private static long timestamp(SinkRecord record) {
        if (record.timestamp() == null) {
            throw new DataException("Lineage: the record at " + record.originalTopic() + "-"
                    + record.originalKafkaPartition() + "@" + record.originalKafkaOffset()
                    + " has no timestamp; set timestamp.column to empty to do without");
        }
        return record.timestamp();
    }

    private Schema schema(SinkRecord record, boolean wraps) {
        if (lastSchema == null
                || lastWraps != wraps
                || lastKeySchema != record.keySchema()
                || lastValueSchema != record.valueSchema()) {
            lastWraps = wraps;
            lastKeySchema = record.keySchema();
            lastValueSchema = record.valueSchema();
            lastSchema = wraps ? wrapped(record) : extended(part.schema(record));
        }
        return lastSchema;
    }

    private Schema wrapped(SinkRecord record) {
        SchemaBuilder builder = SchemaBuilder.struct();
        if (!keyColumn.isEmpty()) {
            builder.field(keyColumn, orBytes(record.keySchema()));
        }
        if (!valueColumn.isEmpty()) {
            builder.field(valueColumn, orBytes(record.valueSchema()));
        }
        return withLineage(builder);
    }

    /** A null key or value may come without a schema; bytes are what a copy of the record expects there. */
    private static Schema orBytes(Schema schema) {
        return schema == null ? Schema.OPTIONAL_BYTES_SCHEMA : schema;
    }

    private Schema extended(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.struct().name(schema.name());
        for (Field field : schema.fields()) {
            builder.field(field.name(), field.schema());
        }
        return withLineage(builder);
    }

    private Schema withLineage(SchemaBuilder builder) {
        if (!headersColumn.isEmpty()) {
            builder.field(headersColumn, SchemaBuilder.array(HEADER).build());
        }
        add(builder, topicColumn, Schema.STRING_SCHEMA);
        add(builder, partitionColumn, Schema.INT32_SCHEMA);
        add(builder, offsetColumn, Schema.INT64_SCHEMA);
        add(builder, timestampColumn, Timestamp.SCHEMA);
        return builder.build();
    }

    private static void add(SchemaBuilder builder, String column, Schema schema) {
        if (!column.isEmpty()) {
            builder.field(column, schema);
        }
    }
}
