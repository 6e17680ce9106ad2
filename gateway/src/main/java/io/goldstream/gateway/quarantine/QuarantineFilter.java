package io.goldstream.gateway.quarantine;

import io.goldstream.events.EventType;
import io.goldstream.events.Timestamps;
import io.goldstream.events.schema.QuarantineKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Which rows of the quarantine are meant.
 *
 * @param kind invalid, malformed, duplicate or unread; null for all
 * @param type an event type's id; null for all
 * @param rule a rule that the event breaks; null for all
 * @param since the first instant of receipt
 * @param until the first instant of receipt that is no more meant
 */
record QuarantineFilter(String kind, String type, String rule, Instant since, Instant until) {

    /** The parameters that make a filter. */
    static final List<String> PARAMETERS = List.of("kind", "type", "rule", "since", "until");

    private static final Logger LOG = Logger.getLogger(QuarantineFilter.class);
    private static final Instant FIRST = Instant.ofEpochMilli(Timestamps.FIRST_MILLIS);
    private static final Instant LAST = Instant.ofEpochMilli(Timestamps.LAST_MILLIS);

    private static final List<String> KINDS =
            Stream.of(QuarantineKind.values()).map(QuarantineKind::id).toList();

    /**
     * @param parameters the request's
     * @throws IllegalArgumentException names the parameter that is wrong, and what it may be
     */
    static QuarantineFilter of(Map<String, String> parameters) {
        String kind = parameters.get("kind");
        if (kind != null && !KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind is one of " + KINDS);
        }
        String type = parameters.get("type");
        if (type != null && EventType.byId(type).isEmpty()) {
            throw new IllegalArgumentException("type is an event type, as /v1/event-types lists them");
        }
        Map<String, Instant> times = new HashMap<>();
        Map.of("since", Instant.EPOCH, "until", Instant.MAX)
                .forEach((name, otherwise) -> times.put(name, time(name, parameters.get(name), otherwise)));
        return new QuarantineFilter(kind, type, parameters.get("rule"), times.get("since"), times.get("until"));
    }

    private static Instant time(String name, String text, Instant otherwise) {
        try {
            Instant time = text == null ? otherwise : Instant.parse(text);
            if (time.equals(otherwise) || !time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            LOG.debugf(e, "no instant: %s", text);
        }
        throw new IllegalArgumentException(
                name + " is an instant such as 2025-01-30T00:00:00Z, in " + Timestamps.RANGE);
    }

    boolean matches(QuarantineRow row) {
        return isMeant(kind, row, QuarantineRow::kind)
                && isMeant(type, row, QuarantineRow::type)
                && (rule == null
                        || row.violations().stream()
                                .anyMatch(violation -> violation.rule().equals(rule)))
                && row.receivedAt() >= since.toEpochMilli()
                && (until.equals(Instant.MAX) || row.receivedAt() < until.toEpochMilli());
    }

    private static boolean isMeant(String wanted, QuarantineRow row, Function<QuarantineRow, String> of) {
        return wanted == null || wanted.equals(of.apply(row));
    }
}
