package io.goldstream.connect.sink.format;

import io.goldstream.connect.value.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** A value's own bytes. A null value is an empty line. */
final class BytesLine implements LineFile.Line {

    @Override
    public void write(Schema schema, Object row, ByteArrayOutputStream line) {
        line.writeBytes(bytes(row));
    }

    private static byte[] bytes(Object row) {
        if (row == null) {
            return new byte[0];
        }
        if (row instanceof byte[] bytes) {
            return bytes;
        }
        if (row instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (row instanceof String text) {
            return Utf8.bytes(text);
        }
        throw new DataException("format=bytes holds bytes and text, but the value is a "
                + row.getClass().getName() + ": use ByteArrayConverter or StringConverter, or another format");
    }
}
