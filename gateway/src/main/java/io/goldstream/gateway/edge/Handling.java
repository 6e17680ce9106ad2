package io.goldstream.gateway.edge;

import io.goldstream.gateway.problem.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the client wants done with a batch.
 *
 * @param isStrict keep all, or nothing: one event that is not valid, and none is kept. Else what can be kept is: invalid
 *     events too, for the quarantine
 * @param isDryRun keep nothing, only judge
 */
record Handling(boolean isStrict, boolean isDryRun) {

    private static final String PREFERENCE = "handling";
    private static final Map<String, Boolean> VALUES = Map.of("strict", true, "lenient", false);

    /** What is answered as applied (RFC 7240, 3). */
    static final String STRICT = PREFERENCE + "=strict";

    /**
     * @param prefer the headers of that name (RFC 7240): other preferences are passed over, as it asks; of several of one
     *     name, the first counts
     */
    static Handling of(List<String> prefer, boolean isDryRun) {
        for (String header : prefer) {
            for (String preference : HeaderText.split(header, ',')) {
                List<String> withParameters = HeaderText.split(preference, ';');
                String[] parts = (withParameters.isEmpty() ? "" : withParameters.getFirst()).split("=", 2);
                if (parts[0].strip().equalsIgnoreCase(PREFERENCE)) {
                    return new Handling(isStrict(parts.length > 1 ? parts[1].strip() : ""), isDryRun);
                }
            }
        }
        return new Handling(false, isDryRun);
    }

    /** Who misspells it wants something: it is not for us to say that it was nothing. */
    private static boolean isStrict(String value) {
        Boolean isStrict = VALUES.get(HeaderText.unquote(value).toLowerCase(Locale.ROOT));
        if (isStrict == null) {
            throw ProblemType.UNREADABLE_OPTION.with("Prefer: handling is strict or lenient. Nothing was kept.");
        }
        return isStrict;
    }
}
