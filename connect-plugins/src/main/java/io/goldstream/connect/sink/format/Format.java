package io.goldstream.connect.sink.format;

import io.goldstream.connect.sink.store.StagingOutput;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.apache.kafka.connect.data.Schema;

/** The file formats. A new one is one constant here. */
public enum Format {
    /** Apache Parquet, version 1 pages. Rows are structs, and a file has one schema, which holds them all. */
    PARQUET(".parquet", Compression.ZSTD, EnumSet.allOf(Compression.class), ParquetRowFile::new, ParquetSchemas::widen),

    /** A line of JSON for each value, with or without a schema. */
    JSON(
            ".json",
            Compression.GZIP,
            EnumSet.of(Compression.NONE, Compression.GZIP),
            (schema, output, compression) -> new LineFile(new JsonLine(), output, compression),
            (held, added) -> null),

    /** The values as they are, bytes or text, each followed by a newline. */
    BYTES(
            ".bin",
            Compression.NONE,
            EnumSet.of(Compression.NONE, Compression.GZIP),
            (schema, output, compression) -> new LineFile(new BytesLine(), output, compression),
            (held, added) -> null);

    private interface Opener {
        RowFile open(Schema schema, StagingOutput output, Compression compression);
    }

    private final String extension;
    private final Compression usual;
    private final Set<Compression> compressions;
    private final Opener opener;
    private final BinaryOperator<Schema> widener;

    Format(
            String extension,
            Compression usual,
            Set<Compression> compressions,
            Opener opener,
            BinaryOperator<Schema> widener) {
        this.extension = extension;
        this.usual = usual;
        this.compressions = Collections.unmodifiableSet(compressions);
        this.opener = opener;
        this.widener = widener;
    }

    /** The compression that suits most readers of this format. */
    public Compression usualCompression() {
        return usual;
    }

    /** The compressions that this format's readers know. */
    public Set<Compression> compressions() {
        return compressions;
    }

    /**
     * The schema of a file that can hold rows of both schemas.
     *
     * @param held what the file can hold; null for a new one
     * @param added a row's; null if it has none
     * @return null where a file needs no schema; the held one itself, if it does already
     * @throws org.apache.kafka.connect.errors.DataException if no file can hold both; the message says which field
     */
    public Schema widen(Schema held, Schema added) {
        return widener.apply(held, added);
    }

    String extension(Compression compression) {
        return this == PARQUET ? extension : extension + compression.extension();
    }

    RowFile open(Schema schema, StagingOutput output, Compression compression) {
        return opener.open(schema, output, compression);
    }
}
