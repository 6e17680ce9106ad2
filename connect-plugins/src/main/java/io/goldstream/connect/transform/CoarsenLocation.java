package io.goldstream.connect.transform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/**
 * Rounds coordinates, half up and away from zero, so that a place names a neighbourhood and not a home: two decimals of a
 * degree are about 1.1 km. Takes floats, doubles, decimals, which keep their scale, and whole numbers, which are round
 * already. Works on structs and on maps alike; null stays null.
 *
 * <p>A record that lacks one of the fields, and a field that holds anything else, is a {@link DataException}: a misspelt
 * field must not let exact coordinates through.
 */
public final class CoarsenLocation<R extends ConnectRecord<R>> extends FieldTransformation<R> {

    static final String FIELDS = "fields";
    static final String DECIMALS = "decimals";

    private static final ConfigDef OPTIONS = FieldTransformation.define(new ConfigDef()
            .define(
                    FIELDS,
                    Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ValidList.anyNonDuplicateValues(false, false),
                    Importance.HIGH,
                    "The top-level fields to round, with commas between them, such as lon,lat. Each must "
                            + "hold numbers.")
            .define(
                    DECIMALS,
                    Type.INT,
                    2,
                    Range.between(0, 10),
                    Importance.HIGH,
                    "How many decimals to keep: 0 to 10. Of a degree of latitude, 2 are about 1.1 km and 1 "
                            + "is about 11 km."));

    private int decimals;

    @Override
    public ConfigDef config() {
        return OPTIONS;
    }

    @Override
    public void configure(Map<String, ?> configs) {
        AbstractConfig config = new AbstractConfig(OPTIONS, configs, false);
        work(config, config.getList(FIELDS));
        decimals = config.getInt(DECIMALS);
    }

    @Override
    Schema replacement(String name, Schema schema) {
        Object exact = schema.defaultValue();
        Object rounded = exact == null ? null : replacement(name, schema, exact);
        return Objects.equals(rounded, exact) ? schema : withDefault(schema, rounded);
    }

    /** An exact default would be the place of all who have none. */
    private static Schema withDefault(Schema schema, Object value) {
        SchemaBuilder copy = SchemaBuilder.type(schema.type())
                .name(schema.name())
                .version(schema.version())
                .doc(schema.doc());
        if (schema.parameters() != null) {
            copy.parameters(schema.parameters());
        }
        if (schema.isOptional()) {
            copy.optional();
        }
        return copy.defaultValue(value).build();
    }

    @Override
    Object replacement(String name, Schema schema, Object content) {
        if (content instanceof Double number) {
            return Double.isFinite(number) ? decimal(number.toString()).doubleValue() : number;
        }
        if (content instanceof Float number) {
            return Float.isFinite(number) ? decimal(number.toString()).floatValue() : number;
        }
        if (content instanceof BigDecimal number) {
            return number.scale() <= decimals
                    ? number
                    : number.setScale(decimals, RoundingMode.HALF_UP).setScale(number.scale());
        }
        if (content instanceof Long
                || content instanceof Integer
                || content instanceof Short
                || content instanceof Byte) {
            return content;
        }
        throw new DataException("CoarsenLocation rounds numbers; " + name + " holds a "
                + content.getClass().getName() + ": convert it to a number, such as with Connect's Cast");
    }

    /** Rounds the number as people read it: 1.005 is a tie, although its binary value lies a little below. */
    private BigDecimal decimal(String number) {
        return new BigDecimal(number).setScale(decimals, RoundingMode.HALF_UP);
    }
}
