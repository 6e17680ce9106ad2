package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.auth;
import static io.goldstream.trino.TestEvent.listen;
import static io.goldstream.trino.TestEvent.pageView;
import static io.goldstream.trino.TestEvent.statusChange;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The faults that the seed's user dimension had, each by its name. */
class UsersIT {

    private static final String END = "9999-12-31T00:00";

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

    /** What a user's events of one date say alike is taken as one: beside every event sorted, it shows whether that is so. */
    @Test
    void isWhatAllEventsSortedSay() throws Exception {
        lake.land(randomEvents(new Random(1), 400));
        String ofRandom = " WHERE starts_with(user_id, 'random-')";

        List<List<Object>> sorted = lake.rows("SELECT * FROM (" + resource("users-by-sorting.sql") + ")" + ofRandom
                + " ORDER BY user_id, valid_from");
        assertThat(sorted).hasSizeGreaterThan(100);
        assertThat(lake.rows("SELECT * FROM silver.dim_users" + ofRandom + " ORDER BY user_id, valid_from"))
                .isEqualTo(sorted);
        assertThat(lake.rows("""
                        SELECT count_if(said = 1) > 20, count_if(said > 1) > 20
                        FROM (
                          SELECT count(DISTINCT ROW(level, first_name, last_name, gender, registered_at)) AS said
                          FROM bronze.page_view_events WHERE starts_with(user_id, 'random-') GROUP BY user_id, event_date)"""))
                .as("dates that say one thing, and dates that say several")
                .containsExactly(List.of(true, true));
    }

    /** Few users and instants, so that dates have both levels, names come and go, and events meet in one millisecond. */
    private static TestEvent[] randomEvents(Random random, int count) {
        List<String> times = List.of("00:00:00.000", "09:00:00.000", "09:00:00.001", "17:30:00.000", "23:59:59.999");
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    String time = "2025-03-0" + random.nextInt(1, 5) + "T" + oneOf(random, times);
                    String user = "random-" + random.nextInt(30);
                    TestEvent event =
                            switch (random.nextInt(4)) {
                                case 0 -> listen(time, user);
                                case 1 -> auth(time, user);
                                case 2 -> statusChange(time, user);
                                default -> pageView(time, user);
                            };
                    return event.place(oneOf(random, List.of("9", "10", "session")), random.nextInt(3))
                            .with("event_id", "random-" + number)
                            .level(oneOf(random, Arrays.asList("free", "free", "free", "paid", null)))
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

    private static String resource(String name) throws IOException {
        try (InputStream file = UsersIT.class.getResourceAsStream("/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<List<Object>> history(String user) throws SQLException {
        return lake.rows("""
                SELECT level, valid_from, valid_to, is_current
                FROM silver.dim_users WHERE user_id = '%s' ORDER BY valid_from""", user);
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
