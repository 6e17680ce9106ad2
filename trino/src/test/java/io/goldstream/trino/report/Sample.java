package io.goldstream.trino.report;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Answers as gold could give them, for a month; names are as hostile as a producer can make them. */
final class Sample {

    static final String SCRIPT = "</script><script>document.documentElement.dataset.hacked = 1</script>";
    static final String IMAGE = "<img src=x onerror=\"document.documentElement.dataset.hacked = 2\">";
    static final String MUSTACHE = "{{{data}}} \u2028 ' \" & {b|rich}";

    private Sample() {}

    static ReportData of(Period period) {
        Random dice = new Random(1);
        Map<String, List<Row>> answers = new HashMap<>();
        List<Row> activity = new ArrayList<>();
        List<Row> listeners = new ArrayList<>();
        List<Row> logins = new ArrayList<>();
        List<Row> retention = new ArrayList<>();
        LocalDate first = period.before().from();
        first.datesUntil(period.to().plusDays(1)).forEach(day -> {
            double weekend = day.getDayOfWeek().getValue() > 5 ? 1.35 : 1;
            long plays = Math.round((24_000
                            + first.until(day).toTotalMonths() * 400
                            + first.datesUntil(day).count() * 140
                            + dice.nextInt(2_600))
                    * weekend);
            activity.add(row(
                    "date_part",
                    day,
                    "plays",
                    plays,
                    "streams",
                    plays * 91 / 100,
                    "skips",
                    plays * 5 / 100,
                    "timed_plays",
                    plays * 99 / 100,
                    "hours",
                    plays * 0.062));
            listeners.add(row("date_part", day, "listeners", plays / 31 + dice.nextInt(60)));
            if (period.contains(day)) {
                long tried = plays / 90;
                logins.add(
                        row("date_part", day, "logins", tried, "failed_logins", tried * (2 + dice.nextInt(5)) / 100));
                for (int since = 0; since <= 13 && !day.plusDays(since).isAfter(period.to()); since++) {
                    if (!day.isBefore(period.to().minusDays(13))) {
                        retention.add(row(
                                "cohort_date",
                                day,
                                "days_since",
                                since,
                                "cohort_users",
                                140L + dice.nextInt(60),
                                "retention",
                                since == 0 ? 1.0 : 0.62 / Math.sqrt(since) - dice.nextDouble() / 12));
                    }
                }
            }
        });
        answers.put("activity", activity);
        answers.put("listeners", listeners);
        answers.put("logins", logins);
        answers.put("retention", retention);
        answers.put(
                "audience",
                List.of(row("is_now", true, "listeners", 4_812L), row("is_now", false, "listeners", 4_390L)));
        answers.put(
                "artists",
                ranking(
                        "artist_name",
                        dice,
                        List.of(
                                "Ólafur Steinbrekka",
                                SCRIPT,
                                "Kaltwasser",
                                IMAGE,
                                "The \"Quiet\" Engineers",
                                "Velvet Tollbooth",
                                "Old Harbor Choir",
                                "A Band Whose Name Is Longer Than Any Axis Label Can Be",
                                "岡田 & Söhne",
                                "DJ Grünspan")));
        answers.put(
                "songs",
                ranking(
                        "song_name",
                        dice,
                        List.of(
                                SCRIPT,
                                "Night Shift",
                                IMAGE,
                                "\"\"",
                                MUSTACHE,
                                "Edges",
                                "Paper Lanterns at the Edge of Everything",
                                "Twice Told",
                                "Jóga",
                                "9 to 9")));
        List<Row> hours = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            double day = 1 + Math.sin((hour - 9) / 24.0 * 2 * Math.PI) * 0.72;
            hours.add(row(
                    "hour",
                    hour,
                    "free",
                    Math.round(day * 15_000),
                    "paid",
                    Math.round(day * 21_000) + dice.nextInt(900),
                    "unknown",
                    hour == 3 ? 700L : 0L));
        }
        answers.put("hours", hours);
        answers.put(
                "genders",
                List.of(
                        row("gender", "F", "free", 1_380L, "paid", 1_112L),
                        row("gender", "M", "free", 1_298L, "paid", 902L),
                        row("gender", "unknown", "free", 88L, "paid", 12L, "unknown", 9L)));
        answers.put(
                "states",
                List.of(
                        row("state", "CA", "state_name", "California", "plays", 118_000L),
                        row("state", "TX", "state_name", "Texas", "plays", 83_000L),
                        row("state", "NY", "state_name", "New York", "plays", 77_300L),
                        row("state", "FL", "state_name", "Florida", "plays", 51_000L),
                        row("state", "IL", "state_name", "Illinois", "plays", 30_400L),
                        row("state", "OH", "state_name", "Ohio", "plays", 21_000L),
                        row("state", "WA", "state_name", "Washington", "plays", 14_500L),
                        row("state", "MA", "state_name", "Massachusetts", "plays", 9_000L),
                        row("state", "VT", "state_name", "Vermont", "plays", 610L),
                        row("state", "XX", "state_name", null, "plays", 40L),
                        row("state", null, "state_name", null, "plays", 12L)));
        answers.put(
                "funnel",
                List.of(
                        row("step_number", 1, "step", "active on free", "users", 61_244L),
                        row("step_number", 2, "step", "saw Upgrade", "users", 7_220L),
                        row("step_number", 3, "step", "submitted Upgrade", "users", 1_980L),
                        row("step_number", 4, "step", "upgraded", "users", 1_911L)));
        answers.put(
                "quality",
                List.of(
                        quality("raw.listen_events", 812_440, 811_984, 311, 2, 140, 3, 0),
                        quality("raw.page_view_events", 1_022_318, 1_021_893, 402, 16, 0, 7, 0),
                        quality("raw.auth_events", 9_977, 9_977, 0, 0, 0, 0, 0),
                        quality("raw.status_change_events", 2_204, 2_204, 0, 0, 0, 0, 0)));
        answers.put(
                "freshness",
                List.of(
                        fresh("raw.listen_events"),
                        fresh("raw.page_view_events"),
                        fresh("raw.auth_events"),
                        fresh("raw.status_change_events")));
        return new ReportData(period, first, answers);
    }

    private static Row fresh(String topic) {
        return row(
                "source_topic",
                topic,
                "open_records",
                0L,
                "oldest_open_record",
                null,
                "newest_record",
                LocalDateTime.parse("2025-02-28T23:59:58.120"));
    }

    private static Row quality(
            String topic, long raw, long bronze, long invalid, long malformed, long duplicate, long unread, long open) {
        return row(
                "source_topic",
                topic,
                "raw_rows",
                raw,
                "bronze_rows",
                bronze,
                "invalid_rows",
                invalid,
                "malformed_rows",
                malformed,
                "duplicate_rows",
                duplicate,
                "unread_rows",
                unread,
                "open_rows",
                open);
    }

    private static List<Row> ranking(String column, Random dice, List<String> names) {
        List<Row> rows = new ArrayList<>();
        long plays = 41_000;
        for (String name : names) {
            rows.add(row(
                    column,
                    name,
                    "artist_name",
                    name,
                    "plays",
                    plays,
                    "plays_before",
                    plays - 3_000 + dice.nextInt(4_000),
                    "hours",
                    plays * 0.06));
            plays = plays * 87 / 100;
        }
        return rows;
    }

    static Row row(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Row(values);
    }
}
