package io.goldstream.connect.convert;

import java.util.Locale;

/** What becomes of a property that a table does not have. */
enum UnknownProperties {
    SKIP,
    FAIL;

    static UnknownProperties of(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
