package io.goldstream.events.intake;

import io.goldstream.events.Field;
import io.goldstream.events.rules.RequiresUser;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One pass over an event's bytes that finds out whether it is valid for sure, and then its key and id; no text is
 * decoded, no value kept. It gives up at whatever is out of the ordinary, be that valid or not: a field that the type has
 * not, an escaped code point, an exponent, a key that needs repair. So it is wrong on one side only, and what it gives
 * up is read by {@link FieldReader}. Used once.
 */
final class Scan {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES * 0x80;
    private static final long BLANKS = ONES * ' ';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final byte DELETE = 0x7F;

    /** Digits before a point: a long holds them. */
    private static final int MAX_WHOLE_DIGITS = 18;

    /** Characters of one number. */
    private static final int MAX_NUMBER = 64;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] LOGGED_IN = RequiresUser.LOGGED_IN.getBytes(StandardCharsets.US_ASCII);

    private final ScanRules rules;
    private final byte[] bytes;
    private final int end;
    private final long receivedAtMillis;
    private int at;

    /** The string that was passed last, without its quotes; of printable ASCII, or not. */
    private int textBegin;

    private int textEnd;
    private boolean isPlain;

    private int named;
    private int present;
    private boolean isLoggedIn;
    private boolean isSuccess;
    private byte[] user;
    private byte[] session;
    private String id;

    Scan(ScanRules rules, byte[] bytes, int offset, int length, long receivedAtMillis) {
        this.rules = rules;
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
        this.receivedAtMillis = receivedAtMillis;
    }

    /** The outline of a valid event, or null where that is not certain. */
    Outline outline() {
        if (!passObject() || at != end || (present & rules.required) != rules.required) {
            return null;
        }
        if (user == null && !rules.mayLackUser(isLoggedIn, isSuccess)) {
            return null;
        }
        return new Outline(List.of(), user != null ? user : session, id);
    }

    private boolean passObject() {
        if (token() != '{') {
            return false;
        }
        byte separator;
        do {
            Expected expected = token() == '"' ? passName() : null;
            if (expected == null || (named & expected.bit) != 0 || token() != ':') {
                return false;
            }
            named |= expected.bit;
            if (!passValue(expected)) {
                return false;
            }
            separator = token();
        } while (separator == ',');
        if (separator != '}') {
            return false;
        }
        passBlanks();
        return true;
    }

    private void passBlanks() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            at++;
        }
    }

    /** The byte that is next; at the end 0, which fits nowhere. */
    private byte peek() {
        return at < end ? bytes[at] : 0;
    }

    /** Passes white space and what is behind it. */
    private byte token() {
        if (peek() <= ' ') {
            passBlanks();
        }
        byte token = peek();
        at++;
        return token;
    }

    /** Eight bytes; behind the end, zeros. */
    private long word(int from) {
        if (from + Long.BYTES <= end) {
            return (long) WORD.get(bytes, from);
        }
        long word = 0;
        for (int i = end - 1; i >= from; i--) {
            word = word << Byte.SIZE | (bytes[i] & 0xFF);
        }
        return word;
    }

    /** How many bytes of a word stand before the first one that a flag's high bit marks; all, where none is marked. */
    private static int bytesBefore(long flags) {
        return Long.numberOfTrailingZeros(flags) / Byte.SIZE;
    }

    /** Flags the quotes in a word. Only the first flag is exact: its borrow may raise those behind it. */
    private static long quotes(long word) {
        long zeros = word ^ QUOTES;
        return (zeros - ONES) & ~zeros & HIGH_BITS;
    }

    private static long first(int count, long word) {
        return count == Long.BYTES ? word : word & ((1L << count * Byte.SIZE) - 1);
    }

    /** Passes a name and its closing quote; the field, or null. */
    private Expected passName() {
        long begin = word(at);
        int length = bytesBefore(quotes(begin));
        long nameEnd = 0;
        if (length < Long.BYTES) {
            begin = first(length, begin);
        } else {
            nameEnd = word(at + Long.BYTES);
            int more = bytesBefore(quotes(nameEnd));
            nameEnd = first(more, nameEnd);
            length += more;
        }
        at += length;
        boolean isEnded = peek() == '"';
        at++;
        return isEnded ? rules.byName(begin, nameEnd) : null;
    }

    private boolean passValue(Expected expected) {
        byte first = token();
        at--;
        if (first == 'n') {
            return passLiteral(NULL);
        }
        boolean isFit =
                switch (expected.field.kind()) {
                    case TEXT -> first == '"' && passText() && isText(expected);
                    case ID -> passId(first) && isId(expected);
                    case INT, INSTANT -> passNumber(expected, true);
                    case REAL, DURATION -> passNumber(expected, false);
                    case BOOL -> passBoolean(expected.field, first);
                };
        present |= expected.bit;
        return isFit;
    }

    private boolean passLiteral(byte[] literal) {
        int behind = at + literal.length;
        if (behind > end || !Arrays.equals(bytes, at, behind, literal, 0, literal.length)) {
            return false;
        }
        at = behind;
        return true;
    }

    private boolean passBoolean(Field field, byte first) {
        boolean isTrue = first == 't';
        if (field == Field.SUCCESS) {
            isSuccess = isTrue;
        }
        return passLiteral(isTrue ? TRUE : FALSE);
    }

    private boolean isText(Expected expected) {
        if (expected.isTextBound()) {
            if (!isPlain || !expected.holds(bytes, textBegin, textEnd)) {
                return false;
            }
            if (expected.field == Field.AUTH) {
                isLoggedIn = Arrays.equals(bytes, textBegin, textEnd, LOGGED_IN, 0, LOGGED_IN.length);
            }
        } else if (expected.field == Field.AUTH) {
            return false; // it is not one of a few texts, and may say in another form that the user is logged in
        }
        return !expected.isRequired || isVisible();
    }

    /** Whether a text has a visible ASCII character, escaped or not: then no repair leaves it blank. */
    private boolean isVisible() {
        for (int i = textBegin; i < textEnd; i++) {
            if (bytes[i] == '\\') {
                i++;
                if (!Character.isLetter(bytes[i])) {
                    return true; // a quote, a backslash or a slash; letters stand for white space
                }
            } else if (bytes[i] > ' ' && bytes[i] != DELETE) {
                return true;
            }
        }
        return false;
    }

    private boolean passId(byte first) {
        if (first == '"') {
            return passText() && isPlain && textBegin < textEnd && bytes[textBegin] != ' ' && bytes[textEnd - 1] != ' ';
        }
        textBegin = at;
        boolean isInteger = passDigits() && peek() != '.';
        textEnd = at;
        return isInteger;
    }

    private boolean isId(Expected expected) {
        switch (expected.field) {
            case USER_ID -> user = Arrays.copyOfRange(bytes, textBegin, textEnd);
            case SESSION_ID -> session = Arrays.copyOfRange(bytes, textBegin, textEnd);
            case EVENT_ID -> id = new String(bytes, textBegin, textEnd - textBegin, StandardCharsets.ISO_8859_1);
            default -> throw new IllegalStateException("a scan does not know what " + expected.field + " names");
        }
        return expected.holds(bytes, textBegin, textEnd);
    }

    /** Passes a sign, if there is one, and the digits of a whole number. */
    private boolean passDigits() {
        if (peek() == '-') {
            at++;
        }
        int begin = at;
        while (isDigit(peek())) {
            at++;
        }
        int digits = at - begin;
        return digits == 1 || digits > 1 && digits <= MAX_WHOLE_DIGITS && bytes[begin] != '0';
    }

    /** Passes a number without an exponent: the next token would not fit what is behind one. */
    private boolean passNumber(Expected expected, boolean isInteger) {
        int begin = at;
        if (!passDigits()) {
            return false;
        }
        long whole = whole(begin, at);
        if (peek() != '.') {
            if (expected.field.kind() == Field.Kind.DURATION && whole >= FieldReader.MILLIS_FROM) {
                long seconds = whole / 1_000;
                return expected.holds(seconds, seconds + 1, receivedAtMillis);
            }
            return expected.holds(whole, whole, receivedAtMillis);
        }
        int point = at++;
        while (isDigit(peek())) {
            at++;
        }
        boolean isNegative = bytes[begin] == '-';
        return !isInteger
                && at - point > 1
                && at - begin <= MAX_NUMBER
                && expected.holds(isNegative ? whole - 1 : whole, isNegative ? whole : whole + 1, receivedAtMillis);
    }

    private long whole(int from, int to) {
        boolean isNegative = bytes[from] == '-';
        long whole = 0;
        for (int i = isNegative ? from + 1 : from; i < to; i++) {
            whole = whole * 10 + bytes[i] - '0';
        }
        return isNegative ? -whole : whole;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Passes a string, from quote to quote. */
    private boolean passText() {
        textBegin = ++at;
        isPlain = true;
        while (true) {
            long word = word(at);
            // Control characters, quotes, backslashes, U+007F, and all that is not ASCII; the first flag is exact.
            long flags =
                    ((word - BLANKS) | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES) | (word + ONES) | word)
                            & HIGH_BITS;
            at += bytesBefore(flags);
            if (flags == 0) {
                continue;
            }
            byte special = peek();
            if (special == '"') {
                textEnd = at++;
                return true;
            }
            isPlain = false;
            boolean isPassed = special == '\\' ? passEscape() : special < 0 ? passCodePoint() : special == DELETE;
            if (!isPassed) {
                return false;
            }
            if (special == DELETE) {
                at++;
            }
        }
    }

    /** Passes an escape of two characters; an escaped code point may be half of a surrogate pair. */
    private boolean passEscape() {
        at++;
        byte escaped = peek();
        at++;
        return switch (escaped) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
            default -> false;
        };
    }

    /** Passes a character of two to four bytes that is UTF-8 as RFC 3629 has it. */
    private boolean passCodePoint() {
        int lead = bytes[at] & 0xFF;
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (lead < 0xC2 || lead > 0xF4 || at + length > end) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        at += length;
        return switch (lead) {
            case 0xE0 -> second >= 0xA0; // else it were shorter
            case 0xED -> second < 0xA0; // else half of a surrogate pair
            case 0xF0 -> second >= 0x90; // else it were shorter
            case 0xF4 -> second < 0x90; // else beyond U+10FFFF
            default -> true;
        };
    }
}
