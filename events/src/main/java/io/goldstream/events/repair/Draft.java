package io.goldstream.events.repair;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * A text while it is repaired. Every character that is looked at, written or given to a library is counted here, and
 * {@link Repairs} reaches characters by this class alone: so a test can hold the work to a few steps for each character.
 */
final class Draft {

    private String source;
    /** What the text has become; null while it is still a part of {@link #source}. */
    private char[] chars;

    private int begin;
    private int end;
    private long touched;

    Draft(String text) {
        source = text;
        end = text.length();
    }

    int length() {
        return end - begin;
    }

    char at(int index) {
        touched++;
        return chars == null ? source.charAt(begin + index) : chars[begin + index];
    }

    /** Makes the text a part of itself. No character moves. */
    void cut(int from, int to) {
        end = begin + to;
        begin += from;
    }

    /** An array for the next form of the text, which is no longer than this one. */
    char[] blank() {
        return new char[length()];
    }

    /** Appends to an array from {@link #blank}, and returns where the next character goes. */
    int append(char[] to, int at, char c) {
        touched++;
        to[at] = c;
        return at + 1;
    }

    /** Makes the text what was appended. */
    void become(char[] appended, int length) {
        source = null;
        chars = appended;
        begin = 0;
        end = length;
    }

    void become(String text) {
        source = text;
        chars = null;
        begin = 0;
        end = text.length();
    }

    String text() {
        if (chars != null || length() < source.length()) {
            touched += length();
            become(chars == null ? source.substring(begin, end) : new String(chars, begin, length()));
        }
        return source;
    }

    /**
     * Makes the text what its characters, taken as the bytes of ISO-8859-1, are as UTF-8; false, and the text as it was,
     * where they are not exactly that.
     */
    boolean decode() {
        ByteBuffer bytes = StandardCharsets.ISO_8859_1.encode(text());
        touched += 2L * length();
        try {
            // A new decoder reports malformed input instead of replacing it, so what decodes also encodes back.
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes);
            touched += decoded.length();
            become(decoded.array(), decoded.length());
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    /** Makes the text its Unicode normalization form C; false where it was. */
    boolean normalize() {
        String before = text();
        touched += before.length();
        if (Normalizer.isNormalized(before, Normalizer.Form.NFC)) {
            return false;
        }
        become(Normalizer.normalize(before, Normalizer.Form.NFC));
        touched += before.length() + length();
        return true;
    }

    /** How often characters were looked at, written or given to a library. */
    long touched() {
        return touched;
    }
}
