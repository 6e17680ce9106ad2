package io.goldstream.gateway.auth;

import io.goldstream.events.EventType;
import java.time.Instant;
import java.util.Set;

/**
 * A client's permission to send events. The key itself is nowhere: only its hash.
 *
 * @param id names the client, by which its limits are kept and ids of its events are made
 * @param sha256 the key's SHA-256, in lower-case hexadecimal digits
 * @param source the CloudEvents source of what comes by this key
 * @param types what it may send; never empty
 * @param ratePerSecond how many events a second, in the long run; 0 is without a limit
 * @param origins of the pages that may show it in a URL, in lower case, such as {@code https://player.example}; empty for none
 * @param expires from when on it is worth nothing
 */
record WriteKey(
        String id,
        String sha256,
        String source,
        Set<EventType> types,
        long ratePerSecond,
        Set<String> origins,
        Instant expires) {}
