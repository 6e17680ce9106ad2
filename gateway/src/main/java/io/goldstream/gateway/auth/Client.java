package io.goldstream.gateway.auth;

import io.github.bucket4j.Bucket;
import io.goldstream.events.EventType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who sends events.
 *
 * @param id unique among clients; empty for everybody where nobody is asked
 * @param source the CloudEvents source of all that it sends, where that is not the client's to say
 * @param types what it may send
 * @param rate how much it may send, where there is a limit: a token is an event
 */
public record Client(String id, Optional<String> source, Set<EventType> types, Optional<Bucket> rate) {

    /** Anybody, where no credentials are asked for. */
    static final Client ANYBODY = new Client("", Optional.empty(), EnumSet.allOf(EventType.class), Optional.empty());

    /** Whether it may send such events. */
    public boolean maySend(EventType type) {
        return types.contains(type);
    }
}
