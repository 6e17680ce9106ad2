package io.goldstream.connect.sink.format;

import io.goldstream.connect.value.LogicalType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * Connect schemas as Parquet schemas. Structs are groups, arrays the three-level LIST, maps MAP; Connect's Timestamp, Time
 * and Date are TIMESTAMP(MILLIS, UTC), TIME(MILLIS, UTC) and DATE. A Decimal, whose precision Connect does not state, is
 * of the largest that Trino takes: 38.
 */
final class ParquetSchemas {

    private static final int UUID_BYTES = 16;

    private ParquetSchemas() {}

    /** See {@link Format#check}. */
    static void check(Schema schema) {
        if (schema == null || schema.type() != Schema.Type.STRUCT) {
            throw new DataException(
                    schema == null
                            ? "Parquet holds structs, but the value has no schema: use a converter that gives schemas,"
                                    + " or format=json; for values as they are, ByteArrayConverter or StringConverter"
                                    + " with the transformation Lineage, which makes a column of them"
                            : "Parquet holds structs, but the value is of type " + schema.type()
                                    + ": use a converter that gives structs, or the transformation Lineage, which makes a"
                                    + " column of such values");
        }
        SchemaBounds.check(schema);
    }

    /** See {@link Format#widen}. */
    static Schema widen(Schema held, Schema added) {
        Schema columns = Columns.of(Widening.of(added, added))
                .orElseThrow(() ->
                        new DataException("Parquet has no struct without fields" + named(added) + ": use format=json"));
        Schema wide = held == null ? columns : Widening.of(held, columns);
        if (wide.equals(held)) {
            return held;
        }
        of(wide);
        return wide;
    }

    /** @throws DataException if Parquet has no such columns */
    static MessageType of(Schema struct) {
        return new MessageType(struct.name() == null ? "row" : struct.name(), fields(struct));
    }

    private static List<Type> fields(Schema struct) {
        List<Type> types = new ArrayList<>();
        for (Field field : struct.fields()) {
            types.add(of(field.name(), field.schema()));
        }
        return types;
    }

    private static Type of(String name, Schema schema) {
        return of(name, schema, schema.isOptional() ? Repetition.OPTIONAL : Repetition.REQUIRED);
    }

    private static Type of(String name, Schema schema, Repetition repetition) {
        return switch (schema.type()) {
            case STRUCT ->
                Types.buildGroup(repetition)
                        .addFields(fields(schema).toArray(Type[]::new))
                        .named(name);
            case ARRAY ->
                Types.list(repetition)
                        .element(of("element", schema.valueSchema()))
                        .named(name);
            case MAP ->
                Types.map(repetition)
                        // Optional keys (all of ProtobufConverter's) are refused where one is null, see MapWriter.
                        .key(of("key", schema.keySchema(), Repetition.REQUIRED))
                        .value(of("value", schema.valueSchema()))
                        .named(name);
            default -> primitive(repetition, name, schema);
        };
    }

    /** @param schema of a value without parts */
    static PrimitiveType column(Schema schema) {
        return primitive(Repetition.OPTIONAL, "column", schema);
    }

    private static PrimitiveType primitive(Repetition repetition, String name, Schema schema) {
        Optional<LogicalType> logical = LogicalType.of(schema);
        if (logical.equals(Optional.of(LogicalType.UUID_TEXT))) {
            return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                    .length(UUID_BYTES)
                    .as(LogicalTypeAnnotation.uuidType())
                    .named(name);
        }
        LogicalTypeAnnotation annotation =
                logical.map(type -> annotation(type, schema)).orElse(null);
        return switch (schema.type()) {
            case INT8 -> primitive(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(8, true), repetition, name);
            case INT16 -> primitive(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true), repetition, name);
            case INT32 -> primitive(PrimitiveTypeName.INT32, annotation, repetition, name);
            case INT64 -> primitive(PrimitiveTypeName.INT64, annotation, repetition, name);
            case FLOAT32 -> primitive(PrimitiveTypeName.FLOAT, null, repetition, name);
            case FLOAT64 -> primitive(PrimitiveTypeName.DOUBLE, null, repetition, name);
            case BOOLEAN -> primitive(PrimitiveTypeName.BOOLEAN, null, repetition, name);
            case STRING -> primitive(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), repetition, name);
            case BYTES -> primitive(PrimitiveTypeName.BINARY, annotation, repetition, name);
            case STRUCT, ARRAY, MAP -> throw new IllegalArgumentException(schema.type() + " has parts");
        };
    }

    private static LogicalTypeAnnotation annotation(LogicalType type, Schema schema) {
        return switch (type) {
            case DATE, DAYS -> LogicalTypeAnnotation.dateType();
            case TIME -> LogicalTypeAnnotation.timeType(true, TimeUnit.MILLIS);
            case TIME_MILLIS -> LogicalTypeAnnotation.timeType(false, TimeUnit.MILLIS);
            case TIME_MICROS -> LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS);
            case TIMESTAMP -> LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS);
            case TIMESTAMP_MILLIS -> LogicalTypeAnnotation.timestampType(false, TimeUnit.MILLIS);
            case TIMESTAMP_MICROS -> LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS);
            case DECIMAL -> Decimals.annotation(schema);
            case UUID_TEXT -> LogicalTypeAnnotation.uuidType();
        };
    }

    private static PrimitiveType primitive(
            PrimitiveTypeName type, LogicalTypeAnnotation annotation, Repetition repetition, String name) {
        return Types.primitive(type, repetition).as(annotation).named(name);
    }

    private static String named(Schema schema) {
        return schema.name() == null ? "" : " (" + schema.name() + ")";
    }
}
