package io.goldstream.events.schema;

import java.util.Locale;

/** Why a raw record is in quarantine and not in bronze: the column {@code kind} of {@code quarantine.events}. */
public enum QuarantineKind {
    /** An event that breaks a rule. */
    INVALID,
    /** No event: what it is cannot be read. */
    MALFORMED,
    /** A repetition of an event that was there before. */
    DUPLICATE,
    /** A record at which the refinery failed. */
    UNREAD;

    /** The word in the column, in options and in metrics. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
