package io.goldstream.connect.sink.format;

import io.goldstream.connect.value.JsonText;
import java.io.ByteArrayOutputStream;
import org.apache.kafka.connect.data.Schema;

/** A value as JSON, see {@link JsonText}. */
final class JsonLine implements LineFile.Line {

    @Override
    public void write(Schema schema, Object row, ByteArrayOutputStream line) {
        JsonText.write(schema, row, line);
    }
}
