package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.auth;
import static io.goldstream.trino.TestEvent.listen;
import static io.goldstream.trino.TestEvent.pageView;
import static io.goldstream.trino.TestEvent.statusChange;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.EventType;
import io.goldstream.events.Keys;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The faults that the seed's user dimension had, each by its name. */
class UsersIT {

    private static final String END = "9999-12-31T00:00";

    /** Of one user's events. */
    private static final Comparator<TestEvent> IN_ORDER = Comparator.comparing(UsersIT::time)
            .thenComparingLong(event -> number(text(event, "session_id")))
            .thenComparing(event -> text(event, "session_id"))
            .thenComparing(event -> (Integer) event.value("item_in_session"))
            .thenComparing(event -> event.type().id())
            .thenComparing(event -> text(event, "event_id"));

    private static TestLake lake;

    @BeforeAll
    static void start() throws Exception {
        lake = TestLake.get();
    }

    @Test
    void dateGrainScd2() throws SQLException {
        lake.land(
                listen("2025-01-30T09:00", "grain").place("1", 0).level("free"),
                statusChange("2025-01-30T10:00", "grain").place("1", 1).level("free"),
                listen("2025-01-30T10:00:00.001", "grain").place("1", 2).level("paid"));

        assertThat(history("grain"))
                .containsExactly(
                        interval("free", "2025-01-30T09:00", "2025-01-30T10:00:00.001"),
                        interval("paid", "2025-01-30T10:00:00.001", END));
        assertThat(levelsOfPlays("grain"))
                .as("two levels on one date, and each play has its own")
                .containsExactly(List.of("free", "free"), List.of("paid", "paid"));
    }

    @Test
    void eventsOutOfOrder() throws SQLException {
        lake.land(
                listen("2025-01-30T12:00", "late").level("paid"),
                listen("2025-01-30T08:00", "late").level("free"));
        lake.land(pageView("2025-01-30T11:00", "late").level("paid"));

        assertThat(history("late"))
                .as("what arrives late counts from when it happened")
                .containsExactly(
                        interval("free", "2025-01-30T08:00", "2025-01-30T11:00"),
                        interval("paid", "2025-01-30T11:00", END));
    }

    @Test
    void levelTiesInOneMillisecond() throws SQLException {
        lake.land(
                pageView("2025-01-30T08:00", "tie").place("9", 0).level("free"),
                listen("2025-01-30T09:00", "tie").place("10", 0).level("paid"),
                pageView("2025-01-30T09:00", "tie").place("9", 1).level("free"));

        assertThat(history("tie"))
                .as("session 9 comes before session 10; the instant has one level, and no interval is empty")
                .containsExactly(
                        interval("free", "2025-01-30T08:00", "2025-01-30T09:00"),
                        interval("paid", "2025-01-30T09:00", END));
        assertThat(levelsOfPlays("tie")).containsExactly(List.of("paid", "paid"));
    }

    @Test
    void levelTiesWithinOneSession() throws SQLException {
        lake.land(
                listen("2025-01-30T09:00", "tie2").place("1", 7).level("paid"),
                listen("2025-01-30T09:00", "tie2").place("1", 6).level("free"));

        assertThat(history("tie2")).containsExactly(interval("paid", "2025-01-30T09:00", END));
        assertThat(lake.value("SELECT count(*) FROM gold.fact_stream WHERE user_id = 'tie2'"))
                .isEqualTo(2L);
    }

    @Test
    void dimsThatNeverBackFill() throws SQLException {
        lake.land(
                pageView("2025-01-30T08:00", "named").level("free"),
                pageView("2025-01-30T09:00", "named")
                        .level("paid")
                        .with("first_name", "Ada")
                        .with("last_name", "King")
                        .with("gender", "F")
                        .with("registered_at", LocalDateTime.parse("2025-01-30T08:30")),
                pageView("2025-01-30T10:00", "named").level("paid").with("last_name", "Lovelace"));

        assertThat(lake.rows("""
                        SELECT level, first_name, last_name, gender, registered_at
                        FROM silver.dim_users WHERE user_id = 'named' ORDER BY valid_from"""))
                .containsExactly(
                        List.of("free", "Ada", "Lovelace", "F", LocalDateTime.parse("2025-01-30T08:30")),
                        List.of("paid", "Ada", "Lovelace", "F", LocalDateTime.parse("2025-01-30T08:30")));
    }

    @Test
    void guestsWithoutAUser() throws SQLException {
        lake.land(pageView("2025-01-30T08:00", null).with("auth", "Guest"), auth("2025-01-30T08:00", null));

        assertThat(lake.rows("SELECT user_key, level, is_current FROM silver.dim_users WHERE user_id IS NULL"))
                .as("only the unknown member has no user")
                .containsExactly(Arrays.asList("unknown", null, true));
    }

    @Test
    void onlyListensFeedingTheUsers() throws SQLException {
        lake.land(
                pageView("2025-01-30T08:00", "browser"),
                auth("2025-01-30T08:00", "visitor"),
                statusChange("2025-01-30T08:00", "changer"));

        assertThat(lake.rows("""
                        SELECT user_id FROM silver.dim_users
                        WHERE user_id IN ('browser', 'visitor', 'changer') ORDER BY user_id""")).containsExactly(List.of("browser"), List.of("changer"), List.of("visitor"));
    }

    @Test
    void anUpgradeAsTheLastEvent() throws SQLException {
        lake.land(
                listen("2025-01-30T09:00", "upgraded").level("free"),
                change("2025-01-30T10:00", "upgraded", "free", "paid"));

        assertThat(history("upgraded"))
                .containsExactly(
                        interval("free", "2025-01-30T09:00", "2025-01-30T10:00"),
                        interval("paid", "2025-01-30T10:00", END));
        assertThat(now("upgraded")).containsExactly(Arrays.asList("paid", false, null));
    }

    @Test
    void aStatusChangeAsTheOnlyEvent() throws SQLException {
        lake.land(
                change("2025-01-30T10:00", "changed-old", "free", "paid"),
                change("2025-01-30T10:00", "changed-new", "free", "paid").level("paid"));

        assertThat(history("changed-old"))
                .as("eventsim's, which carries the level before")
                .containsExactly(interval("paid", "2025-01-30T10:00", END));
        assertThat(history("changed-new")).containsExactly(interval("paid", "2025-01-30T10:00", END));
    }

    @Test
    void staleEventsOfAClientThatWasOffline() throws SQLException {
        lake.land(
                pageView("2025-01-30T09:00", "stale").place("1", 0).level("free"),
                change("2025-01-30T10:00", "stale", "free", "paid").place("1", 1),
                pageView("2025-01-30T10:00:01", "stale").place("1", 2).level("paid"));
        lake.land(listen("2025-01-30T09:30", "stale").place("2", 0).level("free"));
        assertThat(now("stale")).as("older than the change").containsExactly(Arrays.asList("paid", false, null));

        lake.land(
                listen("2025-01-30T10:00", "stale").place("9", 9).level("free"),
                listen("2025-01-30T10:30", "stale").place("1", 3).level("free"),
                listen("2025-01-31T11:00", "stale").place("2", 1).level("free"),
                listen("2025-03-01T23:59:59.999", "stale").place("3", 0).level("free"));

        assertThat(history("stale"))
                .as("in the change's millisecond, and up to the 30th date after it")
                .containsExactly(
                        interval("free", "2025-01-30T09:00", "2025-01-30T10:00"),
                        interval("paid", "2025-01-30T10:00", END));
        assertThat(levelsOfPlays("stale"))
                .as("plays keep the level that they carry, beside the one that held")
                .containsExactly(
                        List.of("free", "free"),
                        List.of("free", "paid"),
                        List.of("free", "paid"),
                        List.of("free", "paid"),
                        List.of("free", "paid"));
    }

    @Test
    void aChangeThatWasLost() throws SQLException {
        lake.land(
                change("2025-01-30T10:00", "lost", "free", "paid"),
                pageView("2025-02-10T10:00", "lost").level("free"),
                pageView("2025-03-02T00:00", "lost").level("free"),
                pageView("2025-03-03T00:00", "lost").level("free"));

        assertThat(history("lost"))
                .as("from the 31st date after the change on, events are believed again")
                .containsExactly(
                        interval("paid", "2025-01-30T10:00", "2025-03-02T00:00"),
                        interval("free", "2025-03-02T00:00", END));
    }

    @Test
    void aChangeThatDoesNotSayItsNewLevel() throws SQLException {
        lake.land(
                listen("2025-01-30T09:00", "open").level("paid"),
                change("2025-01-30T10:00", "open", "paid", null).level("paid"),
                listen("2025-01-30T11:00", "open").level("free"));

        assertThat(history("open"))
                .containsExactly(
                        interval("paid", "2025-01-30T09:00", "2025-01-30T11:00"),
                        interval("free", "2025-01-30T11:00", END));
    }

    /** Whatever it carries: eventsim sends the level before, and of other producers nobody knows. */
    @Test
    void theLevelInAStatusChangeNeverCounts() throws SQLException {
        lake.land(
                listen("2025-01-30T09:00", "unnamed").level("free"),
                change("2025-01-30T10:00", "unnamed", null, null).level("paid"),
                change("2025-01-31T10:00", "unnamed", null, null).level("paid"),
                listen("2025-01-31T11:00", "unnamed").level("paid"),
                change("2025-01-30T10:00", "unnamed alone", null, null).level("paid"),
                change("2025-01-30T10:00", "unnamed late", "free", "paid"),
                change("2025-03-02T10:00", "unnamed late", null, null).level("free"));

        assertThat(history("unnamed"))
                .containsExactly(
                        interval("free", "2025-01-30T09:00", "2025-01-31T11:00"),
                        interval("paid", "2025-01-31T11:00", END));
        assertThat(now("unnamed alone")).containsExactly(Arrays.asList(null, false, null));
        assertThat(history("unnamed late")).containsExactly(interval("paid", "2025-01-30T10:00", END));
    }

    @Test
    void anAccountIsCancelledFromTheFirstSignOnUntilALogin() throws SQLException {
        lake.land(
                pageView("2024-05-10T10:00", "cancels").level("paid").with("page", "Cancellation Confirmation"),
                pageView("2024-05-12T10:00", "cancels").level("paid").with("auth", "Cancelled"),
                pageView("2024-05-09T09:00", "cancels").level("paid"),
                pageView("2024-05-08T09:00", "twice"),
                pageView("2024-05-10T09:00", "twice").with("auth", "Cancelled"),
                auth("2024-05-10T10:00", "twice"),
                pageView("2024-05-10T11:00", "twice").with("auth", "Cancelled"),
                pageView("2024-05-10T12:00", "twice").with("auth", "Cancelled"));

        assertThat(now("cancels"))
                .as("a page that comes later does not move it")
                .containsExactly(List.of("paid", true, LocalDateTime.parse("2024-05-10T10:00")));
        assertThat(now("twice"))
                .as("who came back can cancel again")
                .containsExactly(List.of("free", true, LocalDateTime.parse("2024-05-10T11:00")));
        assertThat(lake.rows("""
                        SELECT CAST(date_part AS varchar), paid_users - first_value(paid_users) OVER (ORDER BY date_part)
                        FROM gold.agg_accounts_daily WHERE date_part BETWEEN DATE '2024-05-08' AND DATE '2024-05-12' ORDER BY 1"""))
                .as("the other tests of this lake have no paying users in May 2024")
                .containsExactly(
                        List.of("2024-05-08", 0L),
                        List.of("2024-05-09", 1L),
                        List.of("2024-05-10", 0L),
                        List.of("2024-05-11", 0L),
                        List.of("2024-05-12", 0L));
    }

    @Test
    void whoCancelled() throws SQLException {
        LocalDateTime at = LocalDateTime.parse("2025-01-30T10:00");
        lake.land(
                pageView("2025-01-30T09:00", "gone").level("paid"),
                pageView("2025-01-30T10:00", "gone").level("paid").with("page", "Cancellation Confirmation"),
                listen("2025-01-30T10:30", "gone").level("paid").with("auth", "Logged In"),
                auth("2025-01-30T09:30", "gone").level("paid"),
                auth("2025-01-30T11:00", "gone").level("paid").with("success", false),
                listen("2025-01-30T10:00", "gone-by-state").with("auth", "Cancelled"),
                pageView("2025-01-30T10:00", "back").with("page", "Cancellation Confirmation"),
                auth("2025-01-31T10:00", "back"),
                pageView("2025-01-30T10:00", "stays").with("page", "Cancel"));

        assertThat(now("gone"))
                .as("a play that a client sends later does not bring the account back, nor does a login that fails")
                .containsExactly(List.of("paid", true, at));
        assertThat(now("gone-by-state")).containsExactly(List.of("free", true, at));
        assertThat(now("back")).as("who logs in again is back").containsExactly(Arrays.asList("free", false, null));
        assertThat(now("stays")).containsExactly(Arrays.asList("free", false, null));
        assertThat(lake.rows("""
                        SELECT cancelled_users, cancelled_paid_users FROM gold.agg_churn_daily
                        WHERE date_part = DATE '2025-01-30'""")).containsExactly(List.of(3L, 1L));
    }

    /** The view takes what a user's events of one date say alike as one: that must not show. */
    @Test
    void isWhatAllEventsInOrderSay() throws Exception {
        TestEvent[] events = randomEvents(new Random(1), 500);
        lake.land(events);
        List<List<Object>> said = said(List.of(events));

        assertThat(said).hasSizeGreaterThan(100);
        assertThat(lake.rows("""
                        SELECT * FROM silver.dim_users WHERE starts_with(user_id, 'random-') ORDER BY user_id, valid_from""")).isEqualTo(said);
        assertThat(lake.rows("""
                        SELECT count_if(said = 1) > 20, count_if(said > 1) > 20
                        FROM (
                          SELECT count(DISTINCT ROW(level, first_name, last_name, gender, registered_at)) AS said
                          FROM bronze.page_view_events WHERE starts_with(user_id, 'random-') GROUP BY user_id, event_date)"""))
                .as("dates that say one thing, and dates that say several")
                .containsExactly(List.of(true, true));
    }

    /**
     * Few users and instants, so that dates have both levels, names come and go, and events meet in one millisecond. The last
     * dates are 29 to 34 after the first ones.
     */
    static TestEvent[] randomEvents(Random random, int count) {
        List<String> times = List.of("00:00:00.000", "09:00:00.000", "09:00:00.001", "17:30:00.000", "23:59:59.999");
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    String month = random.nextInt(3) == 0 ? "04" : "03";
                    String time = "2025-" + month + "-0" + random.nextInt(1, 5) + "T" + oneOf(random, times);
                    String user = "random-" + random.nextInt(30);
                    TestEvent event =
                            switch (random.nextInt(4)) {
                                case 0 -> listen(time, user);
                                case 1 -> auth(time, user).with("success", random.nextInt(10) == 0);
                                case 2 ->
                                    statusChange(time, user)
                                            .with(
                                                    "to_level",
                                                    oneOf(random, Arrays.asList("free", "paid", null, null, null)));
                                default ->
                                    pageView(time, user)
                                            .with(
                                                    "page",
                                                    random.nextInt(9) == 0 ? "Cancellation Confirmation" : "Home");
                            };
                    return event.place(oneOf(random, List.of("9", "10", "session")), random.nextInt(3))
                            .with("event_id", "random-" + number)
                            .level(oneOf(random, Arrays.asList("free", "free", "free", "paid", null)))
                            .with("auth", random.nextInt(20) == 0 ? "Cancelled" : "Logged In")
                            .with("first_name", oneOf(random, Arrays.asList("Ada", "Ada", "Ada", "Ada", "Bo", null)))
                            .with("last_name", oneOf(random, Arrays.asList("King", "King", "King", null)))
                            .with("gender", random.nextInt(20) == 0 ? null : "F")
                            .with(
                                    "registered_at",
                                    oneOf(
                                            random,
                                            Arrays.asList(
                                                    LocalDateTime.parse("2025-02-01T08:30"),
                                                    LocalDateTime.parse("2025-02-01T08:30"),
                                                    LocalDateTime.parse("2025-02-02T08:30"),
                                                    null)));
                })
                .toArray(TestEvent[]::new);
    }

    private static <T> T oneOf(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** The dimension's rows, in the order of users and time, by what each event says after those before it. */
    static List<List<Object>> said(List<TestEvent> events) {
        return events.stream()
                .collect(groupingBy(event -> text(event, "user_id"), TreeMap::new, toList()))
                .values()
                .stream()
                .flatMap(ofUser -> intervals(ofUser).stream())
                .toList();
    }

    /** The dimension's rows of one user, by what each event says after those before it. */
    private static List<List<Object>> intervals(List<TestEvent> events) {
        List<TestEvent> inOrder = events.stream().sorted(IN_ORDER).toList();
        NavigableMap<LocalDateTime, String> levels = new TreeMap<>();
        String level = null;
        LocalDate heldUntil = LocalDate.MIN;
        for (TestEvent event : inOrder) {
            LocalDate date = time(event).toLocalDate();
            if (event.value("to_level") != null) {
                level = text(event, "to_level");
                heldUntil = date.plusDays(30);
            } else if (event.type() != EventType.STATUS_CHANGE
                    && date.isAfter(heldUntil)
                    && event.value("level") != null) {
                level = text(event, "level");
            }
            levels.put(time(event), level); // of one instant, the last one counts
        }
        NavigableMap<LocalDateTime, String> changes = new TreeMap<>();
        levels.forEach((time, next) -> {
            if (changes.isEmpty() || !Objects.equals(changes.lastEntry().getValue(), next)) {
                changes.put(time, next);
            }
        });
        String user = text(inOrder.getFirst(), "user_id");
        List<List<Object>> intervals = new ArrayList<>();
        changes.forEach((from, on) -> {
            LocalDateTime to = changes.higherKey(from);
            intervals.add(Arrays.asList(
                    Keys.song(user, TestEvent.MILLIS.format(from)), // md5 of both, joined as the dimension's key is
                    user,
                    latest(inOrder, "first_name"),
                    latest(inOrder, "last_name"),
                    latest(inOrder, "gender"),
                    on,
                    latest(inOrder, "registered_at"),
                    from,
                    to == null ? LocalDateTime.parse(END) : to,
                    to == null,
                    cancelledAt(inOrder)));
        });
        return intervals;
    }

    private static LocalDateTime cancelledAt(List<TestEvent> inOrder) {
        LocalDateTime lastLogin = inOrder.stream()
                .filter(event -> Boolean.TRUE.equals(event.value("success")))
                .map(UsersIT::time)
                .reduce(LocalDateTime.MIN, (earlier, later) -> later);
        return inOrder.stream()
                .filter(event -> "Cancellation Confirmation".equals(event.value("page"))
                        || "Cancelled".equals(event.value("auth")))
                .map(UsersIT::time)
                .filter(time -> !time.isBefore(lastLogin))
                .findFirst()
                .orElse(null);
    }

    private static Object latest(List<TestEvent> inOrder, String column) {
        return inOrder.stream()
                .map(event -> event.value(column))
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    private static LocalDateTime time(TestEvent event) {
        return (LocalDateTime) event.value("event_time");
    }

    private static String text(TestEvent event, String column) {
        return (String) event.value(column);
    }

    /** A session's number; those that are none follow. */
    private static long number(String session) {
        return session.matches("\\d+") ? Long.parseLong(session) : Long.MAX_VALUE;
    }

    private static List<List<Object>> history(String user) throws SQLException {
        return lake.rows("""
                SELECT level, valid_from, valid_to, is_current
                FROM silver.dim_users WHERE user_id = '%s' ORDER BY valid_from""", user);
    }

    private static TestEvent change(String time, String user, String from, String to) {
        return statusChange(time, user).level(from).with("from_level", from).with("to_level", to);
    }

    /** What dim_user says of a user now. */
    private static List<List<Object>> now(String user) throws SQLException {
        return lake.rows("SELECT level, is_cancelled, cancelled_at FROM gold.dim_user WHERE user_id = '%s'", user);
    }

    private static List<Object> interval(String level, String from, String to) {
        return List.of(level, LocalDateTime.parse(from), LocalDateTime.parse(to), to.equals(END));
    }

    /** The level of each play beside that of the dimension's row that it refers to, in the order of time. */
    private static List<List<Object>> levelsOfPlays(String user) throws SQLException {
        return lake.rows("""
                SELECT plays.level, users.level
                FROM gold.fact_stream AS plays
                JOIN silver.dim_users AS users ON users.user_key = plays.user_key
                WHERE plays.user_id = '%s' ORDER BY plays.event_time""", user);
    }
}
