package io.goldstream.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Keys of the dimensions: md5 of the UTF-8 parts, joined by U+001F, in lower-case hex. A null part counts as empty; all
 * parts null give null. In Trino: {@code lower(to_hex(md5(to_utf8(…))))}.
 */
public final class Keys {

    private static final byte SEPARATOR = 0x1F;
    private static final HexFormat HEX = HexFormat.of();
    /** To look a digest up costs as much as to use it, and it can be used again. */
    private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(Keys::digest);

    private Keys() {}

    public static String song(String artist, String song) {
        return artist == null && song == null ? null : md5(artist, song);
    }

    public static String artist(String artist) {
        return artist == null ? null : md5(artist);
    }

    public static String location(String city, String state, String zip) {
        return city == null && state == null && zip == null ? null : md5(city, state, zip);
    }

    private static String md5(String... parts) {
        MessageDigest md5 = MD5.get();
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                md5.update(SEPARATOR);
            }
            if (parts[i] != null) {
                md5.update(parts[i].getBytes(StandardCharsets.UTF_8));
            }
        }
        return HEX.formatHex(md5.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5", e);
        }
    }
}
