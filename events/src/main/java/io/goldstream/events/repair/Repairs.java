package io.goldstream.events.repair;

import java.util.function.Consumer;

/**
 * Repairs the damage that real producers do to text. Pure and total: any string goes in, a text or null comes out, and
 * each repair that changed something is told to the caller. What becomes of a text depends on nothing but the text. The
 * work grows with its length, and no faster.
 *
 * <p>A text without a visible character is no text: null. Any other text keeps a visible character, because a repair that
 * would take the last one is not applied: the song {@code ""} stays a song.
 */
public final class Repairs {

    /**
     * A regular expression that finds a visible character, in the syntax that all JSON Schema validators share: one that
     * {@link #isBlank(char)} is false for.
     */
    public static final String VISIBLE =
            "[^\u0000-\u0020\u007F-\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]";

    /** The longest run of combining marks that is normalized: that of Unicode's stream-safe text format (UAX #15). */
    private static final int MAX_MARKS = 30;

    /** Below this character, all text is in normalization form C. */
    private static final char FIRST_TO_NORMALIZE = '\u0300';

    private Repairs() {}

    /**
     * @param text the text as the producer sent it
     * @param applied is told each repair that changed the text
     * @return the text, or null where nothing is left of it
     */
    public static String text(String text, Consumer<Repair> applied) {
        return repair(new Draft(text), false, applied);
    }

    /** A state's code: a text, in capitals. Each character has one capital, so the text does not grow. */
    public static String state(String text, Consumer<Repair> applied) {
        return repair(new Draft(text), true, applied);
    }

    /** A word from a list, which is taken to the letter. */
    public static String listed(String text, Consumer<Repair> applied) {
        if (isBlank(text)) {
            applied.accept(Repair.BLANK);
            return null;
        }
        return text;
    }

    static String repair(Draft draft, boolean inCapitals, Consumer<Repair> applied) {
        Survey survey = new Survey(draft);
        if (!survey.isVisible) {
            applied.accept(Repair.BLANK);
            return null;
        }
        if (survey.highest >= 0x80 && survey.highest <= 0xFF) {
            String before = draft.text();
            Survey decoded = draft.decode() ? new Survey(draft) : survey;
            if (!decoded.isVisible) {
                draft.become(before);
            } else if (decoded != survey) {
                survey = decoded;
                applied.accept(Repair.MOJIBAKE);
            }
        }
        if (survey.isControlled) {
            controlCharacters(draft);
            applied.accept(Repair.CONTROL_CHARACTERS);
        }
        boolean isTrimmed = trim(draft);
        boolean isUnwrapped = survey.isQuoted && unwrap(draft);
        if (isUnwrapped) {
            isTrimmed |= trim(draft);
        }
        if (isTrimmed) {
            applied.accept(Repair.TRIM);
        }
        if (isUnwrapped) {
            applied.accept(Repair.WRAPPING_QUOTES);
        }
        if (survey.isEscaped && unescape(draft)) {
            applied.accept(Repair.ESCAPES);
        }
        if (survey.highest >= FIRST_TO_NORMALIZE && survey.isStreamSafe && draft.normalize()) {
            applied.accept(Repair.NORMALIZATION);
        }
        if (inCapitals && survey.hasSmall) {
            upperCase(draft);
            applied.accept(Repair.UPPER_CASE);
        }
        return draft.text();
    }

    /** What one look at each character of a text finds. */
    private static final class Survey {
        private boolean isVisible;
        private boolean isControlled;
        private boolean isQuoted;
        private boolean isEscaped;
        private boolean hasSmall;
        /** Whether it has no long run of combining marks: normalizing takes the square of a run's length, and no text has them. */
        private boolean isStreamSafe = true;

        private char highest;
        private int marks;
        private char before;

        Survey(Draft draft) {
            for (int i = 0; i < draft.length(); i++) {
                add(draft.at(i));
            }
        }

        private void add(char c) {
            isVisible |= !isBlank(c);
            isControlled |= Character.isISOControl(c);
            isQuoted |= c == '"';
            isEscaped |= c == '\\';
            hasSmall |= Character.toUpperCase(c) != c;
            highest = c > highest ? c : highest;
            if (c < FIRST_TO_NORMALIZE) {
                marks = 0;
            } else if (!Character.isHighSurrogate(c)) {
                boolean isPair = Character.isLowSurrogate(c) && Character.isHighSurrogate(before);
                marks = isMark(isPair ? Character.toCodePoint(before, c) : c) ? marks + 1 : 0;
                isStreamSafe &= marks <= MAX_MARKS;
            }
            before = c;
        }
    }

    private static void controlCharacters(Draft draft) {
        char[] cleaned = draft.blank();
        int length = 0;
        for (int i = 0; i < draft.length(); i++) {
            char c = draft.at(i);
            if (!Character.isISOControl(c)) {
                length = draft.append(cleaned, length, c);
            } else if (c == '\t' || c == '\n' || c == '\r') {
                length = draft.append(cleaned, length, ' ');
            }
        }
        draft.become(cleaned, length);
    }

    private static boolean trim(Draft draft) {
        int start = 0;
        int end = draft.length();
        while (start < end && isBlank(draft.at(start))) {
            start++;
        }
        while (end > start && isBlank(draft.at(end - 1))) {
            end--;
        }
        boolean isTrimmed = end - start < draft.length();
        draft.cut(start, end);
        return isTrimmed;
    }

    private static boolean unwrap(Draft draft) {
        int last = draft.length() - 1;
        if (last < 1 || draft.at(0) != '"' || draft.at(last) != '"') {
            return false;
        }
        boolean escaped = false;
        boolean isVisible = false;
        for (int i = 1; i < last; i++) {
            char c = draft.at(i);
            if (c == '"' && !escaped) {
                return false; // "A" and "B": two quoted words, not one wrapped text
            }
            escaped = c == '\\' && !escaped;
            isVisible |= !isBlank(c);
        }
        if (escaped || !isVisible) {
            return false;
        }
        draft.cut(1, last);
        return true;
    }

    private static boolean unescape(Draft draft) {
        char[] unescaped = draft.blank();
        int length = 0;
        boolean isPending = false; // a backslash that may stand before what it escapes
        for (int i = 0; i < draft.length(); i++) {
            char c = draft.at(i);
            if (isPending) {
                if (c != '"' && c != '\\') {
                    length = draft.append(unescaped, length, '\\');
                }
                length = draft.append(unescaped, length, c);
                isPending = false;
            } else if (c == '\\') {
                isPending = true;
            } else {
                length = draft.append(unescaped, length, c);
            }
        }
        if (isPending) {
            length = draft.append(unescaped, length, '\\');
        }
        boolean isChanged = length < draft.length();
        if (isChanged) {
            draft.become(unescaped, length);
        }
        return isChanged;
    }

    private static void upperCase(Draft draft) {
        char[] capitals = draft.blank();
        int length = 0;
        for (int i = 0; i < draft.length(); i++) {
            length = draft.append(capitals, length, Character.toUpperCase(draft.at(i)));
        }
        draft.become(capitals, length);
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    /** Whether a text is nothing, or has only characters that cannot be seen. */
    public static boolean isBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isBlank(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** White space of any kind, the no-break spaces too, which {@link String#isBlank()} does not count; control characters. */
    static boolean isBlank(char c) {
        return Character.isSpaceChar(c) || Character.isISOControl(c);
    }
}
