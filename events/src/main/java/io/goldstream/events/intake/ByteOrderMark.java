package io.goldstream.events.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The mark that some editors put before UTF-8. It means nothing, and is passed over once. */
public final class ByteOrderMark {

    /** The mark as a character. */
    public static final char CHARACTER = '\uFEFF';

    private static final byte[] BYTES = String.valueOf(CHARACTER).getBytes(StandardCharsets.UTF_8);

    private ByteOrderMark() {}

    /** How many bytes of UTF-8 from {@code offset} on are a mark; 0 where none begins there. */
    public static int length(byte[] bytes, int offset, int length) {
        boolean isThere =
                length >= BYTES.length && Arrays.equals(bytes, offset, offset + BYTES.length, BYTES, 0, BYTES.length);
        return isThere ? BYTES.length : 0;
    }
}
