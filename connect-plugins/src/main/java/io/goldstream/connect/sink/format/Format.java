package io.goldstream.connect.sink.format;

import io.goldstream.connect.sink.store.StagingOutput;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;

/** The file formats. A new one is one constant here. */
public enum Format {
    /** Apache Parquet, version 1 pages. Rows are structs, and a file has one schema, which holds them all. */
    PARQUET(".parquet", Compression.ZSTD, EnumSet.allOf(Compression.class), ParquetRowFile::new) {
        @Override
        public boolean hasSchema() {
            return true;
        }

        @Override
        public void check(Schema schema) {
            ParquetSchemas.check(schema);
        }

        @Override
        public Schema widen(Schema held, Schema added) {
            return ParquetSchemas.widen(held, added);
        }

        @Override
        public Map<String, String> columnTypes(Schema schema) {
            return ColumnTypes.of(schema);
        }
    },

    /** A line of JSON for each value, with or without a schema. */
    JSON(
            ".json",
            Compression.GZIP,
            EnumSet.of(Compression.NONE, Compression.GZIP),
            (schema, output, compression) -> new LineFile(new JsonLine(), output, compression)),

    /** The values as they are, bytes or text, each followed by a newline. */
    BYTES(
            ".bin",
            Compression.NONE,
            EnumSet.of(Compression.NONE, Compression.GZIP),
            (schema, output, compression) -> new LineFile(new BytesLine(), output, compression));

    private interface Opener {
        RowFile open(Schema schema, StagingOutput output, Compression compression);
    }

    private final String extension;
    private final Compression usual;
    private final Set<Compression> compressions;
    private final Opener opener;

    Format(String extension, Compression usual, Set<Compression> compressions, Opener opener) {
        this.extension = extension;
        this.usual = usual;
        this.compressions = Collections.unmodifiableSet(compressions);
        this.opener = opener;
    }

    /** The compression that suits most readers of this format. */
    public Compression usualCompression() {
        return usual;
    }

    /** The compressions that this format's readers know. */
    public Set<Compression> compressions() {
        return compressions;
    }

    /** Whether rows become columns, by their schemas. A format without columns does not look at schemas as wholes. */
    public boolean hasSchema() {
        return false;
    }

    /**
     * Sees that a schema can become columns, before anything else looks at it as a whole.
     *
     * @param schema a row's; null if it has none
     * @throws org.apache.kafka.connect.errors.DataException if it cannot
     */
    public void check(Schema schema) {
        // Most have none.
    }

    /**
     * The schema of a file that can hold rows of both schemas, which {@link #check} has seen.
     *
     * @param held what the file can hold; null for a new one
     * @param added a row's
     * @return the held one itself, if it holds the added one already
     * @throws org.apache.kafka.connect.errors.DataException if no file can hold both; the message says which field
     */
    public Schema widen(Schema held, Schema added) {
        throw new IllegalStateException(this + " has no columns");
    }

    /** What a reader has to know of the columns of a schema that {@link #check} has seen: their types by their paths. */
    public Map<String, String> columnTypes(Schema schema) {
        return Map.of();
    }

    String extension(Compression compression) {
        return this == PARQUET ? extension : extension + compression.extension();
    }

    RowFile open(Schema schema, StagingOutput output, Compression compression) {
        return opener.open(schema, output, compression);
    }
}
