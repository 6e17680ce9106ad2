package io.goldstream.local.laboratory.simulate;

/** How a producer writes its events. The contract takes both. */
enum Dialect {
    /** eventsim's: ids are numbers, durations decimal seconds, non-ASCII text is UTF-8 read as ISO-8859-1. */
    WEB(1_000),
    /** Ids are strings, durations whole milliseconds, a status change says which, and text is as it should be. */
    MOBILE(1);

    private final int grainMillis;

    Dialect(int grainMillis) {
        this.grainMillis = grainMillis;
    }

    /** What its clock and its songs' ends are cut to. */
    int grainMillis() {
        return grainMillis;
    }
}
