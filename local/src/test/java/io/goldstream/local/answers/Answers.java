package io.goldstream.local.answers;

import static io.goldstream.local.answers.Counting.*;

import com.fasterxml.jackson.databind.JsonNode;
import io.goldstream.events.EventType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The questions whose answers must be right to the last row. Texts are ordered by their code points on both sides. */
final class Answers {

    private static final Function<JsonNode, String> DAY =
            event -> time(event).toLocalDate().toString();
    private static final Function<JsonNode, String> HOUR =
            event -> String.valueOf(time(event).getHour());
    private static final Function<JsonNode, String> WEEKDAY =
            event -> String.valueOf(time(event).getDayOfWeek().getValue());

    private Answers() {}

    static List<Answer> all() {
        List<Answer> answers = new ArrayList<>();
        answers.addAll(plays());
        answers.addAll(listeners());
        answers.addAll(pages());
        answers.addAll(logins());
        answers.addAll(levels());
        return answers;
    }

    private static List<Answer> plays() {
        return List.of(
                new Answer(
                        "rows in bronze",
                        """
                        SELECT count(*), (SELECT count(*) FROM bronze.listen_events),
                          (SELECT count(*) FROM bronze.auth_events), (SELECT count(*) FROM bronze.status_change_events)
                        FROM bronze.page_view_events""",
                        events -> row(
                                events.of(EventType.PAGE_VIEW).size(),
                                events.of(EventType.LISTEN).size(),
                                events.of(EventType.AUTH_ATTEMPT).size(),
                                events.of(EventType.STATUS_CHANGE).size())),
                new Answer(
                        "plays, in the fact and in the wide fact, each with its own id",
                        """
                        SELECT count(*), count(DISTINCT event_id), (SELECT count(*) FROM gold.wide_fact)
                        FROM gold.fact_stream""",
                        events -> row(
                                events.listens().size(),
                                events.listens().size(),
                                events.listens().size())),
                new Answer(
                        "seconds listened, to the cent",
                        "SELECT CAST(sum(duration_seconds) AS decimal(18, 2)) FROM gold.fact_stream",
                        events -> row(seconds(events.listens()))),
                new Answer(
                        "plays per day",
                        "SELECT date_part, count(*) FROM gold.fact_stream GROUP BY 1 ORDER BY 1",
                        events -> countBy(events.listens(), DAY)),
                new Answer(
                        "plays per hour of the day",
                        "SELECT date_key % 100, count(*) FROM gold.fact_stream GROUP BY 1 ORDER BY CAST(date_key % 100 AS varchar)",
                        events -> countBy(events.listens(), HOUR)),
                new Answer(
                        "plays per weekday",
                        "SELECT day_of_week, count(*) FROM gold.wide_fact GROUP BY 1 ORDER BY 1",
                        events -> countBy(events.listens(), WEEKDAY)),
                new Answer(
                        "plays per level",
                        "SELECT level, count(*) FROM gold.fact_stream GROUP BY 1 ORDER BY 1",
                        events -> countBy(events.listens(), field("level"))),
                new Answer(
                        "plays per gender",
                        "SELECT gender, count(*) FROM gold.wide_fact GROUP BY 1 ORDER BY 1",
                        events -> countBy(events.listens(), field("gender"))),
                new Answer(
                        "plays per state",
                        "SELECT state, count(*) FROM gold.wide_fact GROUP BY 1 ORDER BY 1",
                        events -> countBy(events.listens(), field("state"))),
                new Answer(
                        "top 10 artists, repaired",
                        "SELECT artist_name, total_streams FROM gold.artist_popularity ORDER BY 2 DESC, 1 LIMIT 10",
                        events -> top(10, countBy(events.listens(), event -> repaired(text(event, "artist"))))),
                new Answer(
                        "top 10 songs",
                        """
                        SELECT artist_name, song_name, count(*) FROM gold.wide_fact
                        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 10""",
                        events -> top(
                                10,
                                countBy(
                                        events.listens(),
                                        event -> repaired(text(event, "artist")),
                                        event -> repaired(text(event, "song"))))),
                new Answer(
                        "top 10 cities",
                        "SELECT city, sum(total_streams) FROM gold.daily_location_summary GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10",
                        events -> top(10, countBy(events.listens(), field("city")))),
                new Answer(
                        "top 10 cities and states",
                        """
                        SELECT city, state, sum(total_streams) FROM gold.daily_location_summary
                        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 10""",
                        events -> top(10, countBy(events.listens(), field("city"), field("state")))));
    }

    private static List<Answer> listeners() {
        return List.of(
                new Answer(
                        "listeners",
                        "SELECT count(DISTINCT user_id), count(DISTINCT session_id) FROM gold.fact_stream",
                        events -> row(distinct(events.listens(), "userId"), distinct(events.listens(), "sessionId"))),
                new Answer(
                        "listeners who played on both levels",
                        """
                        SELECT count(*) FROM (
                          SELECT user_id FROM gold.fact_stream GROUP BY 1 HAVING count(DISTINCT level) > 1)""",
                        events -> row(distinctBy(events.listens(), field("level"), field("userId")).stream()
                                .filter(row -> !row.getLast().equals("1"))
                                .count())),
                new Answer(
                        "plays of the ten busiest listeners",
                        """
                        SELECT user_id, sum(total_streams) FROM gold.daily_user_summary
                        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10""",
                        events -> top(10, countBy(events.listens(), field("userId")))),
                new Answer(
                        "listeners per day",
                        "SELECT date_part, count(DISTINCT user_id) FROM gold.daily_user_summary GROUP BY 1 ORDER BY 1",
                        events -> distinctBy(events.listens(), field("userId"), DAY)),
                new Answer(
                        "listeners per gender and level",
                        """
                        SELECT gender, level, count(DISTINCT user_id) FROM gold.wide_fact
                        GROUP BY 1, 2 ORDER BY 1, 2""",
                        events -> distinctBy(events.listens(), field("userId"), field("gender"), field("level"))));
    }

    private static List<Answer> pages() {
        return List.of(
                new Answer(
                        "page views per day",
                        "SELECT event_date, count(*) FROM silver.page_views GROUP BY 1 ORDER BY 1",
                        events -> countBy(events.pageViews(), DAY)),
                new Answer(
                        "page views per status",
                        "SELECT status, count(*) FROM silver.page_views GROUP BY 1 ORDER BY 1",
                        events -> countBy(events.pageViews(), field("status"))),
                new Answer(
                        "page views per page",
                        "SELECT page, count(*) FROM silver.page_views GROUP BY 1 ORDER BY 1",
                        events -> countBy(events.pageViews(), field("page"))),
                new Answer(
                        "page views per login state",
                        "SELECT auth, count(*) FROM silver.page_views GROUP BY 1 ORDER BY 1",
                        events -> countBy(events.pageViews(), field("auth"))),
                new Answer(
                        "users who left",
                        """
                        SELECT count(DISTINCT user_id) FROM silver.page_views
                        WHERE page = 'Cancellation Confirmation'""",
                        events -> row(distinct(
                                events.pageViews().stream()
                                        .filter(event -> "Cancellation Confirmation".equals(text(event, "page")))
                                        .toList(),
                                "userId"))),
                new Answer(
                        "the first and the last moment",
                        "SELECT to_unixtime(min(event_time)) * 1000, to_unixtime(max(event_time)) * 1000 FROM silver.page_views",
                        events -> row(
                                (double) events.pageViews().stream()
                                        .mapToLong(event -> event.get("ts").asLong())
                                        .min()
                                        .orElseThrow(),
                                (double) events.pageViews().stream()
                                        .mapToLong(event -> event.get("ts").asLong())
                                        .max()
                                        .orElseThrow())),
                new Answer(
                        "page views without a user, and users and sessions of the others",
                        """
                        SELECT count_if(user_id IS NULL), count(DISTINCT user_id), count(DISTINCT session_id)
                        FROM silver.page_views""",
                        events -> row(
                                events.pageViews().stream()
                                        .filter(event -> text(event, "userId") == null)
                                        .count(),
                                distinct(events.pageViews(), "userId"),
                                distinct(events.pageViews(), "sessionId"))),
                new Answer("plays that are a page view too, by session and place", """
                        SELECT count(*) FROM silver.listens
                        WHERE (session_id, item_in_session) IN (
                          SELECT session_id, item_in_session FROM silver.page_views WHERE page = 'NextSong')""", events -> {
                    Set<String> places = new HashSet<>();
                    events.pageViews().stream()
                            .filter(event -> "NextSong".equals(text(event, "page")))
                            .forEach(event -> places.add(place(event, 0)));
                    return row(events.listens().stream()
                            .filter(event -> places.contains(place(event, 0)))
                            .count());
                }),
                new Answer(
                        "sessions that cross midnight",
                        """
                        SELECT count(*) FROM (
                          SELECT session_id FROM silver.page_views GROUP BY 1 HAVING count(DISTINCT event_date) > 1)""",
                        events -> row(distinctBy(events.pageViews(), DAY, field("sessionId")).stream()
                                .filter(row -> !row.getLast().equals("1"))
                                .count())));
    }

    private static List<Answer> logins() {
        return List.of(
                new Answer(
                        "logins per outcome",
                        "SELECT success, count(*) FROM silver.auth_attempts GROUP BY 1 ORDER BY 1",
                        events -> countBy(events.logins(), field("success"))),
                new Answer("logins that no login page precedes", """
                        SELECT count(*) FROM silver.auth_attempts JOIN silver.page_views
                          ON page_views.session_id = auth_attempts.session_id
                          AND page_views.item_in_session = auth_attempts.item_in_session - 1
                        WHERE page_views.page <> 'Login'""", events -> {
                    // Two users may share a session's number, and so a place.
                    Map<String, List<String>> pages = new HashMap<>();
                    events.pageViews()
                            .forEach(event -> pages.computeIfAbsent(place(event, 0), place -> new ArrayList<>())
                                    .add(text(event, "page")));
                    return row(events.logins().stream()
                            .flatMap(event -> pages.getOrDefault(place(event, -1), List.of()).stream())
                            .filter(page -> !page.equals("Login"))
                            .count());
                }));
    }

    private static List<Answer> levels() {
        return List.of(
                new Answer(
                        "status changes per level before",
                        "SELECT from_level, count(*) FROM silver.status_changes GROUP BY 1 ORDER BY 1",
                        events -> countBy(events.statusChanges(), field("level"))),
                new Answer(
                        "users of all events",
                        "SELECT count(*), count(DISTINCT user_id) FROM silver.dim_users WHERE is_current AND user_id IS NOT NULL",
                        events -> {
                            Set<String> users = new HashSet<>();
                            for (EventType type : EventType.values()) {
                                events.of(type).forEach(event -> users.add(text(event, "userId")));
                            }
                            users.remove(null);
                            return row(users.size(), users.size());
                        }),
                new Answer("times on a level, per user", """
                        SELECT times, count(*) FROM (
                          SELECT user_id, count(*) AS times FROM silver.dim_users WHERE user_id IS NOT NULL GROUP BY 1)
                        GROUP BY 1 ORDER BY 1""", Answers::timesOnALevel));
    }

    /** Runs of one level in each user's events and changes, in the order in which they happened. */
    private static List<List<String>> timesOnALevel(EmittedEvents events) {
        Map<String, List<JsonNode>> byUser = new HashMap<>();
        for (EventType type : EventType.values()) {
            for (JsonNode event : events.of(type)) {
                if (text(event, "userId") != null) {
                    byUser.computeIfAbsent(text(event, "userId"), _ -> new ArrayList<>())
                            .add(event);
                }
            }
        }
        Map<Integer, Integer> histogram = new TreeMap<>();
        Set<JsonNode> changes = new HashSet<>(events.statusChanges());
        byUser.values().forEach(ofUser -> histogram.merge(runs(ofUser, changes), 1, Integer::sum));
        List<List<String>> rows = new ArrayList<>();
        histogram.forEach((times, users) -> rows.add(List.of(times.toString(), users.toString())));
        return rows;
    }

    /** The events are of few dates: after a change, which carries the level before, what other events carry is not believed. */
    private static int runs(List<JsonNode> ofUser, Set<JsonNode> changes) {
        ofUser.sort(Comparator.comparingLong((JsonNode event) -> event.get("ts").asLong())
                .thenComparingLong(event -> event.get("sessionId").asLong())
                .thenComparingLong(event -> event.get("itemInSession").asLong()));
        NavigableMap<Long, String> levels = new TreeMap<>();
        String level = null;
        boolean isSaid = false;
        for (JsonNode event : ofUser) {
            String carried = event.get("level").asText();
            if (changes.contains(event)) {
                level = carried.equals("free") ? "paid" : "free";
                isSaid = true;
            } else if (!isSaid) {
                level = carried;
            }
            levels.put(event.get("ts").asLong(), level); // of one instant, the last one counts
        }
        int runs = 0;
        String before = null;
        for (String next : levels.values()) {
            runs += next.equals(before) ? 0 : 1;
            before = next;
        }
        return runs;
    }

    private static Function<JsonNode, String> field(String name) {
        return event -> text(event, name);
    }

    private static String place(JsonNode event, int shift) {
        return text(event, "sessionId") + "/" + (event.get("itemInSession").asInt() + shift);
    }

    private static BigDecimal seconds(List<JsonNode> listens) {
        return listens.stream()
                .map(Counting::seconds)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .setScale(2, RoundingMode.HALF_UP);
    }
}
