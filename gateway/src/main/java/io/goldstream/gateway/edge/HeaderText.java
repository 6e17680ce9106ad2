package io.goldstream.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the text of HTTP headers: lists, quoted strings (RFC 9110, 5.6) and percent-encoding. */
final class HeaderText {

    private static final int HEX = 16;

    private HeaderText() {}

    /** The parts between separators that stand in no quoted string, without white space around them; empty parts are none. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean isQuoted = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == separator && !isQuoted) {
                String part = text.substring(start, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = i + 1;
            } else if (text.charAt(i) == '"') {
                isQuoted = !isQuoted;
            } else if (text.charAt(i) == '\\' && isQuoted) {
                i++;
            }
        }
        return parts;
    }

    /** What a quoted string says; any other text as it is. */
    static String unquote(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length() - 1) {
                i++;
            }
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }

    /**
     * What the header of a CloudEvent's attribute says (HTTP binding, 3.1.3.2): quotes and then one round of percent-encoding
     * are taken off. A percent sign that encodes nothing stands for itself, and bytes beyond ASCII are UTF-8: some SDKs
     * encode neither.
     *
     * @param header each char is a byte, as HTTP servers give it
     * @return empty where the bytes are no UTF-8
     */
    static Optional<String> decode(String header) {
        String text = unquote(header);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%' && i + 2 < text.length() && isHex(text, i + 1) && isHex(text, i + 2)) {
                bytes.write(Integer.parseInt(text, i + 1, i + 3, HEX));
                i += 2;
            } else {
                bytes.write(text.charAt(i));
            }
        }
        try {
            return Optional.of(UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isHex(String text, int index) {
        char c = text.charAt(index);
        return c < 128 && Character.digit(c, HEX) >= 0;
    }
}
