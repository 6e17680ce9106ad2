package io.goldstream.events.protocol;

/** What the refinery, and those who look at it or feed it lines, have to agree on. */
public final class RefineryProtocol {

    /** The consumer group, unless {@code goldstream.refinery.group} says else; a later generation's has its suffix. */
    public static final String GROUP = "goldstream-refinery";

    /** How many records of a partition it looks back for duplicates, unless {@code goldstream.refinery.dedupe-records} says else. */
    public static final int DEDUPE_RECORDS = 100_000;

    /** What each of these takes of the heap, at most. */
    public static final int DEDUPE_RECORD_BYTES = 80;

    /**
     * The line that a reprocessing prints once no other one of the same generation can commit any more. Whoever looks for
     * what is missing, and then sends it as lines, looks after this.
     */
    public static final String READY_FOR_LINES = "goldstream: ready for lines";

    /** The CloudEvents source of events that came by HTTP and name none, unless {@code goldstream.edge.source} says else. */
    public static final String EDGE_SOURCE = "/goldstream/edge";

    /** The reason of a duplicate whose event was sent again from quarantine, before the number of that attempt. */
    public static final String REPLAYED_AS = "the same event was replayed from quarantine as attempt ";

    private RefineryProtocol() {}
}
