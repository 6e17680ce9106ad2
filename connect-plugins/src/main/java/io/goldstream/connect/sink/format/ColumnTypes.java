package io.goldstream.connect.sink.format;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * What a reader has to know of a file's columns to read them by one table's: integers of all sizes are one type here, and so
 * are floats and doubles, decimals of one scale, and timestamps, since a table with the widest reads them all.
 */
final class ColumnTypes {

    private ColumnTypes() {}

    /** The types by the columns' paths; groups are among them. */
    static Map<String, String> of(Schema schema) {
        Map<String, String> types = new TreeMap<>();
        add(ParquetSchemas.of(schema), "", types);
        return types;
    }

    private static void add(GroupType group, String prefix, Map<String, String> types) {
        for (Type field : group.getFields()) {
            String path = prefix + field.getName();
            if (field.isPrimitive()) {
                types.put(path, type(field.asPrimitiveType()));
            } else {
                LogicalTypeAnnotation annotation = field.getLogicalTypeAnnotation();
                types.put(path, annotation == null ? "STRUCT" : annotation.toString());
                add(field.asGroupType(), path + ".", types);
            }
        }
    }

    private static String type(PrimitiveType column) {
        LogicalTypeAnnotation annotation = column.getLogicalTypeAnnotation();
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return "DECIMAL of scale " + decimal.getScale();
        }
        if (annotation instanceof TimestampLogicalTypeAnnotation) {
            return "TIMESTAMP";
        }
        if (annotation != null && !(annotation instanceof IntLogicalTypeAnnotation)) {
            return annotation.toString();
        }
        return switch (column.getPrimitiveTypeName()) {
            case INT32, INT64 -> "INTEGER";
            case FLOAT, DOUBLE -> "DOUBLE";
            default -> column.getPrimitiveTypeName().name();
        };
    }
}
