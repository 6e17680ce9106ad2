package io.goldstream.events.repair;

import java.util.Locale;

/** The kinds of repair, in the order in which they are told. */
public enum Repair {
    /** UTF-8 that was read as ISO-8859-1, where the way back is exact: {@code OlomidÃ©} → {@code Olomidé}. */
    MOJIBAKE,
    /** Tabs and line breaks become blanks; other control characters, C0 and C1, go. */
    CONTROL_CHARACTERS,
    /** Blanks at the edges, no-break spaces among them, and within wrapping quotes that go. */
    TRIM,
    /** One pair of quotes around a text whose inner quotes, if any, are escaped. */
    WRAPPING_QUOTES,
    /** {@code \"} → {@code "} and {@code \\} → {@code \}. */
    ESCAPES,
    /** Unicode normalization form C; not for a text with more than 30 combining marks in a row, which is none. */
    NORMALIZATION,
    /** A text of nothing, or only blanks, is no text. */
    BLANK,
    /** State codes are in capitals. */
    UPPER_CASE,
    /** A duration in milliseconds, as the producer's dialect has it, becomes seconds. */
    DURATION_UNIT;

    /** The name in metrics: {@code mojibake}, {@code control_characters}, … */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
