package io.goldstream.connect.sink.format;

import io.goldstream.connect.sink.store.StagingOutput;
import org.apache.kafka.connect.data.Schema;

/**
 * What files a connector writes.
 *
 * @param format of their rows
 * @param compression one that the format has, see {@link Format#compressions}
 */
public record FileType(Format format, Compression compression) {

    /** What files' names end with, dot included. */
    public String extension() {
        return format.extension(compression);
    }

    /**
     * Begins a file.
     *
     * @param schema that holds every row of it, from {@link Format#widen}
     */
    public RowFile open(Schema schema, StagingOutput output) {
        return format.open(schema, output, compression);
    }
}
