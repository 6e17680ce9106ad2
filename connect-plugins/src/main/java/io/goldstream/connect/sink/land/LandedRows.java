package io.goldstream.connect.sink.land;

import io.goldstream.connect.FieldValue;
import io.goldstream.events.schema.LandedCoordinate;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Adds the columns of {@link LandedCoordinate} to the rows of one topic partition, behind their own. */
final class LandedRows {

    private static final List<String> COLUMNS =
            List.of(LandedCoordinate.TOPIC_ID, LandedCoordinate.PARTITION, LandedCoordinate.OFFSET);
    private static final int SCHEMAS_KEPT = 16;

    private final String topicId;
    private final int partition;

    /** By identity: to compare schemas is to walk all of them. A topic's records share few. */
    private final Map<Schema, Schema> schemas = new IdentityHashMap<>();

    LandedRows(String topicId, int partition) {
        this.topicId = topicId;
        this.partition = partition;
    }

    /**
     * The record with the columns in its value; one without a value as it is.
     *
     * @throws DataException if its value takes no columns
     */
    SinkRecord of(SinkRecord record) {
        long offset = record.originalKafkaOffset();
        Object value = record.value();
        if (value == null) {
            return record;
        }
        if (value instanceof Struct struct) {
            Struct row = struct(struct, offset);
            return with(record, row.schema(), row);
        }
        if (record.valueSchema() == null && value instanceof Map<?, ?> map) {
            return with(record, null, map(map, offset));
        }
        throw new DataException("landed.columns=true takes structs, or maps without a schema, but the value is a "
                + value.getClass().getSimpleName()
                + ": use the transformation Lineage, which makes a row of it, or"
                + " set landed.columns=false");
    }

    private Struct struct(Struct struct, long offset) {
        if (schemas.size() >= SCHEMAS_KEPT && !schemas.containsKey(struct.schema())) {
            schemas.clear();
        }
        Struct row = new Struct(schemas.computeIfAbsent(struct.schema(), LandedRows::widened));
        List<Field> columns = row.schema().fields();
        List<Field> fields = struct.schema().fields();
        for (int i = 0; i < fields.size(); i++) {
            row.put(columns.get(i), FieldValue.of(struct, fields.get(i)));
        }
        row.put(columns.get(fields.size()), topicId);
        row.put(columns.get(fields.size() + 1), partition);
        row.put(columns.get(fields.size() + 2), offset);
        return row;
    }

    private static Schema widened(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.struct().name(schema.name());
        schema.fields().forEach(field -> builder.field(field.name(), field.schema()));
        for (String column : COLUMNS) {
            if (schema.field(column) != null) {
                throw taken(column);
            }
        }
        return builder.field(LandedCoordinate.TOPIC_ID, Schema.OPTIONAL_STRING_SCHEMA)
                .field(LandedCoordinate.PARTITION, Schema.OPTIONAL_INT32_SCHEMA)
                .field(LandedCoordinate.OFFSET, Schema.OPTIONAL_INT64_SCHEMA)
                .build();
    }

    private Map<Object, Object> map(Map<?, ?> map, long offset) {
        for (String column : COLUMNS) {
            if (map.containsKey(column)) {
                throw taken(column);
            }
        }
        Map<Object, Object> row = new LinkedHashMap<>(map);
        row.put(LandedCoordinate.TOPIC_ID, topicId);
        row.put(LandedCoordinate.PARTITION, partition);
        row.put(LandedCoordinate.OFFSET, offset);
        return row;
    }

    private static DataException taken(String column) {
        return new DataException("the record has a field " + column + " already: give it another name, such as with"
                + " Connect's ReplaceField, or set landed.columns=false");
    }

    private static SinkRecord with(SinkRecord record, Schema schema, Object value) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                schema,
                value,
                record.timestamp(),
                record.headers());
    }
}
