package io.goldstream.connect.sink.store;

/** How a publish ended. */
public enum Publication {
    /** The file is visible, by this call or by an earlier one for the same commit. */
    DONE,
    /** Another file has that name. */
    TAKEN,
    /** Neither the file nor its staged blocks are there. */
    GONE
}
