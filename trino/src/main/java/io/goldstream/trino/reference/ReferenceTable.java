package io.goldstream.trino.reference;

import java.util.function.Supplier;

/** A table that holds the reference file that was loaded last. */
public enum ReferenceTable {
    /** Songs and artists, {@code bronze.song_catalogue}. */
    SONGS("bronze/song_catalogue", SongCatalogue::new),
    /** The names of states, {@code bronze.state_names}. */
    STATES("bronze/state_names", StateNames::new);

    private final String folder;
    private final Supplier<RowWriter> writer;

    ReferenceTable(String folder, Supplier<RowWriter> writer) {
        this.folder = folder;
        this.writer = writer;
    }

    /** Its folder below the lake's root. */
    public String folder() {
        return folder;
    }

    RowWriter newWriter() {
        return writer.get();
    }
}
