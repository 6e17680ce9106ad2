package io.goldstream.connect.transform;

import io.goldstream.connect.FieldValue;
import io.goldstream.connect.PluginVersion;
import io.goldstream.connect.value.LogicalType;
import io.goldstream.connect.value.ValueText;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Writes where a record came from into columns of its value, or of its key: topic, partition, offset (the original ones,
 * whatever other transformations renamed), timestamp, and headers. For sink connectors.
 *
 * <p>A struct keeps its fields and gains the columns after them, and so does a map without a schema, where the timestamp is
 * text. Anything else is wrapped: the row holds the key (where {@code key.column} is set), the value, the headers, and the
 * lineage, in this order. With {@code ByteArrayConverter} for key, value and headers that is a lossless copy of the record.
 * A column whose name is set empty is left out.
 *
 * <p>A null without a schema says nothing of a type, nor does a null in the place of a struct: its row has no such column,
 * so that it fits every other row. A record that has a field of a column's name already is a {@link DataException}.
 */
public final class Lineage implements Transformation<SinkRecord>, Versioned {

    static final String TOPIC_COLUMN = "topic.column";
    static final String PARTITION_COLUMN = "partition.column";
    static final String OFFSET_COLUMN = "offset.column";
    static final String TIMESTAMP_COLUMN = "timestamp.column";
    /** Column for the headers; empty for none. */
    public static final String HEADERS_COLUMN = "headers.column";

    static final String HEADERS = "headers";
    static final String HEADERS_TYPED = "headers.typed";
    static final String KEY_COLUMN = "key.column";
    static final String VALUE_COLUMN = "value.column";

    private static final String REFUSE = "refuse";
    private static final String TEXT = "text";

    private static final ConfigDef OPTIONS = RecordPart.define(new ConfigDef()
            .define(
                    TOPIC_COLUMN,
                    Type.STRING,
                    "source_topic",
                    Importance.MEDIUM,
                    "Column for the topic; a string. Empty for no such column.")
            .define(
                    PARTITION_COLUMN,
                    Type.STRING,
                    "source_partition",
                    Importance.MEDIUM,
                    "Column for the topic's partition; a 32-bit integer. Empty for no such column.")
            .define(
                    OFFSET_COLUMN,
                    Type.STRING,
                    "source_offset",
                    Importance.MEDIUM,
                    "Column for the offset in the partition; a 64-bit integer. Empty for no such column.")
            .define(
                    TIMESTAMP_COLUMN,
                    Type.STRING,
                    "source_timestamp",
                    Importance.MEDIUM,
                    "Column for the record's timestamp; a Connect Timestamp, in milliseconds. In a record "
                            + "without a schema the column is text in UTC, 2025-01-01T12:34:56.789, as format=json "
                            + "writes a Timestamp. A record without a timestamp is refused: if there are such "
                            + "records, leave out the column. Empty for no such column.")
            .define(
                    HEADERS_COLUMN,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Column for the headers, in the record's order: an array of structs (key string, value "
                            + "optional bytes). Text is written as its UTF-8 bytes. For any other value see "
                            + "headers.typed. Set the connector's header.converter to ByteArrayConverter or "
                            + "StringConverter. The worker's default changes texts that look like numbers, times or "
                            + "lists. Empty for no such column.")
            .define(
                    HEADERS,
                    Type.LIST,
                    List.of(HeaderRows.EVERY),
                    ValidList.anyNonDuplicateValues(false, false),
                    Importance.LOW,
                    "Names of the headers to keep in headers.column, with commas between them; * keeps " + "all.")
            .define(
                    HEADERS_TYPED,
                    Type.STRING,
                    REFUSE,
                    ConfigDef.CaseInsensitiveValidString.in(REFUSE, TEXT),
                    Importance.LOW,
                    "What becomes of a header that is neither bytes nor text, such as the number 123 that "
                            + "the worker's default header converter makes of 00123. refuse: the record is refused. "
                            + "text: the value's text. Choose text only if the header was sent as a number or time, "
                            + "as with JsonConverter or HeaderFrom: the text of 123 is not 00123.")
            .define(
                    KEY_COLUMN,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Column for the record's key, if the record is wrapped because it is no struct and no "
                            + "map. It has the key's own schema. Empty for no such column.")
            .define(
                    VALUE_COLUMN,
                    Type.STRING,
                    "value",
                    Importance.MEDIUM,
                    "Column for the record's value, if the record is wrapped because it is no struct and "
                            + "no map. It has the value's own schema. Empty for no such column."));

    private static final Map<Schema.Type, Schema> PLAIN = Arrays.stream(Schema.Type.values())
            .filter(Schema.Type::isPrimitive)
            .collect(Collectors.toMap(
                    Function.identity(),
                    type -> SchemaBuilder.type(type).optional().build()));
    private static final int SCHEMAS_KEPT = 16;

    private RecordPart part;
    private String topicColumn;
    private String partitionColumn;
    private String offsetColumn;
    private String timestampColumn;
    private String headersColumn;
    private String keyColumn;
    private String valueColumn;
    private HeaderRows headers;

    /** The schemas made last: a topic's records share few. */
    private final Map<Parts, Schema> schemas = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Parts, Schema> eldest) {
            return size() > SCHEMAS_KEPT;
        }
    };

    /**
     * What a row's schema is made of. Compared by identity: to compare schemas is to walk all of them, which may have no end.
     *
     * @param row of a struct that gains columns; null where key and value are wrapped
     * @param key null for no column; without a meaning where there is a row
     * @param value the same
     */
    private record Parts(Schema row, Schema key, Schema value) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Parts parts && row == parts.row && key == parts.key && value == parts.value;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(row)
                    + 31 * (System.identityHashCode(key) + 31 * System.identityHashCode(value));
        }
    }

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
        headers = new HeaderRows(
                Set.copyOf(config.getList(HEADERS)),
                config.getString(HEADERS_TYPED).equalsIgnoreCase(TEXT));
        checkNames(config);
    }

    private static void checkNames(AbstractConfig config) {
        Map<String, String> options = new HashMap<>();
        for (String option : List.of(
                TOPIC_COLUMN,
                PARTITION_COLUMN,
                OFFSET_COLUMN,
                TIMESTAMP_COLUMN,
                HEADERS_COLUMN,
                KEY_COLUMN,
                VALUE_COLUMN)) {
            String column = config.getString(option);
            String other = column.isEmpty() ? null : options.put(column, option);
            if (other != null) {
                throw new ConfigException(option, column, other + " has this name already: choose another");
            }
        }
    }

    @Override
    public SinkRecord apply(SinkRecord record) {
        Object content = part.of(record);
        if (isSchemaless(record, content)) {
            return part.replace(record, null, schemaless(record, content));
        }
        Struct row;
        if (content instanceof Struct struct) {
            row = new Struct(schemas.computeIfAbsent(new Parts(struct.schema(), null, null), this::make));
            for (Field field : struct.schema().fields()) {
                row.put(field.name(), FieldValue.of(struct, field));
            }
        } else {
            Schema key = keyColumn.isEmpty() ? null : column("key", record.keySchema(), record.key());
            Schema value = valueColumn.isEmpty() ? null : column("value", record.valueSchema(), record.value());
            row = new Struct(schemas.computeIfAbsent(new Parts(null, key, value), this::make));
            put(row, key == null ? "" : keyColumn, record.key());
            put(row, value == null ? "" : valueColumn, record.value());
        }
        if (!headersColumn.isEmpty()) {
            row.put(headersColumn, headers.structs(record));
        }
        put(row, topicColumn, record.originalTopic());
        put(row, partitionColumn, record.originalKafkaPartition());
        put(row, offsetColumn, record.originalKafkaOffset());
        if (!timestampColumn.isEmpty()) {
            row.put(timestampColumn, new Date(timestamp(record)));
        }
        return part.replace(record, row.schema(), row);
    }

    /** A null without a schema is as the other half is, if that can be told of it. */
    private boolean isSchemaless(SinkRecord record, Object content) {
        boolean otherIs = !keyColumn.isEmpty() && isPlainComposite(record.keySchema(), record.key())
                || !valueColumn.isEmpty() && isPlainComposite(record.valueSchema(), record.value());
        return part.schema(record) == null && (content != null || otherIs);
    }

    private static boolean isPlainComposite(Schema schema, Object content) {
        return schema == null && ValueText.isComposite(content);
    }

    /** The schema of a wrapped key's or value's column; null for none. */
    private static Schema column(String name, Schema schema, Object content) {
        if (content == null) {
            return schema == null || schema.type() == Schema.Type.STRUCT ? null : schema;
        }
        if (schema != null) {
            return schema;
        }
        Schema.Type type = ConnectSchema.schemaType(content.getClass());
        if (type == null || !type.isPrimitive()) {
            throw new DataException(
                    "Lineage: the " + name + " is a " + content.getClass().getSimpleName() + " without a schema, which"
                            + " cannot become a column, because the record's other half has a schema: use a " + name
                            + ".converter that gives schemas, or set " + name + ".column to empty");
        }
        return PLAIN.get(type);
    }

    private Map<Object, Object> schemaless(SinkRecord record, Object content) {
        Map<Object, Object> row = new LinkedHashMap<>();
        if (content instanceof Map<?, ?> map) {
            row.putAll(map);
        } else {
            putPart(row, keyColumn, record.keySchema(), record.key());
            putPart(row, valueColumn, record.valueSchema(), record.value());
        }
        if (!headersColumn.isEmpty()) {
            put(row, headersColumn, headers.maps(record));
        }
        put(row, topicColumn, record.originalTopic());
        put(row, partitionColumn, record.originalKafkaPartition());
        put(row, offsetColumn, record.originalKafkaOffset());
        if (!timestampColumn.isEmpty()) {
            put(row, timestampColumn, ValueText.of(Timestamp.SCHEMA, new Date(timestamp(record))));
        }
        return row;
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
            if (row.containsKey(column)) {
                throw taken(column);
            }
            row.put(column, value);
        }
    }

    /** A logical type needs its schema, which a map has not: its text says as much. */
    private static void putPart(Map<Object, Object> row, String column, Schema schema, Object content) {
        if (content != null) {
            put(row, column, LogicalType.of(schema).isPresent() ? ValueText.of(schema, content) : content);
        }
    }

    private static DataException taken(String column) {
        return new DataException("Lineage: the record has a field " + column
                + " already: give the column another name, or set it empty");
    }

    private static long timestamp(SinkRecord record) {
        if (record.timestamp() == null) {
            throw new DataException("Lineage: the record at " + record.originalTopic() + "-"
                    + record.originalKafkaPartition() + "@" + record.originalKafkaOffset()
                    + " has no timestamp; set timestamp.column to empty to do without");
        }
        return record.timestamp();
    }

    private Schema make(Parts parts) {
        SchemaBuilder builder = SchemaBuilder.struct();
        if (parts.row != null) {
            builder.name(parts.row.name());
            for (Field field : parts.row.fields()) {
                builder.field(field.name(), field.schema());
            }
        }
        if (parts.key != null) {
            builder.field(keyColumn, parts.key);
        }
        if (parts.value != null) {
            builder.field(valueColumn, parts.value);
        }
        return withLineage(builder);
    }

    private Schema withLineage(SchemaBuilder builder) {
        add(builder, headersColumn, HeaderRows.SCHEMA);
        add(builder, topicColumn, Schema.STRING_SCHEMA);
        add(builder, partitionColumn, Schema.INT32_SCHEMA);
        add(builder, offsetColumn, Schema.INT64_SCHEMA);
        add(builder, timestampColumn, Timestamp.SCHEMA);
        return builder.build();
    }

    private static void add(SchemaBuilder builder, String column, Schema schema) {
        if (!column.isEmpty()) {
            if (builder.field(column) != null) {
                throw taken(column);
            }
            builder.field(column, schema);
        }
    }
}
