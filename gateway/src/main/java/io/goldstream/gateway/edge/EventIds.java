package io.goldstream.gateway.edge;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.goldstream.gateway.auth.Client;
import io.goldstream.gateway.problem.ProblemType;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Gives events their ids: the client's own; else one derived from the request's Idempotency-Key and the event's bytes, so
 * that a repeated request names the same events, and another event is never named like an earlier one; else a UUIDv7, which
 * promises nothing against duplicates.
 */
@Singleton
class EventIds {

    /** The namespace of derived ids (RFC 9562, version 5): itself {@code uuidgen --sha1 -n @dns -N events.goldstream.io}. */
    private static final UUID NAMESPACE = UUID.fromString("7c783891-73d5-5100-818b-7538466c461f");

    private final NameBasedGenerator derived = Generators.nameBasedGenerator(NAMESPACE);
    private final TimeBasedEpochGenerator minted = Generators.timeBasedEpochGenerator();

    /**
     * The key that a request says, or null. One that is empty, or there twice, was meant to say something: without a key, the
     * client's retry would count twice.
     *
     * @param headers the Idempotency-Key headers
     */
    static String idempotencyKey(List<String> headers) {
        if (headers.isEmpty()) {
            return null;
        }
        if (headers.size() > 1 || headers.getFirst().isBlank()) {
            throw ProblemType.UNREADABLE_OPTION.with(
                    "The header Idempotency-Key is empty or given more than once. Send it once, with a value. Nothing was kept.");
        }
        return headers.getFirst();
    }

    /**
     * The ids of one request's events, to be asked for in their order.
     *
     * @param client who sends it: one client's keys say nothing of another's
     * @param idempotencyKey the request's, or null
     */
    Request of(Client client, String idempotencyKey) {
        return new Request(client, idempotencyKey);
    }

    /** Not thread-safe. */
    final class Request {
        private final Client client;
        private final String idempotencyKey;
        private final MessageDigest digest = sha256();

        /** How often each event without an id came before: two equal plays in one request are two. */
        private final Map<String, Integer> seen = new HashMap<>();

        private Request(Client client, String idempotencyKey) {
            this.client = client;
            this.idempotencyKey = idempotencyKey;
        }

        /** @param own the id that its producer gave it, or null */
        String idOf(Submission.Event event, String own) {
            if (own != null) {
                return own;
            }
            return (idempotencyKey == null ? minted.generate() : derived.generate(name(event))).toString();
        }

        private String name(Submission.Event event) {
            digest.update(event.bytes(), event.offset(), event.length());
            String content = event.type().id() + '\u001F' + HexFormat.of().formatHex(digest.digest());
            int before = seen.merge(content, 1, Integer::sum) - 1;
            return client.id() + '\u001F' + idempotencyKey + '\u001F' + content + '\u001F' + before;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
