package io.goldstream.cli.key;

import io.goldstream.events.protocol.EdgeProtocol;

/**
 * A new write key: 256 random bits behind a prefix by which a leaked one can be found.
 *
 * @param secret what the client shows; nobody else needs it
 */
public record WriteKey(String secret) {

    public static WriteKey random() {
        return new WriteKey(Secrets.random(EdgeProtocol.WRITE_KEY_PREFIX));
    }

    /** What the gateway knows it by: lower-case hexadecimal digits. */
    public String sha256() {
        return Secrets.sha256(secret);
    }
}
