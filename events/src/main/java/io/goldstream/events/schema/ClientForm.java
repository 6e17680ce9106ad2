package io.goldstream.events.schema;

import java.util.Locale;

/** What a client runs on: the column {@code form} of silver. */
public enum ClientForm {
    PHONE,
    TABLET,
    DESKTOP,
    TV,
    SPEAKER,
    CONSOLE,
    CAR,
    WATCH,
    HEADSET,
    /** A program that is no listener's. */
    BOT,
    /** Not known from the user agent. */
    UNKNOWN;

    /** The word in the column. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
