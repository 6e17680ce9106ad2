package io.goldstream.trino;

import static io.goldstream.trino.TestEvent.auth;
import static io.goldstream.trino.TestEvent.listen;
import static io.goldstream.trino.TestEvent.pageView;
import static io.goldstream.trino.TestEvent.statusChange;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What is one session, and what ends a song in it. All of it is landed at once, each case under session numbers of its own; the
 * other tests of this lake have no events in July 2024.
 */
class SessionsIT {

    /** Every page of eventsim's configuration, and whether a song is over once it was seen. */
    private static final Map<String, Boolean> PAGES = Map.ofEntries(
            Map.entry("About", false),
            Map.entry("Add Friend", false),
            Map.entry("Add to Playlist", false),
            Map.entry("Cancel", true),
            Map.entry("Cancellation Confirmation", true),
            Map.entry("Downgrade", false),
            Map.entry("Error", false),
            Map.entry("Help", false),
            Map.entry("Home", false),
            Map.entry("Login", false),
            Map.entry("Logout", true),
            Map.entry("NextSong", true),
            Map.entry("Register", false),
            Map.entry("Roll Advert", false),
            Map.entry("Save Settings", false),
            Map.entry("Settings", false),
            Map.entry("Submit Downgrade", false),
            Map.entry("Submit Registration", false),
            Map.entry("Submit Upgrade", false),
            Map.entry("Thumbs Down", false),
            Map.entry("Thumbs Up", false),
            Map.entry("Upgrade", false),
            Map.entry("Verify", false));

    private static final LocalDateTime TEN = LocalDateTime.parse("2024-07-10T10:00");
    private static final int DICE_SEED = 7;
    private static final int OWLS = 40;
    private static final int INSTANTS = 20;

    private static final List<TestEvent> events = new ArrayList<>();
    private static TestLake lake;

    @BeforeAll
    static void land() throws Exception {
        PAGES.keySet().forEach(page -> {
            play(page, "ann", TEN, 0, 240);
            page(page, "ann", TEN.plusSeconds(10), 1, page);
            play(page, "ann", TEN.plusSeconds(240), 2, 100);
        });
        landOwnPageViews();
        landEnds();
        landSharedNumbers();
        landInstants();
        landSilences();
        landLevelsAndForms();
        landMidnights();
        landOpinions();
        landAnything();
        landOwls();
        lake = TestLake.get();
        lake.land(events.toArray(TestEvent[]::new));
    }

    /** A play's own page view comes some milliseconds before or after it, under the same place or another. */
    private static void landOwnPageViews() {
        int number = 0;
        for (long millis : List.of(-900L, -5L, 0L, 5L, 900L)) {
            for (int place : List.of(0, 1, 2)) {
                String session = "own" + number++;
                page(session, "ann", TEN.plusNanos(millis * 1_000_000), place, "NextSong");
                play(session, "ann", TEN, 1, 240);
                page(session, "ann", TEN.plusSeconds(240).plusNanos(millis * 1_000_000), place + 3, "NextSong");
                play(session, "ann", TEN.plusSeconds(240), 4, 100);
            }
        }
        play("own slow", "ann", TEN, 1, 240);
        page("own slow", "ann", TEN.plusSeconds(4), 1, "NextSong");
        play("own slow", "ann", TEN.plusSeconds(240), 2, 100);
        // another page between the two, whichever comes first
        play("own behind", "ann", TEN, 1, 240);
        page("own behind", "ann", TEN.plusSeconds(2), 2, "Thumbs Up");
        page("own behind", "ann", TEN.plusSeconds(3), 1, "NextSong");
        play("own behind", "ann", TEN.plusSeconds(240), 3, 100);
        play("own ahead", "ann", TEN, 1, 400);
        page("own ahead", "ann", TEN.plusSeconds(237), 3, "NextSong");
        page("own ahead", "ann", TEN.plusSeconds(238), 4, "Add to Playlist");
        play("own ahead", "ann", TEN.plusSeconds(240), 3, 100);
        // another play between the two
        play("own early", "ann", TEN, 1, 240);
        page("own early", "ann", TEN.plusSeconds(230), 3, "NextSong");
        play("own early", "ann", TEN.plusSeconds(240), 2, 100);
        play("own early", "ann", TEN.plusSeconds(245), 3, 100);
        // skipped faster than page views arrive
        play("skips", "ann", TEN, 5, 240);
        play("skips", "ann", TEN.plusSeconds(5), 6, 240);
        page("skips", "ann", TEN.plusSeconds(7), 5, "NextSong");
        play("skips", "ann", TEN.plusSeconds(10), 7, 240);
        page("skips", "ann", TEN.plusSeconds(12), 6, "NextSong");
        page("skips", "ann", TEN.plusSeconds(17), 7, "NextSong");
        page("skips", "ann", TEN.plusSeconds(250), 8, "Home");
    }

    private static void landEnds() {
        // eventsim cuts lengths to whole seconds
        play("grain", "ann", TEN, 0, 240.99);
        play("grain", "ann", TEN.plusSeconds(240), 1, 25.5);
        play("grain", "ann", TEN.plusSeconds(265), 2, 26.5);
        play("grain", "ann", TEN.plusSeconds(290), 3, 26);
        play("grain", "ann", TEN.plusSeconds(315), 4, 26);
        play("grain", "ann", TEN.plusSeconds(339).plusNanos(999_000_000), 5, 100);
        // nothing ends it, and the session goes on to its end, or not for so long, or not at all
        play("seen after", "ann", TEN, 0, 240);
        page("seen after", "ann", TEN.plusSeconds(10), 1, "Thumbs Up");
        page("seen after", "ann", TEN.plusSeconds(239), 2, "Home");
        play("seen before", "ann", TEN, 0, 240);
        page("seen before", "ann", TEN.plusSeconds(200), 1, "Home");
        play("last", "ann", TEN, 0, 240);
        // it is ended once only, by the first
        play("ended", "ann", TEN, 0, 240);
        page("ended", "ann", TEN.plusSeconds(50), 1, "Logout");
        page("ended", null, TEN.plusSeconds(51), 2, "Home");
        page("ended", null, TEN.plusSeconds(60), 3, "Login");
        play("ended", "ann", TEN.plusSeconds(240), 4, 100);
        // a page that names nobody ends the song of whose session it is
        play("unnamed", "ann", TEN, 0, 240);
        page("unnamed", null, TEN.plusSeconds(20), 1, "Logout");
        // a producer without places
        play("placeless", "ann", TEN, 0, 240);
        events.getLast().with("item_in_session", null);
        page("placeless", "ann", TEN.plusSeconds(20), 0, "NextSong");
        events.getLast().with("item_in_session", null);
    }

    private static void landSharedNumbers() {
        page("shared", null, TEN.minusSeconds(5), 0, "Login");
        play("shared", "ann", TEN, 1, 240);
        play("shared", "bob", TEN.plusSeconds(10), 0, 200);
        page("shared", "bob", TEN.plusSeconds(60), 1, "Logout");
        page("shared", null, TEN.plusSeconds(61), 2, "Home");
        play("shared", "ann", TEN.plusSeconds(240), 2, 100);
        page("shared", "ann", TEN.plusSeconds(340), 3, "Home");
        page("desk", "ann", TEN, 0, "Home");
        page("desk", "ann", TEN.plusMinutes(4), 1, "Logout");
        page("desk", null, TEN.plusMinutes(5), 2, "Login");
        page("desk", "bob", TEN.plusMinutes(10), 3, "Home");
        page("desk", "bob", TEN.plusMinutes(20), 4, "Logout");
        page("desk", null, TEN.plusMinutes(30), 5, "Home");
        page("one second", "bob", TEN.minusSeconds(60), 4, "Home");
        page("one second", null, TEN, 5, "Login");
        page("one second", "ann", TEN, 6, "Home");
        page("turns", "ann", TEN, 0, "Home");
        page("turns", "bob", TEN.plusMinutes(10), 1, "Home");
        play("turns", "ann", TEN.plusMinutes(20), 2, 240);
        page("turns", null, TEN.plusMinutes(30), 3, "Home");
        play("turns", "bob", TEN.plusMinutes(40), 4, 240);
        page("turns", null, TEN.plusMinutes(50), 5, "Home");
        // a player that names its user in plays only
        for (int song = 0; song < 30; song++) {
            LocalDateTime start = TEN.plusSeconds(110L * song);
            play("unnamed pages", "ann", start, 6 * song, 100);
            for (int i = 1; i <= 5; i++) {
                page("unnamed pages", null, start.plusSeconds(15L * i), 6 * song + i, "Home");
            }
        }
        // and one that names its user after 240 page views, most of them of one second
        for (int i = 0; i < 240; i++) {
            page("named late", null, i < 180 ? TEN : TEN.plusSeconds(i), i, "Home");
        }
        page("named late", "ann", TEN.plusSeconds(300), 240, "Home");
        page("older login", "ann", at("2024-07-09T12:00"), 4, "Home");
        page("older login", null, TEN, 4, "Login");
        events.add(auth(TEN.plusSeconds(1).toString(), "ann").place("older login", 5));
        for (double seconds : List.of(1e300, -1e300)) {
            page("endless login " + seconds, "ann", TEN, 4, "NextSong");
            events.getLast().with("duration_seconds", seconds);
            events.add(auth(TEN.plusSeconds(1).toString(), "ann").place("endless login " + seconds, 5));
        }
        page("shared login", "bob", TEN, 4, "Home");
        events.add(auth(TEN.plusSeconds(1).toString(), "ann").place("shared login", 5));
        page("own login", "ann", TEN, 4, "Home");
        events.add(auth(TEN.plusSeconds(1).toString(), "ann").place("own login", 5));
    }

    /** Two plays in one second, of a producer without places. The longer one came later, but stands before the other in the table. */
    private static void landInstants() {
        for (int i = 0; i < INSTANTS; i++) {
            String session = "instant" + i;
            play(session, "ann", TEN, 0, 240);
            events.getLast().with("item_in_session", null).with("source_offset", 2);
            play(session, "ann", TEN, 0, 20);
            events.getLast().with("item_in_session", null).with("source_offset", 1);
            play(session, "ann", TEN.plusSeconds(25), 0, 200);
            events.getLast().with("item_in_session", null).with("source_offset", 3);
            page(session, "ann", TEN.plusSeconds(125), 0, "Submit Downgrade");
            events.getLast().level("free").with("item_in_session", null).with("source_offset", 2);
            page(session, "ann", TEN.plusSeconds(125), 0, "Logout");
            events.getLast().level("paid").with("item_in_session", null).with("source_offset", 1);
        }
    }

    private static void landSilences() {
        page("an hour", "ann", TEN, 0, "Home");
        page("an hour", "ann", TEN.plusHours(1), 1, "Home");
        page("more", "ann", TEN, 0, "Home");
        page("more", "ann", TEN.plusHours(1).plusNanos(1_000_000), 1, "Home");
        page("five hours", "ann", TEN, 0, "Home");
        play("five hours", "ann", TEN.plusSeconds(60), 1, 240);
        play("five hours", "ann", TEN.plusHours(5), 0, 240);
        page("five hours", "ann", TEN.plusHours(5).plusSeconds(240), 1, "Home");
        // a mix of two hours is no silence
        play("mix", "ann", TEN, 0, 7_200);
        play("mix", "ann", TEN.plusSeconds(7_200), 1, 240);
        page("mix", "ann", TEN.plusSeconds(7_300), 2, "Logout");
    }

    private static void landLevelsAndForms() {
        page("levels", null, TEN, 0, "Login");
        page("levels", "ann", TEN.plusSeconds(9), 1, "Home");
        events.getLast().level("paid").with("form", "tv");
        page("levels", null, TEN.plusSeconds(99), 2, "Home");
        page("nobody's level", null, TEN, 0, "Home");
        page("level later", null, at("2024-07-10T23:58"), 0, "Login");
        page("level later", "ann", at("2024-07-11T00:02"), 1, "Home");
        events.getLast().level("paid");
        events.add(auth(TEN.toString(), "ann").place("levels", 3).with("form", "car"));
        events.add(statusChange(TEN.toString(), "ann").place("levels", 4).with("form", "watch"));
    }

    private static void landMidnights() {
        // by plays alone, the second of which is ended after midnight
        play("night", "ann", at("2024-07-10T23:50"), 0, 240);
        play("night", "ann", at("2024-07-10T23:59"), 1, 300);
        play("night", "ann", at("2024-07-11T00:01"), 2, 100);
        page("night", "ann", at("2024-07-11T00:10"), 3, "Home");
        // while a long song plays, there is no silence, and the first hour of the next date is over
        play("long night", "ann", at("2024-07-10T23:00"), 0, 10_800);
        page("long night", "ann", at("2024-07-11T03:00"), 1, "Home");
        play("long silence", "ann", at("2024-07-10T23:00"), 0, 10_800);
        page("long silence", "ann", at("2024-07-11T03:00:00.001"), 1, "Home");
        // a song that plays over midnight bridges a silence of the next date
        play("bridge", "ann", at("2024-07-10T23:58"), 0, 300);
        page("bridge", "ann", at("2024-07-11T00:01"), 1, "Thumbs Up");
        page("bridge", "ann", at("2024-07-11T01:02"), 2, "Home");
        play("too short", "ann", at("2024-07-10T23:58"), 0, 239);
        page("too short", "ann", at("2024-07-11T00:01"), 1, "Thumbs Up");
        page("too short", "ann", at("2024-07-11T01:02"), 2, "Home");
        // two of them, and nobody has a user on the second date
        play("bridge to nobody", "ann", at("2024-07-10T23:00"), 0, 10_800);
        page("bridge to nobody", null, at("2024-07-11T00:01"), 1, "Home");
        page("bridge to nobody", null, at("2024-07-11T01:30"), 2, "Home");
        page("bridge to nobody", null, at("2024-07-11T02:59"), 3, "Home");
        // and what follows lasts to the next midnight
        play("bridge of days", "ann", at("2024-07-10T23:00"), 0, 10_800);
        for (int minute : List.of(1, 90, 170)) {
            page("bridge of days", "ann", at("2024-07-11T00:00").plusMinutes(minute), minute, "Home");
        }
        for (int hour = 3; hour <= 25; hour++) {
            page("bridge of days", "ann", at("2024-07-11T00:30").plusHours(hour), 200 + hour, "Home");
        }
        // the number is used again after midnight
        play("again", "ann", at("2024-07-10T22:30"), 0, 240);
        page("again", "ann", at("2024-07-11T00:10"), 0, "Home");
        // two users, each over midnight
        play("two owls", "ann", at("2024-07-10T23:58"), 0, 240);
        play("two owls", "bob", at("2024-07-10T23:59"), 0, 240);
        page("two owls", "ann", at("2024-07-11T00:01"), 1, "Thumbs Up");
        page("two owls", "ann", at("2024-07-11T00:02"), 2, "Home");
        play("two owls", "bob", at("2024-07-11T00:00:09"), 1, 240);
        // a guest who logs in after midnight, and a user who logs out before it
        page("comes in", null, at("2024-07-10T23:58"), 0, "Home");
        page("comes in", "ann", at("2024-07-11T00:01"), 1, "Home");
        page("goes out", "ann", at("2024-07-10T23:58"), 0, "Logout");
        page("goes out", null, at("2024-07-11T00:01"), 1, "Home");
        // from before one midnight past the next, and on past a third, with a page every half hour
        for (int i = 0; i <= 110; i++) {
            page("days", "ann", at("2024-07-10T23:45").plusMinutes(30L * i), i, "Home");
        }
    }

    private static void landOpinions() {
        play("opinions", "ann", TEN, 0, 240);
        page("opinions", "ann", TEN.plusSeconds(10), 1, "Thumbs Up");
        page("opinions", "ann", TEN.plusSeconds(12), 2, "Thumbs Up");
        play("opinions", "ann", TEN.plusSeconds(240), 3, 240);
        page("opinions", "ann", TEN.plusSeconds(250), 4, "Thumbs Down");
        page("opinions", "ann", TEN.plusSeconds(255), 5, "Logout");
        play("opinions", "ann", TEN.plusSeconds(600), 6, 200);
        events.stream()
                .filter(event -> "opinions".equals(event.value("session_id")))
                .forEach(event -> event.with("song_key", "opinions")
                        .with("state", "CA")
                        .with("device", "Mac")
                        .with("os", "Mac OS X")
                        .with("browser", "Safari")
                        .with("form", "desktop"));
        play("opinions", "bot", TEN, 0, 200);
        events.getLast().with("song_key", "opinions").with("form", "bot");
        // of the song that a page view shows nobody knows a play
        play("opinion of another", "ann", TEN, 0, 240);
        page("opinion of another", "ann", TEN.plusSeconds(50), 1, "NextSong");
        page("opinion of another", "ann", TEN.plusSeconds(60), 2, "Thumbs Up");
        page("opinion of another", "ann", TEN.plusSeconds(70), 3, "Thumbs Down");
    }

    /** Three users, and nobody, under two numbers on three dates: pages and plays as the dice fall. */
    private static void landAnything() {
        Random dice = new Random(DICE_SEED);
        for (int i = 0; i < 500; i++) {
            String session = "any" + dice.nextInt(2);
            String user = dice.nextInt(4) == 0 ? null : "any" + dice.nextInt(3);
            LocalDateTime time = at("2024-07-20T12:00").plusMinutes(dice.nextInt(2 * 24 * 60));
            if (user == null || dice.nextBoolean()) {
                page(session, user, time, i, "Home");
            } else {
                play(session, user, time, i, 30 + dice.nextInt(9_000));
            }
        }
    }

    /** Two users, and nobody, around a midnight: more silences, and songs that bridge them. */
    private static void landOwls() {
        Random dice = new Random(DICE_SEED);
        for (int number = 0; number < OWLS; number++) {
            String session = "owl%02d".formatted(number);
            for (int i = 0; i < 10; i++) {
                LocalDateTime time = at("2024-07-25T21:00").plusSeconds(dice.nextInt(8 * 60 * 60));
                if (i < 2) {
                    play(
                            session,
                            "owl" + dice.nextInt(2),
                            at("2024-07-25T23:30").plusMinutes(60 * i),
                            i,
                            7_200);
                } else if (dice.nextBoolean()) {
                    page(session, dice.nextInt(4) == 0 ? null : "owl" + dice.nextInt(2), time, i, "Home");
                } else {
                    play(session, "owl" + dice.nextInt(2), time, i, 30 + dice.nextInt(4_000));
                }
            }
        }
    }

    private static LocalDateTime at(String time) {
        return LocalDateTime.parse(time);
    }

    private static void page(String session, String user, LocalDateTime time, int item, String page) {
        events.add(pageView(time.toString(), user).place(session, item).with("page", page));
    }

    private static void play(String session, String user, LocalDateTime time, int item, double seconds) {
        events.add(listen(time.toString(), user).place(session, item).with("duration_seconds", seconds));
    }

    /** What became of a session's plays, in their order: seconds, whether a stream, whether a skip, and which share. */
    private static List<List<Object>> plays(String session) throws SQLException {
        return lake.rows("""
                SELECT user_id, listened_seconds, is_stream, is_skip, completion FROM gold.fact_stream
                WHERE session_id = '%s' AND date_part BETWEEN DATE '2024-07-01' AND DATE '2024-07-31'
                ORDER BY event_time, user_id""", session);
    }

    private static List<List<Object>> sessions(String number) throws SQLException {
        return lake.rows("""
                SELECT user_id, CAST(started_at AS varchar), CAST(ended_at AS varchar), plays, pages FROM gold.fact_session
                WHERE session_id = '%s' AND date_part BETWEEN DATE '2024-07-01' AND DATE '2024-07-31'
                ORDER BY started_at, user_id""", number);
    }

    private static List<Object> ended(double seconds, double share) {
        return List.of("ann", seconds, seconds >= 30, seconds < 30 && share < 1, share);
    }

    private static List<Object> unknown(String user) {
        return Arrays.asList(user, null, null, null, null);
    }

    @Test
    void onlyWhatEndsASongEndsIt() throws SQLException {
        Map<Object, Object> listened = lake.rows("""
                        SELECT session_id, listened_seconds FROM gold.fact_stream
                        WHERE date_part = DATE '2024-07-10' AND item_in_session = 0 AND session_id IN ('%s')""", String.join("', '", PAGES.keySet())).stream()
                .collect(Collectors.toMap(List::getFirst, List::getLast));

        assertThat(listened).hasSameSizeAs(PAGES).allSatisfy((page, seconds) -> assertThat(seconds)
                .as("%s after 10 of 240 seconds", page)
                .isEqualTo(PAGES.get(page) ? 10.0 : 240.0));
    }

    @Test
    void aSongsOwnPageViewNeverCutsIt() throws SQLException {
        assertThat(lake.rows("""
                        SELECT count(*), min(listened_seconds), max(listened_seconds) FROM gold.fact_stream
                        WHERE date_part = DATE '2024-07-10' AND session_id LIKE 'own%%' AND item_in_session = 1""")).containsExactly(List.of(19L, 240.0, 240.0));
        assertThat(plays("skips")).containsExactly(ended(5, 5 / 240.0), ended(5, 5 / 240.0), ended(240, 1));
    }

    @Test
    void aSongThatEndsWithinTheClocksGrainWasPlayedToItsEnd() throws SQLException {
        assertThat(plays("grain"))
                .as("a second early counts, a millisecond more does not")
                .containsExactly(
                        ended(240.99, 1),
                        ended(25.5, 1),
                        ended(25, 25 / 26.5),
                        ended(26, 1),
                        ended(24.999, 24.999 / 26),
                        unknown("ann"));
    }

    @Test
    void whatNothingEndedIsKnownWhereTheSessionWentOnToTheSongsEnd() throws SQLException {
        assertThat(plays("seen after")).containsExactly(ended(240, 1));
        assertThat(plays("seen before")).containsExactly(unknown("ann"));
        assertThat(plays("last")).containsExactly(unknown("ann"));
        assertThat(plays("ended")).containsExactly(ended(50, 50 / 240.0), unknown("ann"));
        assertThat(plays("unnamed")).containsExactly(ended(20, 20 / 240.0));
        assertThat(plays("placeless")).containsExactly(ended(20, 20 / 240.0));
    }

    @Test
    void twoUsersUnderOneNumberHaveASessionEach() throws SQLException {
        assertThat(plays("shared"))
                .containsExactly(ended(240, 1), List.of("bob", 50.0, true, false, 0.25), ended(100, 1));
        assertThat(sessions("shared"))
                .as("who has not logged in yet is the next to be named, who has logged out is the last")
                .containsExactly(
                        List.of("ann", "2024-07-10 09:59:55.000", "2024-07-10 10:05:40.000", 2L, 2L),
                        List.of("bob", "2024-07-10 10:00:10.000", "2024-07-10 10:01:01.000", 1L, 2L));
    }

    @Test
    void whatNobodyDidIsOfWhoWasThereBefore() throws SQLException {
        assertThat(sessions("desk"))
                .containsExactly(
                        List.of("ann", "2024-07-10 10:00:00.000", "2024-07-10 10:05:00.000", 0L, 3L),
                        List.of("bob", "2024-07-10 10:10:00.000", "2024-07-10 10:30:00.000", 0L, 3L));
        assertThat(sessions("turns"))
                .as("two users in turns: a page without a user is of whoever was there last")
                .containsExactly(
                        List.of("ann", "2024-07-10 10:00:00.000", "2024-07-10 10:30:00.000", 1L, 2L),
                        List.of("bob", "2024-07-10 10:10:00.000", "2024-07-10 10:50:00.000", 1L, 2L));
        assertThat(sessions("one second"))
                .as("in one second, places tell who was there before")
                .containsExactly(
                        List.of("bob", "2024-07-10 09:59:00.000", "2024-07-10 10:00:00.000", 0L, 2L),
                        List.of("ann", "2024-07-10 10:00:00.000", "2024-07-10 10:00:00.000", 0L, 1L));
    }

    @Test
    void aPageViewWithoutAUserHasTheSameOneInEveryView() throws SQLException {
        assertThat(sessions("unnamed pages"))
                .containsExactly(List.of("ann", "2024-07-10 10:00:00.000", "2024-07-10 10:54:25.000", 30L, 150L));
        assertThat(sessions("named late"))
                .as("an event is looked for among 100")
                .containsExactlyInAnyOrder(
                        Arrays.asList(null, "2024-07-10 10:00:00.000", "2024-07-10 10:00:00.000", 0L, 140L),
                        List.of("ann", "2024-07-10 10:00:00.000", "2024-07-10 10:05:00.000", 0L, 101L));
        String events =
                " AS user, %s AS events FROM silver.%s WHERE session_id IN ('unnamed pages', 'named late', 'turns')"
                        + " AND date_part = DATE '2024-07-10' GROUP BY 1, 2 ORDER BY 1, 2";
        assertThat(lake.rows("SELECT session_id, listener_id" + events, "sum(plays + pages)", "session_parts"))
                .hasSize(5)
                .isEqualTo(lake.rows("SELECT session_id, listener_id" + events, "count(*)", "session_timeline"));
    }

    @Test
    void eventsOfOneInstantAreInTheOrderInWhichTheyCame() throws SQLException {
        assertThat(lake.rows("""
                        SELECT duration_seconds, listened_seconds, count(*) FROM gold.fact_stream
                        WHERE session_id LIKE 'instant%%' AND date_part = DATE '2024-07-10' GROUP BY 1, 2 ORDER BY 1, 2"""))
                .containsExactly(
                        List.of(20.0, 0.0, (long) INSTANTS),
                        List.of(200.0, 100.0, (long) INSTANTS),
                        List.of(240.0, 25.0, (long) INSTANTS));
        assertThat(lake.rows("""
                        SELECT DISTINCT level, level_at_end FROM gold.fact_session
                        WHERE session_id LIKE 'instant%%' AND date_part = DATE '2024-07-10'""")).containsExactly(List.of("free", "free"));
    }

    @Test
    void aSessionHasTheLevelOfItsUserAndNotOfNobody() throws SQLException {
        assertThat(lake.rows("""
                        SELECT session_id, user_id, level, level_at_end FROM gold.fact_session
                        WHERE date_part = DATE '2024-07-10' AND session_id LIKE '%%level%%' ORDER BY session_id"""))
                .containsExactly(
                        List.of("level later", "ann", "paid", "paid"),
                        List.of("levels", "ann", "paid", "paid"),
                        Arrays.asList("nobody's level", null, null, null));
    }

    @Test
    void everyFactOfAnEventSaysWhatTheClientRunsOn() throws SQLException {
        assertThat(lake.rows("""
                        SELECT item_in_session, form FROM gold.fact_page_view
                        WHERE date_part = DATE '2024-07-10' AND session_id = 'levels'
                        UNION ALL
                        SELECT 3, form FROM gold.fact_auth_attempt
                        WHERE date_part = DATE '2024-07-10' AND session_id = 'levels'
                        UNION ALL
                        SELECT 4, form FROM gold.fact_level_change
                        WHERE date_part = DATE '2024-07-10' AND session_id = 'levels'
                        ORDER BY 1"""))
                .containsExactly(
                        List.of(0, "unknown"),
                        List.of(1, "tv"),
                        List.of(2, "unknown"),
                        List.of(3, "car"),
                        List.of(4, "watch"));
    }

    @Test
    void aLoginIsNoRepeatOfAnotherUsersOrOfAnOlderSession() throws SQLException {
        assertThat(lake.rows("""
                        SELECT session_id, is_repeat FROM gold.fact_auth_attempt
                        WHERE date_part = DATE '2024-07-10' AND session_id LIKE '%% login' ORDER BY session_id"""))
                .containsExactly(
                        List.of("older login", false), List.of("own login", true), List.of("shared login", false));
        assertThat(lake.rows("""
                        SELECT is_repeat, count(*) FROM gold.fact_auth_attempt
                        WHERE date_part = DATE '2024-07-10' AND session_id LIKE 'endless login%%' GROUP BY 1""")).as("a page view gives its song any length").containsExactly(List.of(true, 2L));
    }

    @Test
    void aSessionIsSilentForAnHourAtMost() throws SQLException {
        assertThat(sessions("an hour"))
                .containsExactly(List.of("ann", "2024-07-10 10:00:00.000", "2024-07-10 11:00:00.000", 0L, 2L));
        assertThat(sessions("more"))
                .containsExactly(
                        List.of("ann", "2024-07-10 10:00:00.000", "2024-07-10 10:00:00.000", 0L, 1L),
                        List.of("ann", "2024-07-10 11:00:00.001", "2024-07-10 11:00:00.001", 0L, 1L));
        assertThat(sessions("five hours"))
                .containsExactly(
                        List.of("ann", "2024-07-10 10:00:00.000", "2024-07-10 10:01:00.000", 1L, 1L),
                        List.of("ann", "2024-07-10 15:00:00.000", "2024-07-10 15:04:00.000", 1L, 1L));
        assertThat(plays("five hours"))
                .as("what ends a song is in its session")
                .containsExactly(unknown("ann"), ended(240, 1));
        assertThat(sessions("mix"))
                .containsExactly(List.of("ann", "2024-07-10 10:00:00.000", "2024-07-10 12:01:40.000", 2L, 1L));
        assertThat(plays("mix")).containsExactly(ended(7_200, 1), ended(100, 100 / 240.0));
    }

    @Test
    void playsAndSessionsAgreeOverMidnight() throws SQLException {
        assertThat(sessions("night"))
                .containsExactly(List.of("ann", "2024-07-10 23:50:00.000", "2024-07-11 00:10:00.000", 3L, 1L));
        assertThat(plays("night")).containsExactly(ended(240, 1), ended(120, 0.4), ended(100, 1));
        assertThat(sessions("long night"))
                .containsExactly(List.of("ann", "2024-07-10 23:00:00.000", "2024-07-11 03:00:00.000", 1L, 1L));
        assertThat(plays("long night"))
                .as("of the next date, only the first hour counts here")
                .containsExactly(unknown("ann"));
        assertThat(sessions("long silence"))
                .containsExactly(
                        List.of("ann", "2024-07-10 23:00:00.000", "2024-07-10 23:00:00.000", 1L, 0L),
                        List.of("ann", "2024-07-11 03:00:00.001", "2024-07-11 03:00:00.001", 0L, 1L));
        assertThat(sessions("again"))
                .containsExactly(
                        List.of("ann", "2024-07-10 22:30:00.000", "2024-07-10 22:30:00.000", 1L, 0L),
                        List.of("ann", "2024-07-11 00:10:00.000", "2024-07-11 00:10:00.000", 0L, 1L));
        assertThat(plays("again")).containsExactly(unknown("ann"));
        assertThat(sessions("two owls"))
                .containsExactly(
                        List.of("ann", "2024-07-10 23:58:00.000", "2024-07-11 00:02:00.000", 1L, 2L),
                        List.of("bob", "2024-07-10 23:59:00.000", "2024-07-11 00:00:09.000", 2L, 0L));
        assertThat(plays("two owls"))
                .containsExactly(ended(240, 1), List.of("bob", 69.0, true, false, 69 / 240.0), unknown("bob"));
    }

    @Test
    void aSongThatPlaysOverMidnightBridgesASilence() throws SQLException {
        assertThat(sessions("bridge"))
                .as("61 minutes after the page before, and 59 after the song's end")
                .containsExactly(List.of("ann", "2024-07-10 23:58:00.000", "2024-07-11 01:02:00.000", 1L, 2L));
        assertThat(sessions("too short"))
                .containsExactly(
                        List.of("ann", "2024-07-10 23:58:00.000", "2024-07-11 00:01:00.000", 1L, 1L),
                        List.of("ann", "2024-07-11 01:02:00.000", "2024-07-11 01:02:00.000", 0L, 1L));
        assertThat(sessions("bridge to nobody"))
                .containsExactly(List.of("ann", "2024-07-10 23:00:00.000", "2024-07-11 02:59:00.000", 1L, 3L));
        assertThat(sessions("bridge of days"))
                .as("cut at the first midnight, and whole after it")
                .containsExactly(
                        List.of("ann", "2024-07-10 23:00:00.000", "2024-07-10 23:00:00.000", 1L, 0L),
                        List.of("ann", "2024-07-11 00:01:00.000", "2024-07-12 01:30:00.000", 0L, 26L));
    }

    @Test
    void whoIsNamedOnOneSideOfMidnightIsMeantOnTheOther() throws SQLException {
        assertThat(sessions("comes in"))
                .containsExactly(List.of("ann", "2024-07-10 23:58:00.000", "2024-07-11 00:01:00.000", 0L, 2L));
        assertThat(sessions("goes out"))
                .containsExactly(List.of("ann", "2024-07-10 23:58:00.000", "2024-07-11 00:01:00.000", 0L, 2L));
    }

    @Test
    void aSessionGoesOverOneMidnightAtMost() throws SQLException {
        assertThat(sessions("days"))
                .containsExactly(
                        List.of("ann", "2024-07-10 23:45:00.000", "2024-07-10 23:45:00.000", 0L, 1L),
                        List.of("ann", "2024-07-11 00:15:00.000", "2024-07-11 23:45:00.000", 0L, 48L),
                        List.of("ann", "2024-07-12 00:15:00.000", "2024-07-13 06:45:00.000", 0L, 62L));
    }

    @Test
    void everyEventIsInOneSession() throws SQLException {
        assertThat(lake.rows("""
                        SELECT sum(plays), sum(pages), max(date_diff('day', date_part, CAST(ended_at AS date))), count(*) > 20
                        FROM gold.fact_session WHERE session_id LIKE 'any%%' AND date_part >= DATE '2024-07-20'"""))
                .containsExactly(List.of(
                        events.stream()
                                .filter(event -> isAny(event, "page", false))
                                .count(),
                        events.stream()
                                .filter(event -> isAny(event, "page", true))
                                .count(),
                        1L,
                        true));
        assertThat(lake.value("""
                        SELECT count(*) FROM gold.fact_stream AS plays
                        LEFT JOIN gold.fact_session AS sessions
                          ON sessions.session_id = plays.session_id AND sessions.user_id = plays.user_id
                          AND plays.event_time BETWEEN sessions.started_at AND sessions.ended_at
                        WHERE plays.session_id LIKE 'any%%' AND plays.date_part >= DATE '2024-07-20'"""))
                .as("each play in one session of its user")
                .isEqualTo(events.stream()
                        .filter(event -> isAny(event, "page", false))
                        .count());
    }

    /** The sessions of the dice, by the definition and event by event. */
    @Test
    void sessionsAreWhatTheDefinitionSays() throws SQLException {
        List<List<Object>> told = lake.rows("""
                SELECT session_id, user_id, CAST(started_at AS varchar), CAST(ended_at AS varchar), plays, pages
                FROM gold.fact_session
                WHERE (session_id LIKE 'any%%' OR session_id LIKE 'owl%%') AND date_part >= DATE '2024-07-20'
                  AND date_part <= DATE '2024-07-31'
                ORDER BY session_id, started_at, user_id""");

        assertThat(told)
                .hasSizeGreaterThan(100)
                .containsExactlyElementsOf(DefinedSessions.of(events.stream()
                        .filter(event -> event.value("session_id").toString().matches("(any|owl)[0-9]+"))
                        .toList()));
    }

    private static boolean isAny(TestEvent event, String column, boolean isThere) {
        return event.value("session_id").toString().startsWith("any") && (event.value(column) != null) == isThere;
    }

    @Test
    void whatListenersThinkOfTheNextSongIsNotOfTheOneBefore() throws SQLException {
        assertThat(lake.rows("""
                        SELECT listened_seconds, is_liked, is_disliked FROM gold.fact_stream
                        WHERE date_part = DATE '2024-07-10' AND session_id = 'opinion of another'""")).containsExactly(List.of(50.0, false, false));
    }

    @Test
    void whatListenersThinkOfASong() throws SQLException {
        assertThat(lake.rows("""
                        SELECT is_liked, is_disliked, is_skip, local_hour, device, os, browser, form FROM gold.fact_stream
                        WHERE session_id = 'opinions' AND user_id = 'ann' ORDER BY event_time"""))
                .as("at 10:00 UTC it is 3 o'clock in California in July")
                .containsExactly(
                        List.of(true, false, false, 3L, "Mac", "Mac OS X", "Safari", "desktop"),
                        List.of(false, true, true, 3L, "Mac", "Mac OS X", "Safari", "desktop"),
                        Arrays.asList(false, false, null, 3L, "Mac", "Mac OS X", "Safari", "desktop"));
        assertThat(lake.rows("""
                        SELECT plays, completed, completion_rate, likes, dislikes, skips, listeners FROM gold.agg_song_daily
                        WHERE date_part = DATE '2024-07-10' AND song_key = 'opinions'"""))
                .as("a bot's play is a play, and a bot no listener")
                .containsExactly(List.of(4L, 1L, 0.5, 1L, 1L, 1L, 1L));
    }
}
