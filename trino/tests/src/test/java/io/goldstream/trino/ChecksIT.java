package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.auth;
import static io.goldstream.trino.TestEvent.listen;
import static io.goldstream.trino.TestEvent.pageView;
import static io.goldstream.trino.TestEvent.statusChange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.goldstream.trino.SmallLake.Action;
import io.goldstream.trino.check.Check;
import io.goldstream.trino.check.CheckReport;
import io.goldstream.trino.check.Checks;
import io.goldstream.trino.check.Limits;
import io.goldstream.trino.check.Outcome;
import io.goldstream.trino.check.Since;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every check finds the fault that it is for, and finds none where there is none. */
class ChecksIT {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate FAULTS = TODAY.minusDays(2);
    private static final Limits LIMITS = new Limits(Duration.ofDays(60), Duration.ofMinutes(15), Duration.ofMillis(1));

    private static SmallLake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = SmallLake.get();
        lake.land(
                pageView(TODAY.minusDays(9) + "T08:00", "checked").place("c1", 0),
                pageView(TODAY.minusDays(9) + "T08:01", "checked")
                        .place("c1", 1)
                        .with("page", "NextSong"),
                listen(TODAY.minusDays(9) + "T08:01", "checked").place("c1", 1),
                pageView(TODAY.minusDays(8) + "T08:00", "unsaid")
                        .place("c3", 0)
                        .with("page", "NextSong")
                        .level(null),
                listen(TODAY.minusDays(8) + "T08:00", "unsaid").place("c3", 0).level(null),
                pageView(TODAY.minusDays(9) + "T08:02", null).place("c2", 0).with("auth", "Guest"),
                listen(TODAY.minusDays(7) + "T23:50", "owl").place("night", 0),
                listen(TODAY.minusDays(6) + "T00:10", "owl").place("night", 1),
                auth(TODAY.minusDays(9) + "T08:03", "checked").place("c1", 2),
                listen(TODAY.minusDays(9) + "T08:10", "fan").place("c5", 0),
                pageView(TODAY.minusDays(9) + "T08:10:03", "fan").place("c5", 0).with("page", "NextSong"),
                pageView(TODAY.minusDays(9) + "T08:10:10", "fan").place("c5", 1).with("page", "Thumbs Up"),
                listen(TODAY.minusDays(9) + "T08:13:20", "fan").place("c5", 2),
                listen(TODAY.minusDays(9) + "T08:13:30", "fan").place("c5", 3),
                pageView(TODAY.minusDays(9) + "T08:13:50", "fan").place("c5", 4).with("page", "Logout"),
                pageView(TODAY.minusDays(9) + "T08:05", "gone")
                        .place("c4", 0)
                        .with("page", "Cancellation Confirmation"),
                pageView(TODAY.minusDays(7) + "T08:05", "gone").place("c4", 1).with("auth", "Cancelled"),
                statusChange(TODAY.minusDays(38) + "T08:00", "upgraded")
                        .place("c6", 0)
                        .with("from_level", "free")
                        .with("to_level", "paid"),
                statusChange(TODAY.minusDays(5) + "T08:00", "upgraded").place("c7", 0),
                statusChange(TODAY.minusDays(9) + "T08:04", "checked")
                        .place("c1", 3)
                        .with("from_level", "free")
                        .with("to_level", "paid"));
        List<TestEvent> hard = new ArrayList<>();
        // plays of one instant, without places
        for (double seconds : List.of(20.0, 240.0, 100.0)) {
            hard.add(listen(TODAY.minusDays(9) + "T09:00", "hasty")
                    .place("c8", 0)
                    .with("item_in_session", null)
                    .with("duration_seconds", seconds));
        }
        hard.add(
                listen(TODAY.minusDays(9) + "T09:00:25", "hasty").place("c8", 0).with("item_in_session", null));
        // nobody, too far from a user to be one
        for (int i = 0; i < 104; i++) {
            hard.add(pageView(TODAY.minusDays(9) + "T09:00", null).place("c9", i));
        }
        hard.add(pageView(TODAY.minusDays(9) + "T09:01", "late").place("c9", 104));
        lake.land(hard.toArray(TestEvent[]::new));
        lake.run("INSERT INTO landing.raw_auth_events (source_topic, source_partition, source_offset, source_timestamp,"
                + " landed_topic_id, landed_partition, landed_offset)"
                + " VALUES ('raw.auth_events', 1, 7, TIMESTAMP '%1$s 09:00:00', 'AQ', 1, 7)"
                        .formatted(TODAY.minusDays(9)));
        lake.run(
                "INSERT INTO landing.quarantine_events (kind, source_topic, source_partition, source_offset, source_timestamp,"
                        + " landed_topic_id, landed_partition, landed_offset)"
                        + " VALUES ('invalid', 'raw.auth_events', 1, 7, TIMESTAMP '%1$s 09:00:00', 'Ag', 0, 3)"
                                .formatted(TODAY.minusDays(9)));
    }

    @AfterAll
    static void everyCheckPassesWhereNothingIsWrong() throws Exception {
        List<Outcome> outcomes = lake.check("", LIMITS);

        assertThat(outcomes).hasSizeGreaterThan(35);
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.broken().rows())
                .as(outcome.check().name())
                .isEmpty());
        assertThat(printed(outcomes)).contains("| reconciliation", "yes").doesNotContain("| no ");
    }

    /** What is put into the lake, and what the check says of it. */
    private record Fault(String what, String check, Action plant, Action mend, String told, boolean isOfFaults) {

        /** A fault in the data of {@link #FAULTS}. */
        Fault(String what, String check, Action plant, String told) {
            this(what, check, plant, () -> lake.forget(FAULTS), told, true);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCheckFindsItsFault() {
        return Stream.of(
                        new Fault(
                                "a raw record that was never refined",
                                "reconciliation",
                                () -> insertCoordinate("raw.listen_events", 4711),
                                "source_offset=4711, raw=1, bronze=0"),
                        new Fault(
                                "an event that bronze has twice",
                                "reconciliation",
                                () -> {
                                    insertCoordinate("raw.page_view_events", 4712);
                                    insertCoordinate("bronze.page_view_events", 4712);
                                    insertCoordinate("bronze.page_view_events", 4712);
                                    insertCoordinate("silver.page_views", 4712);
                                },
                                "source_offset=4712, raw=1, bronze=2"),
                        new Fault(
                                "an event that silver lost",
                                "reconciliation",
                                () -> {
                                    insertCoordinate("raw.listen_events", 4713);
                                    insertCoordinate("bronze.listen_events", 4713);
                                },
                                "source_offset=4713, raw=1, bronze=1, quarantine=0, silver=0"),
                        new Fault(
                                "a row that does not say where the sink read it",
                                "landed coordinates",
                                () -> insertCoordinate("silver.listens", 4715),
                                "table_name=silver.listens, row_count=1"),
                        redefined(
                                "a fact that loses guests",
                                "reconciliation of gold",
                                "gold.fact_page_view",
                                "FROM silver.page_views",
                                "FROM silver.page_views WHERE user_id IS NOT NULL",
                                "source=page_views"),
                        redefined(
                                "an aggregate that counts one level only",
                                "reconciliation of aggregates",
                                "gold.agg_daily_activity",
                                "FROM silver.timed_listens",
                                "FROM silver.timed_listens WHERE level = 'paid'",
                                "plays=1"),
                        redefined(
                                "an aggregate that lost a date",
                                "reconciliation of aggregates",
                                "gold.agg_artist_daily",
                                "FROM silver.timed_listens",
                                "FROM silver.timed_listens WHERE date_part <> DATE '%s'".formatted(TODAY.minusDays(8)),
                                "day=%s, plays=1".formatted(TODAY.minusDays(8))),
                        redefined(
                                "a session that forgets what it did after midnight",
                                "sessions",
                                "gold.fact_session",
                                "plays + coalesce(rest[3], 0)",
                                "plays",
                                "what=not all is counted, date_part=%s, session_id=night"
                                        .formatted(TODAY.minusDays(7))),
                        redefined(
                                "a session that is in none",
                                "sessions",
                                "gold.fact_session",
                                "WHERE NOT own.goes_on OR",
                                "WHERE own.session_id <> 'night' AND NOT own.goes_on OR own.session_id <> 'night' AND",
                                "what=in no session, or in two, date_part=%s, session_id=night"
                                        .formatted(TODAY.minusDays(6))),
                        redefined(
                                "a dimension that lacks what facts refer to",
                                "references",
                                "gold.dim_artist",
                                "FROM silver.dim_artists",
                                "FROM silver.dim_artists WHERE artist_key = 'unknown'",
                                "fact=gold.fact_stream, dimension=gold.dim_artist"),
                        redefined(
                                "a key of dates that joins no date",
                                "references",
                                "gold.dim_date",
                                "year(day) * 10000",
                                "year(day) * 1000000",
                                "dimension=gold.dim_date, key="),
                        redefined(
                                "a user who is known, and refers to the unknown member",
                                "references",
                                "gold.fact_page_view",
                                "coalesce(lower(to_hex(md5(to_utf8(user_id)))), 'unknown')",
                                "'unknown'",
                                "dimension=gold.dim_user, key=unknown, for user "),
                        redefined(
                                "a like that ends a song",
                                "listened time",
                                "silver.session_timeline",
                                "page IN ('Logout', ",
                                "page IN ('Thumbs Up', 'Logout', ",
                                "what=a liked skip"),
                        redefined(
                                "a song that the page view of its own ends",
                                "listened time",
                                "silver.session_timeline",
                                "item >= 0 AND (item <= previous_item OR item = next_item OR item BETWEEN next_item AND coming_item)",
                                "false",
                                "what=nothing ended it"),
                        redefined(
                                "a song that ends where nothing is",
                                "listened time",
                                "silver.timed_listens",
                                "ELSE gap_seconds",
                                "ELSE gap_seconds - 5",
                                "what=nothing ended it"),
                        redefined(
                                "a song that goes on during the next",
                                "listened time",
                                "silver.timed_listens",
                                "ELSE gap_seconds",
                                "ELSE duration_seconds",
                                "what=two songs at once"),
                        new Fault(
                                "a song that only a page view has, for the play at its place has another key",
                                "songs",
                                () -> lake.land(
                                        pageView(FAULTS + "T08:00", "f")
                                                .with("page", "NextSong")
                                                .song("An Artist", ""),
                                        listen(FAULTS + "T08:00", "f").song("An Artist", "\"\"")),
                                "what=nobody played it, artist=An Artist, song=, row_count=1"),
                        new Fault(
                                "a page view that shows another song than was played",
                                "songs",
                                () -> lake.land(
                                        pageView(FAULTS + "T08:00", "f")
                                                .with("page", "NextSong")
                                                .song("An Artist", "A Song")
                                                .with("artist_key", "another"),
                                        listen(FAULTS + "T08:00", "f")),
                                "what=another was played, artist=An Artist, song=A Song"),
                        new Fault(
                                "seconds that were taken for milliseconds",
                                "songs",
                                () -> lake.land(
                                        listen(FAULTS + "T08:00", "f")
                                                .song("Long", "One")
                                                .with("duration_seconds", 1500.5),
                                        listen(FAULTS + "T09:00", "f")
                                                .song("Long", "One")
                                                .with("duration_seconds", 1.5)),
                                "what=lengths in two units, artist=Long, song=One, row_count=2"),
                        redefined(
                                "a change of level as the last event, which is not believed",
                                "current users",
                                "defined.users",
                                "WHEN new_level IS NOT NULL THEN new_level",
                                "WHEN new_level IS NOT NULL THEN NULL",
                                "what=level, user_id=checked, level=free, declared_level=paid"),
                        redefined(
                                "a cancelled account that is not marked",
                                "current users",
                                "gold.dim_user",
                                "cancelled_at IS NOT NULL AS",
                                "false AS",
                                "what=cancelled, user_id=gone"),
                        redefined(
                                "a cancelled account that a later page cancels again",
                                "current users",
                                "defined.users",
                                "min(IF(logged_in_at > cancelled_at",
                                "max(IF(logged_in_at > cancelled_at",
                                "what=cancelled, user_id=gone"),
                        redefined(
                                "a level that a change carries and does not name as the new one",
                                "current users",
                                "defined.user_spans",
                                "ARRAY[IF(level_time IS NOT NULL, span_events.level)]",
                                "ARRAY[span_events.level]",
                                "what=level, user_id=upgraded, level=free, declared_level=paid"),
                        redefined(
                                "a dimension without its unknown member",
                                "unknown members",
                                "gold.dim_location",
                                "FROM silver.dim_location",
                                "FROM silver.dim_location WHERE location_key <> 'unknown'",
                                "gold.dim_location"),
                        new Fault(
                                "a level that nobody knows",
                                "accepted values",
                                () -> lake.land(pageView(FAULTS + "T08:00", "f").level("golden")),
                                "place=silver.page_views.level, value=golden"),
                        new Fault(
                                "a song of no length",
                                "ranges",
                                () -> lake.land(listen(FAULTS + "T08:00", "f").with("duration_seconds", -1.5)),
                                "what=song's length"),
                        new Fault(
                                "a form that nothing has",
                                "accepted values",
                                () -> lake.land(listen(FAULTS + "T08:00", "f").with("form", "fridge")),
                                "place=silver.listens.form, value=fridge"),
                        new Fault(
                                "a device that is none",
                                "accepted values",
                                () -> lake.land(pageView(FAULTS + "T08:00", "f").with("device", "K")),
                                "place=silver.page_views.device, value=K"),
                        new Fault(
                                "a status that is none",
                                "ranges",
                                () -> lake.land(pageView(FAULTS + "T08:00", "f").with("status", 42)),
                                "what=status"),
                        redefined(
                                "a share above 1",
                                "rates",
                                "gold.agg_subscription_funnel",
                                "CAST(users AS double) / free_users",
                                "2e0",
                                "view=gold.agg_subscription_funnel"),
                        new Fault(
                                "a layer that stands still",
                                "freshness",
                                () -> insertCoordinate("raw.listen_events", 4714),
                                "what=bronze is behind raw, source_topic=raw.listen_events"),
                        new Fault(
                                "a partition that stands still while another goes on",
                                "freshness",
                                () -> {
                                    insertCoordinate("raw.listen_events", 4, 4718);
                                    for (String table :
                                            List.of("raw.listen_events", "bronze.listen_events", "silver.listens")) {
                                        insertCoordinate(table, 5, 4719);
                                    }
                                },
                                "what=bronze is behind raw, source_topic=raw.listen_events, source_partition=4"),
                        new Fault(
                                "a record that waits, and came together with one that does not",
                                "freshness",
                                () -> {
                                    for (String table :
                                            List.of("raw.listen_events", "bronze.listen_events", "silver.listens")) {
                                        insertCoordinate(table, 6, 4720);
                                    }
                                    insertCoordinate("raw.listen_events", 6, 4721);
                                },
                                "what=bronze is behind raw, source_topic=raw.listen_events, source_partition=6"),
                        new Fault(
                                "raw that stands still while bronze goes on",
                                "freshness",
                                () -> insertCoordinate("bronze.listen_events", 4715),
                                "what=raw is behind bronze, source_topic=raw.listen_events"),
                        new Fault(
                                "silver that stands still",
                                "freshness",
                                () -> {
                                    insertCoordinate("raw.listen_events", 4716);
                                    insertCoordinate("bronze.listen_events", 4716);
                                },
                                "what=silver is behind bronze, source_topic=raw.listen_events"),
                        new Fault(
                                "a view without a comment",
                                "comments",
                                () -> lake.run("COMMENT ON VIEW gold.agg_churn_daily IS NULL"),
                                () -> lake.restore("gold.agg_churn_daily"),
                                "table_schema=gold, table_name=agg_churn_daily, column_name=null",
                                false),
                        redefined(
                                "columns without comments",
                                "comments",
                                "gold.agg_churn_daily",
                                "COMMENT",
                                "COMMENT",
                                "table_name=agg_churn_daily, column_name=date_part"),
                        new Fault(
                                "an event with the id of another",
                                "grain of gold.fact_page_view",
                                () -> lake.land(
                                        pageView(FAULTS + "T08:00", "f").with("event_id", "same"),
                                        pageView(FAULTS + "T09:00", "f").with("event_id", "same")),
                                "event_id=same, row_count=2"),
                        redefined(
                                "a key that is missing",
                                "grain of gold.dim_user",
                                "gold.dim_user",
                                "'unknown'",
                                "NULL",
                                "account_key=null, row_count=1"))
                .map(fault -> dynamicTest(fault.what(), () -> isFound(fault)));
    }

    @Test
    void whatComesInAfterTheMarkIsLeftToTheNextRun() throws Exception {
        try {
            List<Outcome> begunBefore =
                    lake.check("reconciliation", LIMITS, Since.EVER, () -> insertCoordinate("raw.listen_events", 4717));

            assertThat(printed(begunBefore)).contains("| reconciliation ").doesNotContain("| no ");
            assertThat(printed(lake.check("reconciliation", LIMITS)))
                    .contains("| no ", "source_offset=4717, raw=1, bronze=0");
        } finally {
            lake.forget(FAULTS);
        }
    }

    @Test
    void nothingArrivesForDays() throws Exception {
        Limits strict = new Limits(Duration.ofDays(1), Duration.ofMinutes(15), Duration.ZERO);

        assertThat(printed(lake.check("freshness", strict))).contains("what=nothing arrives");
    }

    @Test
    void nothingEverArrivedInRaw() throws Exception {
        TestLake other = TestLake.get();
        try (Connection connection = other.connect(ZoneOffset.UTC)) {
            Checks checks = new Checks(connection, LIMITS, Since.EVER);
            List<Check> freshness = checks.of(TestLake.SETTINGS).stream()
                    .filter(check -> check.name().equals("freshness"))
                    .toList();

            assertThat(Query.run(connection, freshness.getFirst().sql()).rows())
                    .anySatisfy(row -> assertThat(row).containsExactly("nothing arrives", null, null, null));
        }
    }

    private static Fault redefined(String what, String check, String view, String piece, String by, String told) {
        return new Fault(what, check, () -> lake.redefine(view, piece, by), () -> lake.restore(view), told, false);
    }

    /** By who checks all, and by who checks the last dates; not by who checks what came after the fault. */
    private static void isFound(Fault fault) throws Exception {
        try {
            fault.plant().run();
            assertThat(printed(lake.check(fault.check(), LIMITS))).contains("| no ", fault.told());
            if (fault.isOfFaults()) {
                assertThat(printed(lake.check(fault.check(), LIMITS, Since.of(FAULTS))))
                        .contains("| no ", fault.told());
                assertThat(printed(lake.check(fault.check(), LIMITS, Since.of(FAULTS.plusDays(1)))))
                        .doesNotContain(fault.told());
            }
        } finally {
            fault.mend().run();
        }
    }

    /** A row of which nothing is known but where it came from. */
    private static void insertCoordinate(String table, int offset) throws Exception {
        insertCoordinate(table, 0, offset);
    }

    private static void insertCoordinate(String table, int partition, int offset) throws Exception {
        String topic = "raw." + (table.contains("page_view") ? "page_view_events" : "listen_events");
        lake.plant(table, FAULTS.atTime(12, 0), "('%s', %d, %d)".formatted(topic, partition, offset));
    }

    private static String printed(List<Outcome> outcomes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CheckReport.print(outcomes, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
