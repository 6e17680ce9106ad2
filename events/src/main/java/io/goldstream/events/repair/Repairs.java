package io.goldstream.events.repair;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Repairs the damage that real producers do to text. Pure and total: any string goes in, a text or null comes out, and
 * each repair that changed something is told to the caller.
 *
 * <p>A repair that would empty a required field is not applied: the song {@code ""} stays a song.
 */
public final class Repairs {

    /** The longest run of combining marks that is normalized: that of Unicode's stream-safe text format (UAX #15). */
    private static final int MAX_MARKS = 30;

    private Repairs() {}

    /**
     * @param text the text as the producer sent it
     * @param required whether the field may not become empty
     * @param applied is told each repair that changed the text
     * @return the text, or null where nothing is left of it
     */
    public static String text(String text, boolean required, Consumer<Repair> applied) {
        return isClean(text) ? text : repair(text, required, applied);
    }

    /** A state's code: a text, in capitals. */
    public static String state(String text, boolean required, Consumer<Repair> applied) {
        String repaired = text(text, required, applied);
        if (repaired == null) {
            return null;
        }
        String upper = repaired.toUpperCase(Locale.ROOT);
        if (!upper.equals(repaired)) {
            applied.accept(Repair.UPPER_CASE);
        }
        return upper;
    }

    /** Most texts are: printable ASCII without quotes or backslashes, and no blank at the edges. */
    private static boolean isClean(String text) {
        int length = text.length();
        if (length == 0 || text.charAt(0) == ' ' || text.charAt(length - 1) == ' ') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String repair(String original, boolean required, Consumer<Repair> applied) {
        String text = original;
        // Quotes around printable ASCII are what most damaged texts suffer from: nothing is to be decoded then.
        boolean isAscii = isPrintableAscii(text);
        if (!isAscii) {
            text = keep(text, mojibake(text), required, Repair.MOJIBAKE, applied);
            text = keep(text, controlCharacters(text), required, Repair.CONTROL_CHARACTERS, applied);
        }
        text = keep(text, trim(text), required, Repair.TRIM, applied);
        text = keep(text, wrappingQuotes(text), required, Repair.WRAPPING_QUOTES, applied);
        text = keep(text, escapes(text), required, Repair.ESCAPES, applied);
        if (!isAscii) {
            text = keep(text, normalize(text), required, Repair.NORMALIZATION, applied);
        }
        if (isBlank(text) && !required) {
            applied.accept(Repair.BLANK);
            return null;
        }
        return text;
    }

    private static String keep(String before, String after, boolean required, Repair repair, Consumer<Repair> applied) {
        if (after.equals(before) || (required && isBlank(after))) {
            return before;
        }
        applied.accept(repair);
        return after;
    }

    /** The text as UTF-8 if its characters, taken as ISO-8859-1 bytes, are exactly that; else the text itself. */
    static String mojibake(String text) {
        boolean anyHigh = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xFF) {
                return text;
            }
            anyHigh |= c >= 0x80;
        }
        if (!anyHigh) {
            return text;
        }
        ByteBuffer bytes = StandardCharsets.ISO_8859_1.encode(CharBuffer.wrap(text));
        try {
            // A new decoder reports malformed input instead of replacing it, so what decodes also encodes back.
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException notUtf8) {
            return text;
        }
    }

    static String controlCharacters(String text) {
        StringBuilder cleaned = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = Character.isISOControl(c);
            if (control && cleaned == null) {
                cleaned = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (cleaned == null) {
                continue;
            }
            if (!control) {
                cleaned.append(c);
            } else if (c == '\t' || c == '\n' || c == '\r') {
                cleaned.append(' ');
            }
        }
        return cleaned == null ? text : cleaned.toString();
    }

    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    static String wrappingQuotes(String text) {
        int last = text.length() - 1;
        if (last < 1 || text.charAt(0) != '"' || text.charAt(last) != '"') {
            return text;
        }
        boolean escaped = false;
        for (int i = 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == '"' && !escaped) {
                return text; // "A" and "B": two quoted words, not one wrapped text
            }
            escaped = c == '\\' && !escaped;
        }
        return escaped ? text : text.substring(1, last);
    }

    static String escapes(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder unescaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && (text.charAt(i + 1) == '"' || text.charAt(i + 1) == '\\')) {
                i++;
                c = text.charAt(i);
            }
            unescaped.append(c);
        }
        return unescaped.toString();
    }

    /** Normalizing takes the square of a run of combining marks: no text has long ones, and what does is left as it is. */
    static String normalize(String text) {
        return isStreamSafe(text) ? Normalizer.normalize(text, Normalizer.Form.NFC) : text;
    }

    private static boolean isStreamSafe(String text) {
        int marks = 0;
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            marks = isMark(codePoint) ? marks + 1 : 0;
            if (marks > MAX_MARKS) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    /** Whether a text is nothing, or white space of any kind, no-break spaces among it. */
    public static boolean isBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isBlank(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** White space of any kind: the no-break spaces too, which {@link String#isBlank()} does not count. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
