package io.goldstream.connect.transform;

import io.goldstream.connect.PluginVersion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Rounds coordinates in the record's value, half up and away from zero, so that a place names a neighbourhood and not a
 * home: two decimals of a degree are about 1.1 km. Works on structs and on schemaless maps; null stays null.
 *
 * <p>A struct that lacks one of the fields, and a field that holds anything but a float or a double, is a {@link DataException}: a misspelt field must not let exact coordinates through. In a map, which declares
 * no fields, an absent key counts as null.
 */
public final class CoarsenLocation<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    static final String FIELDS = "fields";
    static final String DECIMALS = "decimals";

    private static final ConfigDef OPTIONS = new ConfigDef()
            .define(
                    FIELDS,
                    Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ValidList.anyNonDuplicateValues(false, false),
                    Importance.HIGH,
                    "The value's fields to round, such as lon,lat. Each must be a float or a double.")
            .define(
                    DECIMALS,
                    Type.INT,
                    2,
                    Range.between(0, 10),
                    Importance.HIGH,
                    "Decimals to keep, 0 to 10. Of a degree of latitude, 2 are about 1.1 km and 1 is about 11 km.");

    private List<String> fields;
    private int decimals;

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
        fields = config.getList(FIELDS);
        decimals = config.getInt(DECIMALS);
    }

    @Override
    public R apply(R record) {
        Object value = record.value();
        if (value == null) {
            return record;
        }
        Object rounded;
        if (value instanceof Struct struct) {
            rounded = round(struct);
        } else if (value instanceof Map<?, ?> map) {
            rounded = round(map);
        } else {
            throw new DataException("CoarsenLocation takes structs and maps, found "
                    + value.getClass().getName() + " in topic " + record.topic());
        }
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                rounded,
                record.timestamp());
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    private Struct round(Struct struct) {
        Struct copy = new Struct(struct.schema());
        for (Field field : struct.schema().fields()) {
            copy.put(field, struct.get(field));
        }
        for (String name : fields) {
            Field field = struct.schema().field(name);
            if (field == null) {
                throw new DataException("CoarsenLocation: no field " + name + " in the value; it has "
                        + struct.schema().fields().stream().map(Field::name).toList());
            }
            copy.put(field, rounded(name, struct.get(field)));
        }
        return copy;
    }

    private Map<Object, Object> round(Map<?, ?> map) {
        Map<Object, Object> copy = new HashMap<>(map);
        for (String name : fields) {
            copy.computeIfPresent(name, (key, value) -> rounded(name, value));
        }
        return copy;
    }

    private Object rounded(String name, Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? decimal(number.toString()).doubleValue() : number;
        }
        if (value instanceof Float number) {
            return Float.isFinite(number) ? decimal(number.toString()).floatValue() : number;
        }
        throw new DataException("CoarsenLocation rounds floats and doubles; field " + name + " holds a "
                + value.getClass().getName());
    }

    /** Rounds the number as people read it: 1.005 is a tie, although its binary value lies a little below. */
    private BigDecimal decimal(String number) {
        return new BigDecimal(number).setScale(decimals, RoundingMode.HALF_UP);
    }
}
