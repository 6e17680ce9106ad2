package io.goldstream.connect.transform;

import io.goldstream.connect.value.Utf8;
import io.goldstream.connect.value.ValueText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A record's headers as the rows of a column.
 *
 * @param names of those to keep, or {@link #EVERY}
 * @param typedAsText whether a header that is neither bytes nor text is its text, instead of an error
 */
record HeaderRows(Set<String> names, boolean typedAsText) {

    static final String EVERY = "*";

    private static final Schema HEADER = SchemaBuilder.struct()
            .field("key", Schema.STRING_SCHEMA)
            .field("value", Schema.OPTIONAL_BYTES_SCHEMA)
            .build();
    private static final Field KEY = HEADER.field("key");
    private static final Field VALUE = HEADER.field("value");

    /** The column's. */
    static final Schema SCHEMA = SchemaBuilder.array(HEADER).build();

    List<Struct> structs(SinkRecord record) {
        List<Struct> rows = new ArrayList<>(record.headers().size());
        for (Header header : record.headers()) {
            if (isKept(header)) {
                rows.add(new Struct(HEADER).put(KEY, header.key()).put(VALUE, bytes(header)));
            }
        }
        return rows;
    }

    List<Map<String, Object>> maps(SinkRecord record) {
        List<Map<String, Object>> rows = new ArrayList<>(record.headers().size());
        for (Header header : record.headers()) {
            if (isKept(header)) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put(KEY.name(), header.key());
                row.put(VALUE.name(), bytes(header));
                rows.add(row);
            }
        }
        return rows;
    }

    private boolean isKept(Header header) {
        return names.contains(EVERY) || names.contains(header.key());
    }

    private byte[] bytes(Header header) {
        Object value = header.value();
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (!(value instanceof String) && !typedAsText) {
            throw new DataException(
                    "Lineage: the header " + header.key() + " is a "
                            + value.getClass().getName()
                            + ". The worker's default header converter makes such values of text: set the connector's header.converter to"
                            + " org.apache.kafka.connect.converters.ByteArrayConverter or"
                            + " org.apache.kafka.connect.storage.StringConverter. If it was sent as a number or time, set headers.typed=text");
        }
        return Utf8.bytes(ValueText.of(header.schema(), value));
    }
}
