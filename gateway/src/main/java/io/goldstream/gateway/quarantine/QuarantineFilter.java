package io.goldstream.gateway.quarantine;

import io.goldstream.events.EventType;
import io.goldstream.events.Timestamps;
import io.goldstream.events.schema.QuarantineKind;
import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
    static final Set<String> PARAMETERS = Set.of("kind", "type", "rule", "since", "until");

    private static final Logger LOG = Logger.getLogger(QuarantineFilter.class);
    private static final Instant FIRST = Instant.ofEpochMilli(Timestamps.FIRST_MILLIS);
    private static final Instant LAST = Instant.ofEpochMilli(Timestamps.LAST_MILLIS);

    private static final List<String> KINDS =
            Stream.of(QuarantineKind.values()).map(QuarantineKind::id).toList();

    /**
     * @param query the request's parameters, each of them once
     * @throws ProblemException names the parameter that is wrong, and what it may be
     */
    static QuarantineFilter of(MultiMap query) {
        String kind = query.get("kind");
        if (kind != null && !KINDS.contains(kind)) {
            throw unreadable("kind is one of " + String.join(", ", KINDS) + ".");
        }
        String type = query.get("type");
        if (type != null && EventType.byId(type).isEmpty()) {
            throw unreadable("type is one of "
                    + Stream.of(EventType.values()).map(EventType::id).collect(Collectors.joining(", ")) + ".");
        }
        String rule = query.get("rule");
        if (rule != null && QuarantineKind.DUPLICATE.id().equals(kind)) {
            throw unreadable(
                    "rule does not fit kind=duplicate, because a duplicate breaks no rule: leave out rule or kind.");
        }
        Instant since = time(query, "since", Instant.EPOCH);
        Instant until = time(query, "until", Instant.MAX);
        if (query.contains("since") && !since.isBefore(until)) {
            throw unreadable("until must be later than since.");
        }
        return new QuarantineFilter(kind, type, rule, since, until);
    }

    private static Instant time(MultiMap query, String name, Instant otherwise) {
        String text = query.get(name);
        try {
            Instant time = text == null ? otherwise : Instant.parse(text);
            if (time.equals(otherwise) || !time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            LOG.debugf(e, "not an instant: %s", text);
        }
        throw unreadable(name + " is an instant such as 2025-01-30T00:00:00Z, in " + Timestamps.RANGE + ".");
    }

    /** Says whether a record of a type can be quarantined as a kind by a rule of a name. */
    interface KnownRules {
        boolean has(QuarantineKind kind, EventType type, String rule);
    }

    /**
     * To be asked where nothing matches: a rule that nobody knows is a misspelt one, and no row of another kind will ever
     * have it. One of older rules is still found by its rows.
     *
     * @throws ProblemException if no row of the filter's kind and type can have its rule
     */
    void checkRule(KnownRules rules) {
        if (rule == null || isRule(rules, one -> kind == null || one.id().equals(kind))) {
            return;
        }
        if (isRule(rules, any -> true)) {
            throw unreadable("rule does not fit kind=" + kind
                    + ", because events that break it are of another kind: leave out rule or kind.");
        }
        throw unreadable("rule is not the name of a rule" + (type == null ? "" : " of " + type)
                + ". GET /v1/quarantine without rule lists the rules that events broke. On the clients' port, GET"
                + " /v1/event-types/{type}/schema has the rules of a type.");
    }

    private boolean isRule(KnownRules rules, Predicate<QuarantineKind> isOfKind) {
        return Stream.of(QuarantineKind.values()).filter(isOfKind).anyMatch(one -> Stream.of(EventType.values())
                .filter(of -> type == null || of.id().equals(type))
                .anyMatch(of -> rules.has(one, of, rule)));
    }

    static ProblemException unreadable(String detail) {
        return ProblemType.UNREADABLE_OPTION.with(detail);
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
