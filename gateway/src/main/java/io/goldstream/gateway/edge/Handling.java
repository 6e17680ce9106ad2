package io.goldstream.gateway.edge;

import java.util.List;
import java.util.Locale;

/** What the client wants done with a batch. */
enum Handling {
    /** Keep what can be kept: invalid events too, for the quarantine. */
    LENIENT,
    /** Keep all, or nothing: one event that is not valid, and none is kept. */
    STRICT,
    /** Keep nothing, only judge. */
    DRY_RUN;

    /** The header's value that asks for {@link #STRICT} (RFC 7240). */
    static final String PREFER_STRICT = "handling=strict";

    static Handling of(List<String> prefer, boolean dryRun) {
        if (dryRun) {
            return DRY_RUN;
        }
        boolean strict = prefer.stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .anyMatch(preference ->
                        preference.strip().toLowerCase(Locale.ROOT).equals(PREFER_STRICT));
        return strict ? STRICT : LENIENT;
    }
}
