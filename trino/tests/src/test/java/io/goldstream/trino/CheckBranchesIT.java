package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.auth;
import static io.goldstream.trino.TestEvent.listen;
import static io.goldstream.trino.TestEvent.pageView;
import static io.goldstream.trino.TestEvent.statusChange;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.trino.check.Limits;
import io.goldstream.trino.check.Outcome;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a check asks of many tables or columns, it asks of each: all are wrong at once, each in a way of its own, and one run
 * tells them all.
 */
class CheckBranchesIT {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate PAGES = TODAY.minusDays(20);
    private static final LocalDate FIRST_PLAY = TODAY.minusDays(19);
    private static final LocalDate SECOND_PLAY = TODAY.minusDays(18);
    private static final LocalDate THIRD_PLAY = TODAY.minusDays(17);
    private static final LocalDate FAULTS = TODAY.minusDays(3);
    private static final Limits LIMITS = new Limits(Duration.ofDays(60), Duration.ofMinutes(15), Duration.ZERO);

    private static SmallLake lake;

    @BeforeAll
    static void land() throws Exception {
        lake = SmallLake.get();
        lake.land(
                pageView(PAGES + "T08:00", "branch").place("b0", 0),
                // no page is just before it, so it is no repeat
                auth(PAGES + "T08:01", "branch").place("b0", 5),
                statusChange(PAGES + "T08:02", "branch")
                        .place("b0", 6)
                        .with("from_level", "free")
                        .with("to_level", "paid"),
                // the next 20 minutes later, at a place that is known
                listen(FIRST_PLAY + "T08:00", "branch").place("b1", 0).location("Branchton", "OH", "43001"),
                listen(FIRST_PLAY + "T08:20", "branch").place("b1", 1).location("Branchton", "OH", "43001"),
                listen(SECOND_PLAY + "T08:00", "branch").place("b2", 0),
                listen(THIRD_PLAY + "T08:00", "branch").place("b3", 0));
    }

    @AfterAll
    static void forget() throws Exception {
        for (LocalDate date : List.of(PAGES, FIRST_PLAY, SECOND_PLAY, THIRD_PLAY)) {
            lake.forget(date);
        }
    }

    /** A view, and a piece of its text that is another for a while. */
    private record Wrong(String view, String piece, String by) {}

    @Test
    void everyRangeAndEveryVocabularyIsHeldTo() throws Exception {
        try {
            lake.land(
                    listen(FAULTS + "T08:00", "f")
                            .place("f1", 0)
                            .with("event_id", "no length")
                            .with("duration_seconds", -1.5),
                    pageView(FAULTS + "T08:01", "f")
                            .place("f1", 1)
                            .with("event_id", "no place")
                            .with("item_in_session", -1),
                    listen(FAULTS + "T09:00", "f")
                            .place("f2", 0)
                            .with("event_id", "no pole")
                            .with("lat", 91.0)
                            .with("lon", 0.0),
                    listen(FAULTS + "T10:00", "f")
                            .place("f3", 0)
                            .with("event_id", "no date")
                            .with("event_time", SmallLake.FIRST.minusDays(1).atTime(10, 0)),
                    pageView(FAULTS + "T11:00", "f")
                            .place("f4", 0)
                            .with("event_id", "no day")
                            .with("event_time", SmallLake.FIRST.minusDays(1).atTime(11, 0)),
                    pageView(FAULTS + "T12:00", "f")
                            .place("f5", 0)
                            .with("event_id", "no status")
                            .with("status", 600)
                            .level("p l")
                            .with("auth", "p a"),
                    listen(FAULTS + "T12:00", "f").place("f5", 0).level("l l").with("auth", "l a"),
                    auth(FAULTS + "T12:00", "f").place("f5", 0).level("a l").with("auth", "a a"),
                    statusChange(FAULTS + "T12:00", "f")
                            .place("f5", 0)
                            .level("s l")
                            .with("auth", "s a")
                            .with("from_level", "s f")
                            .with("to_level", "s t"));
            lake.run(
                    "INSERT INTO landing.quarantine_events (kind, source_timestamp) VALUES ('odd', TIMESTAMP '%s 08:00:00')"
                            .formatted(FAULTS));

            assertThat(broken("ranges", 0, 1))
                    .containsExactlyInAnyOrder(
                            List.of("song's length", "no length"),
                            List.of("time listened", "no length"),
                            List.of("place in the session", "no place"),
                            List.of("coordinates", "no pole"),
                            List.of("date", "no date"),
                            List.of("date", "no day"),
                            List.of("status", "no status"));
            assertThat(broken("accepted values", 0, 1))
                    .containsExactlyInAnyOrder(
                            List.of("silver.page_views.level", "p l"),
                            List.of("silver.page_views.auth", "p a"),
                            List.of("silver.listens.level", "l l"),
                            List.of("silver.listens.auth", "l a"),
                            List.of("silver.auth_attempts.level", "a l"),
                            List.of("silver.auth_attempts.auth", "a a"),
                            List.of("silver.status_changes.level", "s l"),
                            List.of("silver.status_changes.auth", "s a"),
                            List.of("silver.status_changes.from_level", "s f"),
                            List.of("silver.status_changes.to_level", "s t"),
                            List.of("quarantine.events.kind", "odd"));
        } finally {
            lake.forget(FAULTS);
        }
    }

    @Test
    void noRowIsOnAnotherDateThanItsEvent() throws Exception {
        String date = "CAST(landed.event_time AS date)";
        List<Wrong> wrong = Stream.of("silver.listens", "silver.page_views")
                .map(view -> new Wrong(view, date, "date_add('day', 1, " + date + ")"))
                .toList();

        assertThat(brokenWith("ranges", wrong.subList(0, 1), 0)).containsOnly(List.of("date"));
        assertThat(brokenWith("ranges", wrong.subList(1, 2), 0)).containsOnly(List.of("date"));
    }

    @Test
    void noPlayIsAStreamAndASkip() throws Exception {
        assertThat(brokenWith(
                        "ranges",
                        List.of(new Wrong(
                                "silver.timed_listens",
                                "listened_seconds < 30 AND listened_seconds < duration_seconds",
                                "gap_seconds = 1200")),
                        0))
                .containsOnly(List.of("stream or skip"));
    }

    @Test
    void everyFactIsReconciled() throws Exception {
        assertThat(brokenWith(
                        "reconciliation of gold",
                        List.of(
                                new Wrong(
                                        "gold.fact_stream",
                                        "FROM silver.keyed_listens",
                                        "FROM silver.keyed_listens WHERE session_id <> 'b1'"),
                                new Wrong("gold.wide_fact", "LEFT JOIN silver.state_names", "JOIN silver.state_names"),
                                new Wrong(
                                        "gold.fact_page_view",
                                        "FROM silver.page_views",
                                        "FROM silver.page_views WHERE false"),
                                new Wrong("gold.fact_auth_attempt", "LEFT JOIN repeats", "JOIN repeats"),
                                new Wrong(
                                        "gold.fact_level_change",
                                        "LEFT JOIN previous ON previous.event_id =",
                                        "JOIN previous ON previous.event_id <>")),
                        0,
                        4,
                        5,
                        6))
                .as("source, and the rows in silver, in the fact and in the wide one")
                .containsExactlyInAnyOrder(
                        List.of("listens", 1L, 0L, 1L),
                        List.of("listens", 1L, 1L, 0L),
                        List.of("page_views", 1L, 0L, 0L),
                        List.of("auth_attempts", 1L, 0L, 0L),
                        List.of("status_changes", 1L, 0L, 0L));
    }

    @Test
    void everyAggregateIsReconciled() throws Exception {
        assertThat(brokenWith(
                        "reconciliation of aggregates",
                        List.of(
                                new Wrong(
                                        "gold.agg_reliability_hourly",
                                        "FROM requests",
                                        "FROM requests" + without(PAGES)),
                                new Wrong("silver.session_parts", "FROM parts", "FROM parts" + without(FIRST_PLAY)),
                                new Wrong(
                                        "gold.agg_geo_daily",
                                        "FROM silver.timed_listens",
                                        "FROM silver.timed_listens" + without(SECOND_PLAY)),
                                new Wrong(
                                        "gold.agg_song_daily",
                                        "FROM silver.timed_listens",
                                        "FROM silver.timed_listens" + without(THIRD_PLAY))),
                        0))
                .containsExactlyInAnyOrder(
                        List.of(PAGES), List.of(FIRST_PLAY), List.of(SECOND_PLAY), List.of(THIRD_PLAY));
    }

    @Test
    void everyRateIsHeldTo() throws Exception {
        List<Wrong> wrong = List.of(
                new Wrong("gold.agg_daily_activity", "coalesce(sum(listened_seconds), 0) / 3600", "-1e0"),
                new Wrong("gold.agg_active_users", "coalesce(element_at(dau, day), 0)", "1000"),
                new Wrong("gold.agg_artist_daily", "count(DISTINCT user_id) FILTER (WHERE form <> 'bot')", "1000"),
                new Wrong("gold.agg_song_daily", "rank() OVER (PARTITION BY date_part ORDER BY count(*) DESC)", "0"),
                new Wrong("gold.agg_geo_daily", "count_if(is_stream)", "1000"),
                new Wrong("gold.agg_churn_daily", "CAST(cancelled_users AS double)", "2e0 * active_users"),
                new Wrong(
                        "gold.agg_retention_cohort",
                        "CAST(coalesce(active.active_users, 0) AS double)",
                        "2e0 * cells.cohort_users"),
                new Wrong(
                        "gold.agg_reliability_hourly",
                        "CAST(count_if(status >= 400) AS double)",
                        "2e0 * count(status)"));

        assertThat(brokenWith("rates", List.of(wrong.get(3)), 2))
                .as("a song by its name, and by no key")
                .isNotEmpty()
                .allSatisfy(song -> assertThat(song.getFirst().toString()).doesNotMatch("[0-9a-f]{32}"));
        assertThat(brokenWith("rates", wrong, 0))
                .containsExactlyInAnyOrderElementsOf(
                        wrong.stream().map(one -> List.<Object>of(one.view())).toList());
    }

    private static String without(LocalDate date) {
        return " WHERE date_part <> DATE '" + date + "'";
    }

    /** What the check says while the views are wrong. */
    private static Set<List<Object>> brokenWith(String check, List<Wrong> views, int... columns) throws Exception {
        try {
            for (Wrong wrong : views) {
                lake.redefine(wrong.view(), wrong.piece(), wrong.by());
            }
            return broken(check, columns);
        } finally {
            for (Wrong wrong : views) {
                lake.restore(wrong.view());
            }
        }
    }

    /** The columns, by their places, of what breaks a check; each once. */
    private static Set<List<Object>> broken(String check, int... columns) throws Exception {
        List<Outcome> outcomes = lake.check(check, LIMITS);
        assertThat(outcomes).hasSize(1);
        return outcomes.getFirst().broken().rows().stream()
                .map(row -> Arrays.stream(columns).mapToObj(row::get).toList())
                .collect(Collectors.toSet());
    }
}
