package io.goldstream.events.intake;

import io.goldstream.events.Field;
import io.goldstream.events.Timestamps;
import io.goldstream.events.rules.Constraint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What the rules of one type ask of one field, in the form in which a {@link Scan} holds bytes against it. Never more
 * lenient than the rules, and stricter where that is simpler: an event that falls between the two is parsed.
 */
final class Expected {

    /** The longest name that a scan knows, in bytes: two words. */
    static final int MAX_NAME = 2 * Long.BYTES;

    final Field field;
    final int bit;

    /** The first and the second eight bytes of the name, as little-endian words. */
    final long nameBegin;

    final long nameEnd;

    /** In bytes: a word alone does not tell a name's end from zeros in it. */
    final int nameLength;

    /** Whether an event without it, or with a blank, is never valid. */
    final boolean isRequired;

    /** Bounds of a number, inclusive. */
    private long least = Long.MIN_VALUE;

    private long most = Long.MAX_VALUE;

    /** How many milliseconds an instant may be after the receipt. */
    private long tolerance = Long.MAX_VALUE;

    /** A character has at least one byte: in bytes, it is a bound that is never too lenient. */
    private int mostCharacters = Integer.MAX_VALUE;

    private List<byte[]> allowed = List.of();

    Expected(Field field, Rules rules) {
        byte[] name = field.jsonName().getBytes(StandardCharsets.US_ASCII);
        if (name.length > MAX_NAME) {
            throw new IllegalStateException("the JSON name " + field.jsonName() + " has more than " + MAX_NAME
                    + " characters: choose a shorter one");
        }
        this.field = field;
        this.bit = 1 << field.ordinal();
        this.nameBegin = word(name, 0);
        this.nameEnd = word(name, Long.BYTES);
        this.nameLength = name.length;
        this.isRequired = rules.isRequired(field);
        if (field.kind() == Field.Kind.INT) {
            within(Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (field.kind() == Field.Kind.INSTANT) {
            within(Timestamps.FIRST_MILLIS, Timestamps.LAST_MILLIS);
        }
        for (Rules.Rule rule : rules.all()) {
            if (rule.field() == field) {
                expect(rule.constraint());
            }
        }
    }

    private void expect(Constraint constraint) {
        if (constraint instanceof Constraint.Positive) {
            within(1, Long.MAX_VALUE);
        } else if (constraint instanceof Constraint.NotNegative) {
            within(0, Long.MAX_VALUE);
        } else if (constraint instanceof Constraint.Range range) {
            within((long) Math.ceil(range.minimum().orElse(Double.NEGATIVE_INFINITY)), (long)
                    Math.floor(range.maximum().orElse(Double.POSITIVE_INFINITY)));
        } else if (constraint instanceof Constraint.NotBeforeMillis notBefore) {
            within(notBefore.first(), Long.MAX_VALUE);
        } else if (constraint instanceof Constraint.NotAfterReceiptMillis notAfter) {
            tolerance = notAfter.tolerance();
        } else if (constraint instanceof Constraint.Length length) {
            mostCharacters = length.maximum();
        } else if (constraint instanceof Constraint.Allowed values) {
            allowed = values.values().stream()
                    .map(value -> value.getBytes(StandardCharsets.UTF_8))
                    .toList();
        } else if (!(constraint instanceof Constraint.Required || constraint instanceof Constraint.UserRequired)) {
            throw new IllegalStateException("a scan knows nothing of " + constraint);
        }
    }

    private void within(long minimum, long maximum) {
        least = Math.max(least, minimum);
        most = Math.min(most, maximum);
    }

    private static long word(byte[] name, int from) {
        long word = 0;
        for (int i = Math.min(name.length, from + Long.BYTES) - 1; i >= from; i--) {
            word = word << Byte.SIZE | name[i];
        }
        return word;
    }

    /** Whether a number that lies between these two, whichever it is, keeps the rules. */
    boolean holds(long low, long high, long receivedAtMillis) {
        return low >= least && high <= most && (tolerance == Long.MAX_VALUE || high <= receivedAtMillis + tolerance);
    }

    /** Whether a text of so many bytes is short enough for sure. */
    boolean holdsLength(int length) {
        return length <= mostCharacters;
    }

    /** Whether a text is one of a few words. */
    boolean isListed() {
        return !allowed.isEmpty();
    }

    /** Whether these bytes are one of the words. */
    boolean holds(byte[] bytes, int from, int to) {
        for (int i = 0; i < allowed.size(); i++) {
            byte[] one = allowed.get(i);
            if (Arrays.equals(bytes, from, to, one, 0, one.length)) {
                return true;
            }
        }
        return false;
    }
}
