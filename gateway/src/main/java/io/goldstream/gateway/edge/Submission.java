package io.goldstream.gateway.edge;

import io.goldstream.events.EventType;
import io.goldstream.events.rules.Violation;

/** One event of a request, as it was handed in: not yet read. */
sealed interface Submission {

    /**
     * An event whose bytes can be told.
     *
     * @param bytes holds the event, and maybe others
     * @param id the id that its envelope gives, or null
     * @param source who its envelope says sent it, or null
     * @param time when its envelope says it happened (RFC 3339), or null
     */
    record Event(EventType type, byte[] bytes, int offset, int length, String id, String source, String time)
            implements Submission {}

    /**
     * Something of which no event can be made, so that nothing is kept.
     *
     * @param id the id that its envelope gives, or null
     */
    record Refused(String id, Violation violation) implements Submission {}
}
