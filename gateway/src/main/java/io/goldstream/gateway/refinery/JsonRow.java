package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Base64;

/**
 * Writes one JSON object as UTF-8 into memory that is used again for the next. It knows what rows need and no more: a
 * streaming generator was a fifth of the refinery's time, and made several objects a row. Not thread-safe.
 */
final class JsonRow {

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(ISO_8859_1);
    private static final byte[] TRUE = "true".getBytes(ISO_8859_1);
    private static final byte[] FALSE = "false".getBytes(ISO_8859_1);

    /** {@code \\u001F}, and all others are shorter. */
    private static final int LONGEST_ESCAPE = 6;

    private static final int LONGEST_NUMBER = Long.toString(Long.MIN_VALUE).length();

    /** The two digits of each number below a hundred. */
    private static final byte[] TENS = new byte[100];

    private static final byte[] ONES = new byte[100];

    static {
        for (int i = 0; i < 100; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
    }

    private byte[] bytes = new byte[4 * 1024];
    private int length;

    /** A member's name, as it is written. */
    record Name(byte[] quoted) {
        /** @param name in ASCII, without quotes and backslashes */
        static Name of(String name) {
            return new Name(('"' + name + "\":").getBytes(ISO_8859_1));
        }
    }

    /** Begins anew. */
    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** Goes back to a length that it had before. */
    void truncate(int earlier) {
        length = earlier;
    }

    /** What is written up to now. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    void beginObject() {
        separate();
        put('{');
    }

    void endObject() {
        put('}');
    }

    void beginArray(Name name) {
        name(name);
        put('[');
    }

    void endArray() {
        put(']');
    }

    void text(Name name, String text) {
        name(name);
        string(text);
    }

    /** A text that stands in these bytes: printable ASCII without quotes and backslashes. */
    void plainText(Name name, byte[] source, int begin, int end) {
        name(name);
        int count = end - begin;
        ensure(count + 2);
        bytes[length] = '"';
        System.arraycopy(source, begin, bytes, length + 1, count);
        length += count + 2;
        bytes[length - 1] = '"';
    }

    /** A number that stands in these bytes, as JSON has it. */
    void number(Name name, byte[] source, int begin, int end) {
        name(name);
        ensure(end - begin);
        System.arraycopy(source, begin, bytes, length, end - begin);
        length += end - begin;
    }

    void integer(Name name, long number) {
        name(name);
        if (number < 0) {
            ascii(Long.toString(number));
            return;
        }
        ensure(LONGEST_NUMBER);
        length += digits(number);
        int at = length;
        long rest = number;
        while (rest >= 100) {
            long hundreds = rest / 100;
            int pair = (int) (rest - hundreds * 100);
            bytes[--at] = ONES[pair];
            bytes[--at] = TENS[pair];
            rest = hundreds;
        }
        bytes[--at] = ONES[(int) rest];
        if (rest >= 10) {
            bytes[--at] = TENS[(int) rest];
        }
    }

    private static int digits(long number) {
        int digits = 1;
        for (long power = 10; number >= power && digits < LONGEST_NUMBER - 1; power *= 10) {
            digits++;
        }
        return digits;
    }

    /** @param number a finite one */
    void real(Name name, double number) {
        name(name);
        ascii(Double.toString(number));
    }

    void bool(Name name, boolean value) {
        name(name);
        put(value ? TRUE : FALSE);
    }

    void base64(Name name, byte[] value) {
        name(name);
        put('"');
        put(Base64.getEncoder().encode(value));
        put('"');
    }

    private void name(Name name) {
        separate();
        put(name.quoted());
    }

    /** What was written last tells whether this is the first of its object or array. */
    private void separate() {
        if (length > 0 && bytes[length - 1] != '{' && bytes[length - 1] != '[') {
            put(',');
        }
    }

    private void string(String text) {
        int count = text.length();
        ensure(count + 2);
        bytes[length++] = '"';
        int i = 0;
        while (i < count && isPlain(text.charAt(i))) {
            bytes[length++] = (byte) text.charAt(i++);
        }
        while (i < count) {
            ensure(count - i + LONGEST_ESCAPE);
            char c = text.charAt(i++);
            if (isPlain(c)) {
                bytes[length++] = (byte) c;
            } else if (c < 0x80) {
                escape(c);
            } else if (Character.isHighSurrogate(c) && i < count && Character.isLowSurrogate(text.charAt(i))) {
                multiByte(Character.toCodePoint(c, text.charAt(i++)));
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("a text has no half of a surrogate pair");
            } else {
                multiByte(c);
            }
        }
        put('"');
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\b' -> bytes[length++] = 'b';
            case '\f' -> bytes[length++] = 'f';
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xF];
            }
        }
    }

    private void multiByte(int codePoint) {
        if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xC0 | codePoint >> 6);
        } else {
            if (codePoint < 0x10000) {
                bytes[length++] = (byte) (0xE0 | codePoint >> 12);
            } else {
                bytes[length++] = (byte) (0xF0 | codePoint >> 18);
                bytes[length++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            }
            bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        }
        bytes[length++] = (byte) (0x80 | codePoint & 0x3F);
    }

    private void ascii(String text) {
        put(text.getBytes(ISO_8859_1));
    }

    private void put(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    private void put(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), 2 * bytes.length));
        }
    }
}
