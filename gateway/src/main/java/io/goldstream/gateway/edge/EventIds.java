package io.goldstream.gateway.edge;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.intake.ParsedEvent;
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
     * @param event what was read of it, or null
     * @param client who sends it: one client's keys say nothing of another's
     * @param idempotencyKey the request's, or null
     * @param index the event's place in the request
     */
    String idOf(EventType type, ParsedEvent event, Client client, String idempotencyKey, int index) {
        if (event != null && event.text(Field.EVENT_ID) != null) {
            return event.text(Field.EVENT_ID);
        }
        return (idempotencyKey == null
                        ? minted.generate()
                        : derived.generate(
                                client.id() + '\u001F' + type.id() + '\u001F' + idempotencyKey + '\u001F' + index))
                .toString();
    }
}
