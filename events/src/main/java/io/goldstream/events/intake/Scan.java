package io.goldstream.events.intake;

import io.goldstream.events.Field;
import io.goldstream.events.repair.Repair;
import io.goldstream.events.rules.RequiresUser;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One pass over an event's bytes that finds out whether it is valid for sure, and then its key and id; where it is told to,
 * it keeps the values, repaired, else no text is decoded. It gives up at whatever is out of the ordinary, be that valid or
 * not: a field that the type has not, an escaped code point, an exponent, a key that needs repair. So it is wrong on one
 * side only, and what it gives up is parsed, for {@link FieldReader}. Used once.
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
    private static final byte[] WRAPPER = {'\\', '"'};
    private static final byte[] LOGGED_IN = RequiresUser.LOGGED_IN.getBytes(StandardCharsets.US_ASCII);

    private final ScanRules rules;
    private final byte[] bytes;
    private final int end;
    private final long receivedAtMillis;

    /** Where values are kept; null where they are not. */
    private final ParsedEvent event;

    private int at;

    /** The string that was passed last, without its quotes; and how many of its characters are not plain, printable ASCII. */
    private int textBegin;

    private int textEnd;
    private int specials;

    /** The number that was passed last, without its fraction. */
    private long whole;

    private int named;
    private int present;
    private boolean isLoggedIn;
    private boolean isSessionText;
    private boolean isUserNumber;

    /** The duration, in its producer's unit, lies between these two. */
    private long durationLow;

    private long durationHigh;
    private Expected duration;
    private boolean isSuccess;
    private byte[] user;
    private byte[] session;
    private String id;

    private Scan(ScanRules rules, byte[] bytes, int offset, int length, long receivedAtMillis, ParsedEvent event) {
        this.rules = rules;
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
        this.receivedAtMillis = receivedAtMillis;
        this.event = event;
    }

    /** The outline of a valid event, or null where that is not certain. */
    static Outline outline(ScanRules rules, byte[] bytes, int offset, int length, long receivedAtMillis) {
        Scan scan = new Scan(rules, bytes, offset, length, receivedAtMillis, null);
        return scan.isValid() ? new Outline(List.of(), scan.user != null ? scan.user : scan.session, scan.id) : null;
    }

    /** Fills an event, and tells whether it is valid for sure; else what is in it is of no use. */
    static boolean fill(ParsedEvent event, ScanRules rules, byte[] bytes, int offset, int length) {
        return new Scan(rules, bytes, offset, length, event.receivedAtMillis(), event).isValid();
    }

    private boolean isValid() {
        return passObject()
                && at == end
                && (present & rules.required) == rules.required
                && (duration == null || holdsDuration())
                && (isPresent(Field.USER_ID) || rules.mayLackUser(isLoggedIn, isSuccess));
    }

    /** Whether the duration keeps the rules for sure, now that the ids have told its unit. */
    private boolean holdsDuration() {
        if (!isSessionText || isUserNumber) {
            return duration.holds(durationLow, durationHigh, receivedAtMillis);
        }
        if (event != null) {
            event.putSeconds(Field.DURATION);
        }
        return duration.holds(
                Math.floorDiv(durationLow, 1_000), Math.floorDiv(durationHigh, 1_000) + 1, receivedAtMillis);
    }

    private boolean isPresent(Field field) {
        return (present & 1 << field.ordinal()) != 0;
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
        return isEnded ? rules.byName(begin, nameEnd, length) : null;
    }

    private boolean passValue(Expected expected) {
        byte first = token();
        at--;
        if (first == 'n') {
            return passLiteral(NULL);
        }
        boolean isFit =
                switch (expected.field.kind()) {
                    case TEXT -> first == '"' && passText() && isText(expected) && keepText(expected);
                    case ID ->
                        passId(expected.field, first)
                                && expected.holdsLength(textEnd - textBegin)
                                && keepId(expected.field);
                    case INT, INSTANT -> passNumber(expected, true);
                    case REAL -> passNumber(expected, false);
                    case DURATION -> passDuration(expected);
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
        return passLiteral(isTrue ? TRUE : FALSE) && keep(field, isTrue ? 1 : 0);
    }

    private boolean keep(Field field, long number) {
        if (event != null) {
            event.put(field, number);
        }
        return true;
    }

    private boolean keep(Field field, double number) {
        if (event != null) {
            event.put(field, number);
        }
        return true;
    }

    private boolean keepVerbatim(Field field, int begin, int behind) {
        if (event != null) {
            event.putVerbatim(field, bytes, begin, behind);
        }
        return true;
    }

    private boolean keepText(Expected expected) {
        if (event == null) {
            return true;
        }
        if (isWrapped() && expected.field != Field.STATE) {
            event.repaired(Repair.WRAPPING_QUOTES);
            event.putVerbatim(expected.field, bytes, textBegin + WRAPPER.length, textEnd - WRAPPER.length);
        } else if (isClean() && (expected.field != Field.STATE || isWithoutSmallLetters())) {
            event.putVerbatim(expected.field, bytes, textBegin, textEnd);
        } else {
            event.putRepaired(expected.field, specials == 0 ? ascii(textBegin, textEnd) : decoded());
        }
        return true;
    }

    /** Whether the text that was passed last is a clean one in escaped quotes: those go, and nothing else is to be done. */
    private boolean isWrapped() {
        int begin = textBegin + WRAPPER.length;
        int last = textEnd - WRAPPER.length;
        return specials == 2
                && begin < last
                && Arrays.equals(bytes, textBegin, begin, WRAPPER, 0, WRAPPER.length)
                && Arrays.equals(bytes, last, textEnd, WRAPPER, 0, WRAPPER.length)
                && bytes[begin] != ' '
                && bytes[last - 1] != ' ';
    }

    private boolean isWithoutSmallLetters() {
        for (int i = textBegin; i < textEnd; i++) {
            if (bytes[i] >= 'a' && bytes[i] <= 'z') {
                return false;
            }
        }
        return true;
    }

    private String ascii(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String decoded() {
        String text = new String(bytes, textBegin, textEnd - textBegin, StandardCharsets.UTF_8);
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder unescaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            unescaped.append(c == '\\' ? meant(text.charAt(++i)) : c);
        }
        return unescaped.toString();
    }

    /** What an escape that was passed stands for. */
    private static char meant(char escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escaped;
        };
    }

    private boolean isText(Expected expected) {
        if (!expected.holdsLength(textEnd - textBegin)) {
            return false;
        }
        if (expected.isListed()) {
            if (!expected.holds(bytes, textBegin, textEnd)) {
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

    private boolean passId(Field field, byte first) {
        if (field == Field.SESSION_ID) {
            isSessionText = first == '"';
        } else if (field == Field.USER_ID) {
            isUserNumber = first != '"';
        }
        if (first == '"') {
            return passText() && isClean();
        }
        textBegin = at;
        boolean isInteger = passDigits() && peek() != '.' && (whole != 0 || bytes[textBegin] == '0');
        textEnd = at;
        return isInteger;
    }

    /** Whether the text that was passed last needs no repair: what {@code Repairs} leave as it is at a glance. */
    private boolean isClean() {
        return specials == 0 && textBegin < textEnd && bytes[textBegin] != ' ' && bytes[textEnd - 1] != ' ';
    }

    private boolean keepId(Field field) {
        if (event != null) {
            event.putVerbatim(field, bytes, textBegin, textEnd);
            if (bytes[textBegin - 1] != '"') {
                event.putNumbered(field);
            }
            return true;
        }
        switch (field) {
            case USER_ID -> user = Arrays.copyOfRange(bytes, textBegin, textEnd);
            case SESSION_ID -> session = Arrays.copyOfRange(bytes, textBegin, textEnd);
            case EVENT_ID -> id = ascii(textBegin, textEnd);
            default -> throw new IllegalStateException("a scan has no place for the value of " + field);
        }
        return true;
    }

    /** Passes a sign, if there is one, and the digits of a {@link #whole} number. */
    private boolean passDigits() {
        boolean isNegative = peek() == '-';
        if (isNegative) {
            at++;
        }
        int begin = at;
        long sum = 0;
        for (byte next = peek(); isDigit(next); next = peek()) {
            sum = sum * 10 + next - '0'; // of too many digits, whatever: they do not pass
            at++;
        }
        whole = isNegative ? -sum : sum;
        int digits = at - begin;
        return digits == 1 || digits > 1 && digits <= MAX_WHOLE_DIGITS && bytes[begin] != '0';
    }

    /** Passes a number without an exponent: the next token would not fit what is behind one. */
    private boolean passNumber(Expected expected, boolean isInteger) {
        int begin = at;
        if (!passDigits()) {
            return false;
        }
        if (peek() != '.') {
            return expected.holds(whole, whole, receivedAtMillis)
                    && (isInteger ? keep(expected.field, whole) : keep(expected.field, (double) whole));
        }
        return !isInteger
                && passFraction(begin)
                && expected.holds(low(begin), high(begin), receivedAtMillis)
                && keepVerbatim(expected.field, begin, at);
    }

    private boolean passFraction(int begin) {
        int point = at++;
        while (isDigit(peek())) {
            at++;
        }
        return at - point > 1 && at - begin <= MAX_NUMBER;
    }

    /** The integers between which the number lies that began there and has a fraction. */
    private long low(int begin) {
        return bytes[begin] == '-' ? whole - 1 : whole;
    }

    private long high(int begin) {
        return bytes[begin] == '-' ? whole : whole + 1;
    }

    /** Passes a number whose unit is not known yet: what the rules ask of it is looked at when the ids are known. */
    private boolean passDuration(Expected expected) {
        duration = expected;
        int begin = at;
        if (!passDigits()) {
            return false;
        }
        if (peek() != '.') {
            durationLow = whole;
            durationHigh = whole;
            return keep(expected.field, (double) whole);
        }
        durationLow = low(begin);
        durationHigh = high(begin);
        return passFraction(begin) && keepVerbatim(expected.field, begin, at);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Passes a string, from quote to quote. */
    private boolean passText() {
        textBegin = ++at;
        specials = 0;
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
            specials++;
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
