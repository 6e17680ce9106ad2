package io.goldstream.connect.sink.format;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * What a reader has to know of a file's columns to read them by one table's: integers of all sizes are one type here, and so
 * are floats and doubles, decimals of one scale, timestamps, and times of day, since a table with the widest reads them all.
 * This is the one rule for what a column may hold, within a task and beyond it.
 */
final class ColumnTypes {

    private ColumnTypes() {}

    /** The types by the columns' paths, with dots between names; groups are among them. */
    static Map<String, String> of(Schema schema) {
        Map<String, String> types = new TreeMap<>();
        add(ParquetSchemas.of(schema), "", types);
        return types;
    }

    /** Whether one column holds the values of both; where they have parts, as far as that is said before the parts. */
    static boolean areOne(Schema one, Schema other) {
        return one.type().isPrimitive() && other.type().isPrimitive()
                ? type(ParquetSchemas.column(one)).equals(type(ParquetSchemas.column(other)))
                : one.type() == other.type();
    }

    private static void add(GroupType group, String prefix, Map<String, String> types) {
        for (Type field : group.getFields()) {
            String path = prefix + quoted(field.getName());
            if (field.isPrimitive()) {
                types.put(path, type(field.asPrimitiveType()));
            } else {
                LogicalTypeAnnotation annotation = field.getLogicalTypeAnnotation();
                types.put(path, annotation == null ? "STRUCT" : annotation.toString());
                add(field.asGroupType(), path + ".", types);
            }
        }
    }

    /** A dot in a name, such as Connect's Flatten writes, is no level: the column is another than the field of a struct. */
    private static String quoted(String name) {
        return name.contains(".") || name.contains("\"") ? '"' + name.replace("\"", "\"\"") + '"' : name;
    }

    private static String type(PrimitiveType column) {
        LogicalTypeAnnotation annotation = column.getLogicalTypeAnnotation();
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return "DECIMAL of scale " + decimal.getScale();
        }
        if (annotation instanceof TimestampLogicalTypeAnnotation) {
            return "TIMESTAMP";
        }
        if (annotation instanceof TimeLogicalTypeAnnotation) {
            return "TIME";
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
