package io.goldstream.gateway.quarantine;

import io.goldstream.events.EventType;
import io.goldstream.events.schema.QuarantineKind;
import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
