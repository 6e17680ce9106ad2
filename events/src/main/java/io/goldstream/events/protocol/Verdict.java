package io.goldstream.events.protocol;

import java.util.Locale;

/** What the edge says of one event. */
public enum Verdict {
    /** Valid, and kept: it is on Kafka. */
    ACCEPTED,
    /** Not valid, and kept: it is on Kafka, and the refinery will quarantine it. */
    QUARANTINED,
    /** Not kept, and never will be: sending it again changes nothing. */
    REJECTED,
    /** Not known to be kept: send it again, unchanged or, if it has no id of its own, with the one that the answer names. */
    RETRY;

    /** The name in answers and metrics. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
