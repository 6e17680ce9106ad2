package io.goldstream.connect.convert;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.ColumnType.Rows;
import io.goldstream.events.schema.ColumnType.Scalar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Reads one JSON object into a {@link Struct} in a single pass. Compiled once for each table, then shared by its rows. */
final class RowReader {

    private static final int LONGEST_SHOWN = 40;

    private final String where;
    private final Schema schema;
    private final UnknownProperties unknown;
    private final Map<String, Cell> cells = new HashMap<>();

    /**
     * @param where what an error names: the topic, for inner rows with the column
     * @param schema what {@link ConnectSchemas} makes of the columns
     * @param unknown what becomes of a property that is no column
     */
    RowReader(String where, List<Column> columns, Schema schema, UnknownProperties unknown) {
        this.where = where;
        this.schema = schema;
        this.unknown = unknown;
        for (Column column : columns) {
            Field field = schema.field(column.name());
            cells.put(column.name(), new Cell(column, field, reader(column, field)));
        }
    }

    /** Reads the object whose opening brace is the parser's current token; stops at its closing brace. */
    Struct read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new DataException(
                    "topic " + where + ": expected a JSON object, found " + found(parser) + EventConverter.WAY_OUT);
        }
        Struct row = new Struct(schema);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Cell cell = cells.get(parser.currentName());
            JsonToken token = parser.nextToken();
            if (cell == null) {
                checkMayBeSkipped(parser);
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                row.put(cell.field, read(cell, parser));
            }
        }
        for (Cell cell : cells.values()) {
            if (cell.column.required() && row.get(cell.field) == null) {
                row.put(cell.field, absent(cell));
            }
        }
        return row;
    }

    private void checkMayBeSkipped(JsonParser parser) throws IOException {
        if (unknown == UnknownProperties.FAIL) {
            throw new DataException("topic " + where + ": this version of the plugins does not know the property "
                    + parser.currentName()
                    + ", and would drop it. Update the plugins, which are to be as new as the gateway,"
                    + " and restart the task; value.converter." + EventConverter.UNKNOWN_PROPERTIES + "="
                    + UnknownProperties.SKIP + " drops such properties");
        }
    }

    private Object read(Cell cell, JsonParser parser) throws IOException {
        try {
            return cell.reader.read(parser);
        } catch (Mismatch e) {
            throw mismatch(cell, parser, e);
        } catch (JsonProcessingException e) {
            if (cell.column.type() instanceof Rows) {
                throw e;
            }
            throw mismatch(cell, parser, e);
        }
    }

    private DataException mismatch(Cell cell, JsonParser parser, Exception cause) throws IOException {
        return new DataException(
                "topic " + where + ", column " + cell.column.name() + ": expected " + expected(cell.column) + ", found "
                        + found(parser) + EventConverter.WAY_OUT,
                cause);
    }

    /** What stands for a required column that the object lacks: for rows, none of them; anything else is an error. */
    private Object absent(Cell cell) {
        if (cell.column.type() instanceof Rows) {
            return List.of();
        }
        throw new DataException("topic " + where + ", column " + cell.column.name()
                + ": required, found nothing (absent or null)" + EventConverter.WAY_OUT);
    }

    private ValueReader reader(Column column, Field field) {
        if (column.type() instanceof Rows rows) {
            return new RowsReader(new RowReader(
                    where + ", column " + column.name(),
                    rows.columns(),
                    field.schema().valueSchema(),
                    unknown));
        }
        return switch ((Scalar) column.type()) {
            case STRING -> parser -> expect(parser, JsonToken.VALUE_STRING).getText();
            case INTEGER -> parser -> expect(parser, JsonToken.VALUE_NUMBER_INT).getIntValue();
            case LONG -> parser -> expect(parser, JsonToken.VALUE_NUMBER_INT).getLongValue();
            case DOUBLE -> RowReader::number;
            case BOOLEAN -> RowReader::bool;
            case TIMESTAMP_MILLIS ->
                parser -> new Date(expect(parser, JsonToken.VALUE_NUMBER_INT).getLongValue());
            case BYTES -> RowReader::bytes;
        };
    }

    private static JsonParser expect(JsonParser parser, JsonToken token) {
        if (parser.currentToken() != token) {
            throw new Mismatch();
        }
        return parser;
    }

    private static Double number(JsonParser parser) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw new Mismatch();
        }
        double number = parser.getDoubleValue();
        if (Double.isInfinite(number)) {
            // Greater than a double can be, such as 1e400: it would be another number.
            throw new Mismatch();
        }
        return number;
    }

    private static Boolean bool(JsonParser parser) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw new Mismatch();
        }
        return parser.getBooleanValue();
    }

    /** Not by the parser, which loses the text that it could not decode, and with it what there is to tell. */
    private static byte[] bytes(JsonParser parser) throws IOException {
        try {
            return Base64.getDecoder()
                    .decode(expect(parser, JsonToken.VALUE_STRING).getText());
        } catch (IllegalArgumentException e) {
            throw new Mismatch();
        }
    }

    private static String expected(Column column) {
        if (column.type() instanceof Rows) {
            return "an array of objects";
        }
        return switch ((Scalar) column.type()) {
            case STRING -> "a string";
            case INTEGER -> "a 32-bit integer";
            case LONG -> "a 64-bit integer";
            case DOUBLE -> "a number";
            case BOOLEAN -> "true or false";
            case TIMESTAMP_MILLIS -> "an integer, epoch milliseconds";
            case BYTES -> "a base64 string";
        };
    }

    private static String found(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "the string \"" + shortened(parser.getText()) + "\"";
            default -> shortened(parser.getText());
        };
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private record Cell(Column column, Field field, ValueReader reader) {}

    private interface ValueReader {
        Object read(JsonParser parser) throws IOException;
    }

    private record RowsReader(RowReader rows) implements ValueReader {
        @Override
        public Object read(JsonParser parser) throws IOException {
            expect(parser, JsonToken.START_ARRAY);
            List<Struct> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(rows.read(parser));
            }
            return list;
        }
    }

    /** The token is not what the column takes; told by {@link #mismatch}, so it needs neither text nor trace. */
    private static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Mismatch() {
            super(null, null, false, false);
        }
    }
}
