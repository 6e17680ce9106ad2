package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.auth;
import static io.goldstream.trino.TestEvent.listen;
import static io.goldstream.trino.TestEvent.pageView;
import static io.goldstream.trino.TestEvent.statusChange;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A month of five users, few enough to be counted by hand: what stands here was counted from the list in {@link #land}, and by
 * no SQL. The other tests of this lake have no events from August to October 2025.
 */
class PlantedNumbersIT {

    private static TestLake lake;

    @BeforeAll
    static void land() throws Exception {
        lake = TestLake.get();
        List<TestEvent> events = new ArrayList<>(List.of(
                // an account of before, active never, so that the day before the month has a row of accounts
                auth("2025-08-31T08:00", "before"),
                page("2025-09-01T10:00:00", "ana", "501", 0, "free", "Home"),
                page("2025-09-01T10:05:05", "ana", "501", 4, "free", "Logout"),
                page("2025-09-01T08:00:00", "dee", "505", 0, "paid", "Home"),
                page("2025-09-01T09:00:00", null, "504", 0, "free", "Home"),
                page("2025-09-01T23:58:00", "cho", "503", 0, "free", "Home"),
                page("2025-09-02T00:02:00", "cho", "503", 3, "free", "Upgrade"),
                page("2025-09-02T00:03:00", "cho", "503", 4, "free", "Submit Upgrade"),
                change("2025-09-02T00:03:30", "cho", "503", 5, "free", "paid"),
                page("2025-09-02T00:04:00", "cho", "503", 6, "paid", "Home"),
                page("2025-09-03T19:59:00", "dee", "509", 0, "paid", "Submit Downgrade"),
                change("2025-09-03T20:00:00", "dee", "509", 1, "paid", "free"),
                page("2025-09-03T12:00:00", "fay", "510", 0, "free", "Home"),
                page("2025-09-03T12:01:00", "fay", "510", 1, "free", "Upgrade"),
                page("2025-09-04T12:00:00", "fay", "511", 0, "free", "Home"),
                page("2025-09-08T12:00:00", "ana", "512", 0, "free", "Home"),
                page("2025-09-30T23:00:00", "ben", "506", 0, "paid", "Login"),
                page("2025-09-30T23:02:00", "ben", "506", 2, "paid", "Home"),
                page("2025-09-30T23:59:50", "ben", "506", 4, "paid", "Home"),
                page("2025-10-01T12:00:00", "dee", "513", 0, "free", "Cancellation Confirmation"),
                // a guest's two sessions under one number, and a number that is used again
                page("2025-09-20T23:50:00", null, "507", 0, "free", "Home"),
                page("2025-09-21T00:10:00", null, "507", 1, "free", "Home"),
                page("2025-09-21T23:50:00", null, "507", 2, "free", "Home"),
                page("2025-09-22T00:10:00", null, "507", 3, "free", "Home"),
                page("2025-09-24T22:00:00", null, "508", 0, "free", "Home"),
                page("2025-09-25T00:30:00", null, "508", 0, "free", "Home"),
                // one login, told twice within the session and once after midnight; one that failed
                auth("2025-09-30T23:01:00", "ben").place("506", 1),
                auth("2025-09-30T23:03:00", "ben").place("506", 3),
                auth("2025-10-01T00:00:05", "ben").place("506", 5),
                auth("2025-09-30T22:00:00", "ben").place("599", 1).with("success", false)));
        play(events, "2025-09-01T10:01:00", "ana", "501", 1, "free", "First", 200); // the next 20 s later
        play(events, "2025-09-01T10:01:20", "ana", "501", 2, "free", "First", 180); // to its end
        play(events, "2025-09-01T10:04:20", "ana", "501", 3, "free", "First", 240); // logs out 45 s later
        play(events, "2025-09-01T11:59:30", "ben", "502", 0, "paid", "Second", 100); // the next 30 s later
        play(events, "2025-09-01T12:00:00", "ben", "502", 1, "paid", "Second", 25); // a short one, to its end
        play(events, "2025-09-01T12:00:25", "ben", "502", 2, "paid", "Second", 300); // the session's last
        play(
                events,
                "2025-09-01T23:59:00",
                "cho",
                "503",
                1,
                "free",
                "First",
                150); // the next 100 s later, past midnight
        play(
                events,
                "2025-09-02T00:00:40",
                "cho",
                "503",
                2,
                "free",
                "First",
                200); // looks at Upgrade 80 s later, and Home at its end
        landPlaces(events);
        landAnswers(events);
        landDevices(events);
        landAConversion(events);
        play(events, "2025-10-25T10:00:00", "crawler", "609", 0, "free", "Crawled", 100);
        events.subList(events.size() - 2, events.size()).forEach(event -> event.with("form", "bot"));
        lake.land(events.toArray(TestEvent[]::new));
    }

    /** Five plays in one place, the last of which does not say where in it, and one in no place. */
    private static void landPlaces(List<TestEvent> events) {
        play(events, "2025-10-20T08:00:00", "gil", "601", 0, "free", "Third", 200); // the next 10 s later
        inGeoville(events).with("lat", 1.25).with("lon", -1.5);
        play(events, "2025-10-20T08:00:10", "gil", "601", 1, "free", "Third", 100); // to its end
        inGeoville(events).with("lat", 1.25).with("lon", -1.5);
        play(events, "2025-10-20T08:01:50", "gil", "601", 2, "free", "Third", 240); // the session's last
        inGeoville(events).with("lat", 1.25).with("lon", -1.5);
        play(events, "2025-10-20T09:00:00", "gus", "602", 0, "paid", "Third", 60); // goes home 45 s later: not known
        inGeoville(events).with("lat", 2.25).with("lon", -2.5);
        events.add(page("2025-10-20T09:00:45", "gus", "602", 1, "paid", "Home"));
        play(events, "2025-10-20T10:00:00", "gus", "603", 0, "paid", "Third", 50); // the session's last
        inGeoville(events);
        play(events, "2025-10-20T11:00:00", "gil", "604", 0, "free", "Third", 50); // the session's last
    }

    private static TestEvent inGeoville(List<TestEvent> events) {
        return events.getLast().location("Geoville", "OH", "43000");
    }

    /** Eight page views in an hour, from its first instant to its last; one in the next, with logins; a login alone. */
    private static void landAnswers(List<TestEvent> events) {
        List<Integer> answers = List.of(200, 302, 399, 400, 404, 499, 500, 503);
        for (int i = 0; i < answers.size(); i++) {
            String time = i == 7 ? "2025-10-21T10:59:59.999" : "2025-10-21T10:0" + i + ":00";
            events.add(page(time, null, "605", i, "free", "Home").with("status", answers.get(i)));
        }
        events.add(page("2025-10-21T11:00:00", null, "605", 8, "free", "Home"));
        events.add(auth("2025-10-21T11:10:00", null).place("605", 9));
        events.add(auth("2025-10-21T11:20:00", null).place("605", 10).with("success", false));
        events.add(auth("2025-10-21T11:30:00", null).place("605", 11));
        events.add(auth("2025-10-21T12:00:00", null).place("606", 0).with("success", false));
    }

    /** A session that changes the device and then logs in, and one that never does. */
    private static void landDevices(List<TestEvent> events) {
        events.add(page("2025-10-22T10:00:00", null, "607", 0, "free", "Home")
                .with("device", "iPhone")
                .with("os", "iOS")
                .with("browser", "Mobile Safari"));
        events.add(page("2025-10-22T10:05:00", "gil", "607", 1, "free", "Home")
                .with("device", "Mac")
                .with("os", "Mac OS X")
                .with("browser", "Firefox"));
        events.add(page("2025-10-22T11:00:00", null, "608", 0, "free", "Home"));
    }

    /** One who likes a song and upgrades the next day, and one who only likes. */
    private static void landAConversion(List<TestEvent> events) {
        play(events, "2025-10-23T20:00:00", "gil", "610", 0, "free", "Third", 200);
        events.add(page("2025-10-23T20:00:30", "gil", "610", 1, "free", "Thumbs Up"));
        events.add(page("2025-10-23T20:03:20", "gil", "610", 2, "free", "Logout"));
        events.add(change("2025-10-24T21:00:00", "gil", "611", 0, "free", "paid"));
        play(events, "2025-10-23T21:00:00", "gus", "612", 0, "paid", "Third", 50); // the session's last
        events.add(page("2025-10-23T21:00:10", "gus", "612", 1, "paid", "Thumbs Up"));
    }

    private static TestEvent page(String time, String user, String session, int item, String level, String page) {
        return pageView(time, user).place(session, item).level(level).with("page", page);
    }

    private static TestEvent change(String time, String user, String session, int item, String from, String to) {
        return statusChange(time, user)
                .place(session, item)
                .level(from)
                .with("from_level", from)
                .with("to_level", to);
    }

    private static void play(
            List<TestEvent> events,
            String time,
            String user,
            String session,
            int item,
            String level,
            String artist,
            double seconds) {
        events.add(page(time, user, session, item, level, "NextSong"));
        events.add(listen(time, user)
                .place(session, item)
                .level(level)
                .song(artist, "Planted")
                .with("duration_seconds", seconds));
    }

    @Test
    void whatWasListenedToAndWhetherItIsAStreamOrASkip() throws SQLException {
        assertThat(lake.rows("""
                        SELECT item_in_session, listened_seconds, is_stream, is_skip FROM gold.fact_stream
                        WHERE date_part BETWEEN DATE '2025-09-01' AND DATE '2025-09-02' ORDER BY event_time"""))
                .containsExactly(
                        List.of(1, 20.0, false, true),
                        List.of(2, 180.0, true, false),
                        List.of(3, 45.0, true, false),
                        List.of(0, 30.0, true, false),
                        List.of(1, 25.0, false, false),
                        Arrays.asList(2, null, null, null),
                        List.of(1, 100.0, true, false),
                        List.of(2, 200.0, true, false));
    }

    @Test
    void activityOfADayByLevel() throws SQLException {
        assertThat(lake.rows("""
                        SELECT
                          level, active_users, listeners, sessions, page_views, plays, streams, skips, timed_plays,
                          round(hours * 3600)
                        FROM gold.agg_daily_activity WHERE date_part = DATE '2025-09-01' ORDER BY level"""))
                .containsExactly(
                        List.of("free", 2L, 2L, 2L, 7L, 4L, 3L, 1L, 4L, 345.0),
                        List.of("guest", 0L, 0L, 1L, 1L, 0L, 0L, 0L, 0L, 0.0),
                        List.of("paid", 2L, 1L, 2L, 4L, 3L, 1L, 0L, 2L, 55.0));
    }

    @Test
    void chartsOfADay() throws SQLException {
        String chart = """
                SELECT rank, artist_name, plays, streams, skips, skip_rate, listeners, round(hours * 3600)
                FROM %s WHERE date_part = DATE '2025-09-01' ORDER BY rank""";
        for (String view : List.of("gold.agg_artist_daily", "gold.agg_song_daily")) {
            assertThat(lake.rows(chart, view))
                    .as("%s: a skip's share is of the plays of which it is known", view)
                    .containsExactly(
                            List.of(1L, "First", 4L, 3L, 1L, 0.25, 2L, 345.0),
                            List.of(2L, "Second", 3L, 1L, 0L, 0.0, 1L, 55.0));
        }
    }

    @Test
    void placesOfADay() throws SQLException {
        assertThat(lake.rows("""
                        SELECT city, state, state_name, latitude, longitude, plays, streams, skips, skip_rate, listeners,
                          round(hours * 3600)
                        FROM gold.agg_geo_daily WHERE date_part = DATE '2025-10-20' ORDER BY plays DESC"""))
                .as("coordinates are the latest that a play has; of 10 and 100 seconds, one is a skip")
                .containsExactly(
                        List.of("Geoville", "OH", "Ohio", 2.25, -2.5, 5L, 1L, 1L, 0.5, 2L, 110.0),
                        Arrays.asList(null, null, null, null, null, 1L, 0L, 0L, null, 1L, 0.0));
        assertThat(lake.value("""
                        SELECT location_key FROM gold.agg_geo_daily
                        WHERE date_part = DATE '2025-10-20' AND city IS NULL""")).isEqualTo("unknown");
    }

    @Test
    void howEachHourWasAnswered() throws SQLException {
        assertThat(lake.rows("""
                        SELECT CAST(hour_start AS varchar), page_views, redirects, client_errors, server_errors, error_rate,
                          logins, failed_logins, login_success_rate
                        FROM gold.agg_reliability_hourly WHERE date_part = DATE '2025-10-21' ORDER BY hour_start"""))
                .containsExactly(
                        Arrays.asList("2025-10-21 10:00:00.000", 8L, 2L, 3L, 2L, 0.625, 0L, 0L, null),
                        List.of("2025-10-21 11:00:00.000", 1L, 0L, 0L, 0L, 0.0, 3L, 1L, 2 / 3.0),
                        Arrays.asList("2025-10-21 12:00:00.000", 0L, 0L, 0L, 0L, null, 1L, 1L, 0.0));
    }

    @Test
    void sessionsHaveTheirFirstDeviceAndWhoeverLoggedIn() throws SQLException {
        assertThat(lake.rows("""
                        SELECT session_id, account_key, user_id, device, os, browser
                        FROM gold.fact_session WHERE date_part = DATE '2025-10-22' ORDER BY session_id"""))
                .as("the key is md5 of gil")
                .containsExactly(
                        List.of("607", "0d7d3a24242c6d235735b98149c6b35b", "gil", "iPhone", "iOS", "Mobile Safari"),
                        Arrays.asList("608", "unknown", null, null, null, null));
    }

    @Test
    void sessionsAreWholeOverMidnight() throws SQLException {
        assertThat(lake.rows("""
                        SELECT session_id, CAST(date_part AS varchar), CAST(started_at AS varchar), CAST(ended_at AS varchar),
                          length_seconds, plays, pages, level, level_at_end
                        FROM gold.fact_session WHERE session_id IN ('501', '503') AND date_part >= DATE '2025-09-01'
                        ORDER BY 1"""))
                .containsExactly(
                        List.of(
                                "501",
                                "2025-09-01",
                                "2025-09-01 10:00:00.000",
                                "2025-09-01 10:05:05.000",
                                305.0,
                                3L,
                                5L,
                                "free",
                                "free"),
                        List.of(
                                "503",
                                "2025-09-01",
                                "2025-09-01 23:58:00.000",
                                "2025-09-02 00:04:00.000",
                                360.0,
                                2L,
                                6L,
                                "free",
                                "paid"));
    }

    @Test
    void sessionsEndWhereTheyAreSilentAndWhereANumberIsUsedAgain() throws SQLException {
        assertThat(lake.rows("""
                        SELECT session_id, CAST(started_at AS varchar), CAST(ended_at AS varchar), pages
                        FROM gold.fact_session
                        WHERE date_part BETWEEN DATE '2025-09-20' AND DATE '2025-09-25' ORDER BY started_at"""))
                .containsExactly(
                        List.of("507", "2025-09-20 23:50:00.000", "2025-09-21 00:10:00.000", 2L),
                        List.of("507", "2025-09-21 23:50:00.000", "2025-09-22 00:10:00.000", 2L),
                        List.of("508", "2025-09-24 22:00:00.000", "2025-09-24 22:00:00.000", 1L),
                        List.of("508", "2025-09-25 00:30:00.000", "2025-09-25 00:30:00.000", 1L));
    }

    @Test
    void activeUsersOfTheDayTheWeekAndTheMonth() throws SQLException {
        assertThat(lake.rows("""
                        SELECT CAST(date_part AS varchar), dau, listeners, wau, mau, stickiness FROM gold.agg_active_users
                        WHERE date_part BETWEEN DATE '2025-09-01' AND DATE '2025-10-01'
                          AND day(date_part) IN (1, 2, 3, 4, 7, 8, 9, 10, 11, 30)
                        ORDER BY 1"""))
                .containsExactly(
                        List.of("2025-09-01", 4L, 3L, 4L, 4L, 1.0),
                        List.of("2025-09-02", 1L, 1L, 4L, 4L, 0.25),
                        List.of("2025-09-03", 2L, 0L, 5L, 5L, 0.4),
                        List.of("2025-09-04", 1L, 0L, 5L, 5L, 0.2),
                        List.of("2025-09-07", 0L, 0L, 5L, 5L, 0.0),
                        List.of("2025-09-08", 1L, 0L, 4L, 5L, 0.2),
                        List.of("2025-09-09", 0L, 0L, 3L, 5L, 0.0),
                        List.of("2025-09-10", 0L, 0L, 2L, 5L, 0.0),
                        List.of("2025-09-11", 0L, 0L, 1L, 5L, 0.0),
                        List.of("2025-09-30", 1L, 0L, 1L, 5L, 0.2),
                        List.of("2025-10-01", 1L, 0L, 2L, 5L, 0.2));
    }

    @Test
    void whoIsNewAndWhoReturns() throws SQLException {
        assertThat(lake.rows("""
                        SELECT CAST(date_part AS varchar), new_users, returning_users FROM gold.agg_active_users
                        WHERE date_part IN (DATE '2025-09-01', DATE '2025-09-02', DATE '2025-09-03', DATE '2025-09-08',
                          DATE '2025-09-10', DATE '2025-10-20') ORDER BY 1"""))
                .containsExactly(
                        List.of("2025-09-01", 4L, 0L),
                        List.of("2025-09-02", 0L, 1L),
                        List.of("2025-09-03", 1L, 1L),
                        List.of("2025-09-08", 0L, 1L),
                        List.of("2025-09-10", 0L, 0L),
                        List.of("2025-10-20", 2L, 0L));
    }

    @Test
    void activeUsersOfCalendarWeeksAndMonths() throws SQLException {
        assertThat(lake.rows("""
                        SELECT period, CAST(first_date AS varchar), active_users, listeners, new_users, returning_users
                        FROM gold.agg_active_users_calendar
                        WHERE first_date BETWEEN DATE '2025-09-01' AND DATE '2025-10-31' ORDER BY 1, 2"""))
                .as("2025-09-01 is a Monday")
                .containsExactly(
                        List.of("month", "2025-09-01", 5L, 3L, 5L, 0L),
                        List.of("month", "2025-10-01", 3L, 2L, 2L, 1L),
                        List.of("week", "2025-09-01", 5L, 3L, 5L, 0L),
                        List.of("week", "2025-09-08", 1L, 0L, 0L, 1L),
                        List.of("week", "2025-09-29", 2L, 0L, 0L, 2L),
                        List.of("week", "2025-10-20", 2L, 2L, 2L, 0L));
    }

    @Test
    void accountsOnEachLevelAtADaysEnd() throws SQLException {
        assertThat(lake.rows("""
                        SELECT CAST(date_part AS varchar), free_users - first_value(free_users) OVER (ORDER BY date_part),
                          paid_users - first_value(paid_users) OVER (ORDER BY date_part)
                        FROM gold.agg_accounts_daily
                        WHERE date_part IN (DATE '2025-08-31', DATE '2025-09-01', DATE '2025-09-02', DATE '2025-09-03',
                          DATE '2025-09-15', DATE '2025-09-30', DATE '2025-10-01') ORDER BY 1"""))
                .as(
                        "ana and cho, ben and dee; cho upgrades; dee downgrades, fay comes; dee cancels, ben's login carries free")
                .containsExactly(
                        List.of("2025-08-31", 0L, 0L),
                        List.of("2025-09-01", 2L, 2L),
                        List.of("2025-09-02", 1L, 3L),
                        List.of("2025-09-03", 3L, 2L),
                        List.of("2025-09-15", 3L, 2L),
                        List.of("2025-09-30", 3L, 2L),
                        List.of("2025-10-01", 3L, 1L));
    }

    /** By the recipes of docs/gold.md: daily rates are no parts of a week's. */
    @Test
    void ratesOfSeveralDates() throws SQLException {
        assertThat(lake.rows("""
                        SELECT artists.name, count_if(is_skip) * 1e0 / count(is_skip), count_if(completion = 1) * 1e0 / count(completion),
                          count(DISTINCT user_id) FILTER (WHERE form <> 'bot')
                        FROM gold.fact_stream AS plays JOIN gold.dim_artist AS artists ON artists.artist_key = plays.artist_key
                        WHERE date_part BETWEEN DATE '2025-09-01' AND DATE '2025-09-07' GROUP BY artists.name ORDER BY 1"""))
                .as(
                        "First: 20 of 200, 180 of 180, 45 of 240, 100 of 150 and 200 of 200 seconds; Second: 30 of 100, 25 of 25")
                .containsExactly(List.of("First", 0.2, 0.4, 2L), List.of("Second", 0.0, 0.5, 1L));
    }

    @Test
    void topSongsByCompletion() throws SQLException {
        assertThat(lake.rows("""
                        SELECT song_name, artist_name, completed, completion_rate FROM gold.agg_song_daily
                        WHERE date_part = DATE '2025-09-01' ORDER BY completion_rate DESC"""))
                .containsExactly(List.of("Planted", "Second", 1L, 0.5), List.of("Planted", "First", 1L, 0.25));
    }

    @Test
    void listeningByLocalHourAndByForm() throws SQLException {
        assertThat(lake.rows("""
                        SELECT local_hour, form, count(*), sum(listened_seconds) FROM gold.fact_stream
                        WHERE date_part BETWEEN DATE '2025-10-20' AND DATE '2025-10-25'
                        GROUP BY local_hour, form ORDER BY 1 NULLS LAST, 2"""))
                .as(
                        "Ohio is four hours behind UTC; a crawler, and plays of no place; gil's last one is heard to its end")
                .containsExactly(
                        List.of(4L, "unknown", 3L, 110.0),
                        Arrays.asList(5L, "unknown", 1L, null),
                        Arrays.asList(6L, "unknown", 1L, null),
                        Arrays.asList(null, "bot", 1L, null),
                        Arrays.asList(null, "unknown", 3L, 200.0));
    }

    @Test
    void whoUpgradesAfterALike() throws SQLException {
        assertThat(lake.rows("""
                        SELECT count(DISTINCT likes.user_id), count(DISTINCT changes.user_id)
                        FROM gold.fact_page_view AS likes
                        LEFT JOIN gold.fact_level_change AS changes
                          ON changes.account_key = likes.account_key AND changes.to_level = 'paid'
                          AND changes.event_time BETWEEN likes.event_time AND likes.event_time + INTERVAL '30' DAY
                          AND changes.date_part BETWEEN DATE '2025-10-01' AND DATE '2025-11-30'
                        WHERE likes.page = 'Thumbs Up' AND likes.date_part BETWEEN DATE '2025-10-01' AND DATE '2025-10-31'""")).containsExactly(List.of(2L, 1L));
    }

    @Test
    void whoCancelsWithinThirtyDatesOfTheFirstVisit() throws SQLException {
        assertThat(lake.rows("""
                        SELECT count(*), count_if(date_diff('day', first_visit, CAST(cancelled_at AS date)) <= 30),
                          count_if(date_diff('day', first_visit, CAST(cancelled_at AS date)) <= 29)
                        FROM (SELECT user_id, min(date_part) AS first_visit FROM silver.user_days GROUP BY user_id)
                        JOIN gold.dim_user USING (user_id)
                        WHERE first_visit BETWEEN DATE '2025-09-01' AND DATE '2025-09-30'"""))
                .as("of ana, ben, cho, dee and fay, dee on the 30th date after the first")
                .containsExactly(List.of(5L, 1L, 0L));
    }

    @Test
    void theLongestSessions() throws SQLException {
        assertThat(lake.rows("""
                        SELECT session_id, user_id, length_seconds FROM gold.fact_session
                        WHERE date_part BETWEEN DATE '2025-09-01' AND DATE '2025-10-31' ORDER BY length_seconds DESC, session_id
                        LIMIT 3"""))
                .containsExactly(
                        Arrays.asList("605", null, 3_600.0),
                        List.of("506", "ben", 3_590.0),
                        Arrays.asList("507", null, 1_200.0));
    }

    /** One home of the definition: a bot's page views and plays are counted, the bot is nobody. */
    @Test
    void botsAreNobody() throws SQLException {
        assertThat(lake.rows("SELECT * FROM silver.user_days WHERE date_part = DATE '2025-10-25'"))
                .isEmpty();
        assertThat(lake.rows("""
                        SELECT level, active_users, listeners, page_views, plays FROM gold.agg_daily_activity
                        WHERE date_part = DATE '2025-10-25'""")).containsExactly(List.of("free", 0L, 0L, 1L, 1L));
        assertThat(lake.rows("SELECT * FROM gold.agg_churn_daily WHERE date_part = DATE '2025-10-25'"))
                .isEmpty();
        assertThat(lake.rows("SELECT * FROM gold.agg_subscription_funnel WHERE date_part = DATE '2025-10-25'"))
                .isEmpty();
        assertThat(lake.rows("SELECT * FROM gold.agg_retention_cohort WHERE cohort_date = DATE '2025-10-25'"))
                .isEmpty();
        assertThat(lake.rows("SELECT plays, unique_users FROM gold.artist_popularity WHERE artist_name = 'Crawled'"))
                .containsExactly(List.of(1L, 0L));
    }

    @Test
    void whoComesBack() throws SQLException {
        assertThat(lake.rows("""
                        SELECT CAST(cohort_date AS varchar), days_since, cohort_users, active_users, retention
                        FROM gold.agg_retention_cohort
                        WHERE cohort_date BETWEEN DATE '2025-09-01' AND DATE '2025-09-30'
                          AND days_since IN (0, 1, 2, 3, 7, 30)
                        ORDER BY 1, 2"""))
                .startsWith(
                        List.of("2025-09-01", 0L, 4L, 4L, 1.0),
                        List.of("2025-09-01", 1L, 4L, 1L, 0.25),
                        List.of("2025-09-01", 2L, 4L, 1L, 0.25),
                        List.of("2025-09-01", 3L, 4L, 0L, 0.0),
                        List.of("2025-09-01", 7L, 4L, 1L, 0.25),
                        List.of("2025-09-01", 30L, 4L, 1L, 0.25),
                        List.of("2025-09-03", 0L, 1L, 1L, 1.0),
                        List.of("2025-09-03", 1L, 1L, 1L, 1.0),
                        List.of("2025-09-03", 2L, 1L, 0L, 0.0));
    }

    @Test
    void fromFreeToPaid() throws SQLException {
        assertThat(lake.rows("""
                        SELECT CAST(date_part AS varchar), array_join(array_agg(users ORDER BY step_number), ' ')
                        FROM gold.agg_subscription_funnel
                        WHERE date_part BETWEEN DATE '2025-09-01' AND DATE '2025-09-03' GROUP BY date_part ORDER BY 1"""))
                .containsExactly(
                        List.of("2025-09-01", "2 0 0 0"),
                        List.of("2025-09-02", "1 1 1 1"),
                        List.of("2025-09-03", "1 1 0 0"));
    }

    @Test
    void whoLeaves() throws SQLException {
        assertThat(lake.rows("""
                        SELECT CAST(date_part AS varchar), active_users, active_paid_users, cancelled_users, downgraded_users,
                          upgraded_users, cancellation_rate, downgrade_rate
                        FROM gold.agg_churn_daily
                        WHERE date_part IN (DATE '2025-09-02', DATE '2025-09-03', DATE '2025-10-01') ORDER BY 1"""))
                .containsExactly(
                        List.of("2025-09-02", 1L, 1L, 0L, 0L, 1L, 0.0, 0.0),
                        List.of("2025-09-03", 2L, 1L, 0L, 1L, 0L, 0.0, 1.0),
                        Arrays.asList("2025-10-01", 1L, 0L, 1L, 0L, 0L, 1.0, null));
    }

    @Test
    void howLongALevelWasKept() throws SQLException {
        assertThat(lake.rows("""
                        SELECT user_id, from_level, to_level, days_in_previous FROM gold.fact_level_change
                        WHERE date_part BETWEEN DATE '2025-09-01' AND DATE '2025-09-30' ORDER BY event_time"""))
                .as("330 seconds, and two days and a half")
                .containsExactly(List.of("cho", "free", "paid", 330 / 86_400.0), List.of("dee", "paid", "free", 2.5));
    }

    @Test
    void loginsThatAreToldAgain() throws SQLException {
        assertThat(lake.rows("""
                        SELECT item_in_session, success, is_repeat FROM gold.fact_auth_attempt
                        WHERE date_part BETWEEN DATE '2025-09-30' AND DATE '2025-10-01' ORDER BY event_time"""))
                .containsExactly(
                        List.of(1, false, false),
                        List.of(1, true, false),
                        List.of(3, true, true),
                        List.of(5, true, true));
    }
}
