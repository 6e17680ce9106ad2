package io.goldstream.connect.sink.layout;

/** What becomes of a record whose event time is too far behind. */
public enum LateData {
    /** It is landed like any other, in the folder of its own time. */
    KEEP,
    /** It is landed under {@code late/}, so that finished folders stay as they are. */
    SEPARATE,
    /** It goes the way of errors: the dead-letter queue, or a failed task. */
    REPORT
}
