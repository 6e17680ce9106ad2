package io.goldstream.connect.value;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.errors.DataException;

/**
 * Text as UTF-8, to the letter. Java itself writes a question mark for half a surrogate pair, which has no bytes in UTF-8:
 * then two texts that differ would be one.
 */
public final class Utf8 {

    private Utf8() {}

    /** @throws DataException if the text holds half a surrogate pair */
    public static byte[] bytes(String text) {
        check(text);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws DataException if the text holds half a surrogate pair */
    public static void check(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!isPair) {
                    throw new DataException(
                            "the text holds half a surrogate pair at character " + i + ", which has no bytes in UTF-8");
                }
                i++;
            }
        }
    }
}
