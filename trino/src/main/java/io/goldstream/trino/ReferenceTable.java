package io.goldstream.trino;

/** A table that holds a loaded reference file rather than events. */
enum ReferenceTable {
    SONG_CATALOGUE("bronze/song_catalogue"),
    STATE_NAMES("bronze/state_names");

    private final String folder;

    ReferenceTable(String folder) {
        this.folder = folder;
    }

    /** Its folder below the lake's root. */
    String folder() {
        return folder;
    }
}
