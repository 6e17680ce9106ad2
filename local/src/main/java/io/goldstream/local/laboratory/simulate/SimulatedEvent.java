package io.goldstream.local.laboratory.simulate;

import io.goldstream.events.EventType;
import java.util.Comparator;

/**
 * One event, as its producer writes it.
 *
 * @param type what it is
 * @param ts when it happens, in milliseconds since the epoch
 * @param sessionId the session
 * @param item its place in the session
 * @param json one line, UTF-8, without a newline
 */
public record SimulatedEvent(EventType type, long ts, long sessionId, int item, byte[] json) {

    /** The order in which producers send: by time. */
    static final Comparator<SimulatedEvent> IN_TIME = Comparator.comparingLong(SimulatedEvent::ts)
            .thenComparingLong(SimulatedEvent::sessionId)
            .thenComparingInt(SimulatedEvent::item);
}
