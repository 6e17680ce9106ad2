package io.goldstream.gateway.quarantine;

import io.goldstream.events.EventType;
import io.goldstream.events.Timestamps;
import io.goldstream.events.schema.QuarantineKind;
import io.goldstream.gateway.edge.QueryOptions;
import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import io.vertx.core.MultiMap;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the query of a count or a replay says, as it came; null for what it does not say.
 *
 * @param kind the kind of quarantine
 * @param type an event type's id
 * @param rule a rule that events break
 * @param since the first instant of receipt
 * @param until the first instant of receipt that is no more meant
 * @param limit how many events a replay may send
 * @param dryRun whether nothing is sent
 */
record QuarantineParameters(
        String kind,
        String type,
        String rule,
        String since,
        String until,

        @Pattern(regexp = "[+]?0*[1-9][0-9]{0,17}", message = "limit is a number from 1.")
        String limit,

        @Pattern(regexp = "true|false", message = "dryRun is true or false.")
        String dryRun) {

    /** Those that say which events are meant. */
    static final Set<String> FILTER = Set.of("kind", "type", "rule", "since", "until");

    /** Those of a replay. */
    static final Set<String> ALL =
            Stream.concat(FILTER.stream(), Stream.of("limit", "dryRun")).collect(Collectors.toUnmodifiableSet());

    private static final String INSTANT = " is an instant such as 2025-01-30T00:00:00Z, in " + Timestamps.RANGE + ".";
    private static final long DEFAULT_LIMIT = 10_000;

    /**
     * @param known the parameters that the route has
     * @throws ProblemException names the parameter that is wrong, and what it may be
     */
    static QuarantineParameters of(MultiMap query, Set<String> known, Validator validator) {
        QueryOptions.check(query, known);
        QuarantineParameters parameters = new QuarantineParameters(
                query.get("kind"),
                query.get("type"),
                query.get("rule"),
                query.get("since"),
                query.get("until"),
                query.get("limit"),
                query.get("dryRun"));
        Set<String> wrong = new TreeSet<>();
        validator.validate(parameters).stream()
                .map(ConstraintViolation::getMessage)
                .forEach(wrong::add);
        if (!wrong.isEmpty()) {
            throw ProblemType.UNREADABLE_OPTION.with(String.join(" ", wrong));
        }
        return parameters;
    }

    @AssertTrue(message = "kind is one of invalid, malformed, duplicate, unread.")
    boolean isKindKnown() {
        return kind == null
                || Stream.of(QuarantineKind.values()).map(QuarantineKind::id).anyMatch(kind::equals);
    }

    @AssertTrue(message = "type is one of page_view, listen, auth, status_change.")
    boolean isTypeKnown() {
        return type == null || EventType.byId(type).isPresent();
    }

    @AssertTrue(
            message = "rule does not fit kind=duplicate, because a duplicate breaks no rule: leave out rule or kind.")
    boolean isRuleOfKind() {
        return rule == null || !QuarantineKind.DUPLICATE.id().equals(kind);
    }

    @AssertTrue(message = "since" + INSTANT)
    boolean isSinceInstant() {
        return since == null || isInstant(since);
    }

    @AssertTrue(message = "until" + INSTANT)
    boolean isUntilInstant() {
        return until == null || isInstant(until);
    }

    @AssertTrue(message = "until must be later than since.")
    boolean isUntilLater() {
        return since == null
                || until == null
                || !isInstant(since)
                || !isInstant(until)
                || Instant.parse(since).isBefore(Instant.parse(until));
    }

    private static boolean isInstant(String text) {
        try {
            Instant time = Instant.parse(text);
            return !time.isBefore(Instant.ofEpochMilli(Timestamps.FIRST_MILLIS))
                    && !time.isAfter(Instant.ofEpochMilli(Timestamps.LAST_MILLIS));
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Which rows are meant: all that the parameters do not leave out. */
    QuarantineFilter filter() {
        return new QuarantineFilter(
                kind,
                type,
                rule,
                since == null ? Instant.EPOCH : Instant.parse(since),
                until == null ? Instant.MAX : Instant.parse(until));
    }

    long limitOrDefault() {
        return limit == null ? DEFAULT_LIMIT : Long.parseLong(limit);
    }

    boolean isDryRun() {
        return Boolean.parseBoolean(dryRun);
    }
}
