package io.goldstream.gateway.edge;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.goldstream.events.EventType;
import io.goldstream.gateway.auth.Client;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * Gives events their ids: the client's own; else one derived from the request's Idempotency-Key, so that a repeated
 * request names the same events; else a UUIDv7, which promises nothing against duplicates.
 */
@Singleton
class EventIds {

    /** The namespace of derived ids (RFC 9562, version 5): itself {@code uuidgen --sha1 -n @dns -N events.goldstream.io}. */
    private static final UUID NAMESPACE = UUID.fromString("7c783891-73d5-5100-818b-7538466c461f");

    private final NameBasedGenerator derived = Generators.nameBasedGenerator(NAMESPACE);
    private final TimeBasedEpochGenerator minted = Generators.timeBasedEpochGenerator();

    /**
     * @param own the id that its producer gave it, or null
     * @param client who sends it: one client's keys say nothing of another's
     * @param idempotencyKey the request's, or null
     * @param index the event's place in the request
     */
    String idOf(EventType type, String own, Client client, String idempotencyKey, int index) {
        if (own != null) {
            return own;
        }
        return (idempotencyKey == null
                        ? minted.generate()
                        : derived.generate(
                                client.id() + '\u001F' + type.id() + '\u001F' + idempotencyKey + '\u001F' + index))
                .toString();
    }
}
