package io.goldstream.connect.sink.format;

import io.goldstream.connect.sink.store.StagingOutput;
import java.util.function.BiFunction;
import org.apache.kafka.connect.data.Schema;

/** The file formats. A new one is one constant here. */
public enum Format {
    /** Apache Parquet, version 1 pages, zstd. Rows are structs. */
    PARQUET(".parquet", ParquetRowFile::new);

    private final String extension;
    private final BiFunction<Schema, StagingOutput, RowFile> opener;

    Format(String extension, BiFunction<Schema, StagingOutput, RowFile> opener) {
        this.extension = extension;
        this.opener = opener;
    }

    /** What files of this format end with, dot included. */
    public String extension() {
        return extension;
    }

    /**
     * Begins a file.
     *
     * @param schema the rows' schema
     * @throws org.apache.kafka.connect.errors.DataException if the format cannot hold such rows
     */
    public RowFile open(Schema schema, StagingOutput output) {
        return opener.apply(schema, output);
    }
}
