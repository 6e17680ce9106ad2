package io.goldstream.local.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A new write key: 256 random bits behind a prefix by which a leaked one can be found.
 *
 * @param secret what the client shows; nobody else needs it
 */
public record WriteKey(String secret) {

    private static final String PREFIX = "gsk_";
    private static final int RANDOM_BYTES = 32;

    public static WriteKey random() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return new WriteKey(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** What the gateway knows it by: lower-case hexadecimal digits. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
