package io.goldstream.trino.report;

import static io.goldstream.trino.report.Words.count;
import static io.goldstream.trino.report.Words.percent;
import static io.goldstream.trino.report.Words.share;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the page shows, in its order. Pure: from answers to words and series. */
final class Panels {

    /** A number at the head of the page, and how it changed. */
    record Headline(String label, String value, String change) {}

    private final ReportData data;
    private final Period period;

    private Panels(ReportData data) {
        this.data = data;
        this.period = data.period();
    }

    static List<Panel> of(ReportData data) {
        Panels panels = new Panels(data);
        return List.of(
                panels.daily("plays", "Plays by day", "activity").wide(),
                panels.daily("listeners", "Listeners by day", "listeners").wide(),
                panels.artists(),
                panels.songs(),
                Levels.hours(data.rows("hours")),
                Levels.genders(data.rows("genders")),
                panels.states(),
                panels.funnel(),
                panels.retention(),
                panels.logins().wide(),
                panels.quality());
    }

    static List<Headline> headlines(ReportData data) {
        Panels panels = new Panels(data);
        double hours = panels.sum("activity", "hours", data.period());
        double skips = share(
                panels.sum("activity", "skips", data.period()), panels.sum("activity", "timed_plays", data.period()));
        return List.of(
                panels.total("Plays", "plays"),
                panels.audience(),
                new Headline(
                        "Hours listened",
                        Words.hours(hours),
                        panels.change(
                                hours,
                                panels.sum("activity", "hours", data.period().before()))),
                panels.total("Streams", "streams"),
                new Headline("Skipped", percent(skips), "of the plays with a known end, before 30 seconds"));
    }

    private Headline total(String label, String column) {
        double now = sum("activity", column, period);
        double before = sum("activity", column, period.before());
        return new Headline(label, count((long) now), change(now, before));
    }

    private Headline audience() {
        long now = 0;
        long before = 0;
        for (Row row : data.rows("audience")) {
            if (row.isTrue("is_now")) {
                now = row.count("listeners");
            } else {
                before = row.count("listeners");
            }
        }
        return new Headline("Listeners", count(now), change(now, before));
    }

    /** A part of the period before says nothing about the whole of this one. */
    private String change(double now, double before) {
        return data.hasBefore() ? Words.change(now, before, period.before()) : Words.noData(period.before());
    }

    private double sum(String question, String column, Period dates) {
        return data.rows(question).stream()
                .filter(row -> dates.contains(row.date("date_part")))
                .mapToDouble(row -> row.number(column))
                .sum();
    }

    private Panel daily(String column, String title, String question) {
        Map<LocalDate, Row> byDate = data.byDate(question);
        List<LocalDate> dates = period.dates();
        List<LocalDate> datesBefore = period.before().dates();
        boolean hasBefore = data.hasBefore() && datesBefore.stream().anyMatch(byDate::containsKey);
        List<Object> now = new ArrayList<>();
        List<Object> before = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        LocalDate best = period.from();
        for (int i = 0; i < dates.size(); i++) {
            Optional<Row> today = Optional.ofNullable(byDate.get(dates.get(i)));
            Optional<Row> then = Optional.ofNullable(byDate.get(datesBefore.get(i)));
            long plays = today.map(row -> row.count(column)).orElse(0L);
            now.add(plays);
            before.add(then.map(row -> row.count(column)).orElse(null));
            if (plays
                    > Optional.ofNullable(byDate.get(best))
                            .map(row -> row.count(column))
                            .orElse(0L)) {
                best = dates.get(i);
            }
            rows.add(List.of(
                    Words.day(dates.get(i)),
                    count(plays),
                    Words.day(datesBefore.get(i)),
                    then.map(row -> count(row.count(column))).orElse("—")));
        }
        long most = Optional.ofNullable(byDate.get(best))
                .map(row -> row.count(column))
                .orElse(0L);
        String lead = (most == 0 ? "None on any day." : "Most on %s: %s.".formatted(Words.day(best), count(most)))
                + (hasBefore
                        ? " The dashed line is the period before."
                        : " There are no data of the whole period before.");
        return Panel.chart(
                column,
                title,
                lead,
                Map.of(
                        "labels",
                        dates.stream().map(Words::day).toList(),
                        "labelsBefore",
                        datesBefore.stream().map(Words::day).toList(),
                        "now",
                        now,
                        "before",
                        hasBefore ? before : List.of()),
                Table.of(1, List.of("Day", title.substring(0, title.indexOf(' ')), "Before", "Then"), rows));
    }

    private Panel artists() {
        List<Row> rows = data.rows("artists");
        double plays = sum("activity", "plays", period);
        String lead = !isPlayed(rows)
                ? "Nothing was played."
                : "%s leads with %s plays, %s of all."
                        .formatted(
                                rows.getFirst().text("artist_name"),
                                count(rows.getFirst().count("plays")),
                                percent(share(rows.getFirst().count("plays"), plays)));
        return Panel.chart(
                "artists",
                "Top artists",
                lead,
                ranking(rows, row -> row.text("artist_name")),
                Table.of(
                        1,
                        List.of("Artist", "Plays", "Period before", "Hours"),
                        rows.stream()
                                .map(row -> List.of(
                                        row.text("artist_name"),
                                        count(row.count("plays")),
                                        count(row.count("plays_before")),
                                        Words.hours(row.number("hours"))))
                                .toList()));
    }

    private Panel songs() {
        List<Row> rows = data.rows("songs");
        String lead = !isPlayed(rows)
                ? "Nothing was played."
                : "“%s” by %s was played most: %s times."
                        .formatted(
                                rows.getFirst().text("song_name"),
                                rows.getFirst().text("artist_name"),
                                count(rows.getFirst().count("plays")));
        return Panel.chart(
                "songs",
                "Top songs",
                lead,
                ranking(rows, row -> row.text("song_name")),
                Table.of(
                        2,
                        List.of("Song", "Artist", "Plays", "Period before"),
                        rows.stream()
                                .map(row -> List.of(
                                        row.text("song_name"),
                                        row.text("artist_name"),
                                        count(row.count("plays")),
                                        count(row.count("plays_before"))))
                                .toList()));
    }

    /** The most played comes first. If it was played in the period before only, it has no play. */
    private static boolean isPlayed(List<Row> ranking) {
        return !ranking.isEmpty() && ranking.getFirst().count("plays") > 0;
    }

    private static Object ranking(List<Row> rows, Function<Row, String> name) {
        return Map.of(
                "labels", rows.stream().map(name).toList(),
                "now", rows.stream().map(row -> row.count("plays")).toList());
    }

    private Panel states() {
        List<Row> rows = data.rows("states");
        double plays = rows.stream().mapToLong(row -> row.count("plays")).sum();
        String lead = rows.stream()
                .filter(row -> !row.isNull("state_name"))
                .findFirst()
                .map(row -> "%s plays most: %s of all plays."
                        .formatted(row.text("state_name"), percent(share(row.count("plays"), plays))))
                .orElse("No play says where it was.");
        Table table = Table.of(
                1,
                List.of("State", "Plays", "Share"),
                rows.stream()
                        .map(row -> List.of(
                                stateName(row), count(row.count("plays")), percent(share(row.count("plays"), plays))))
                        .toList());
        return new Panel("states", "Where it plays", lead, null, StateTiles.of(rows), List.of(), table, false);
    }

    private static String stateName(Row row) {
        return row.isNull("state_name") ? row.isNull("state") ? "Unknown" : row.text("state") : row.text("state_name");
    }

    private Panel funnel() {
        List<Row> rows = data.rows("funnel");
        long first = rows.isEmpty() ? 0 : rows.getFirst().count("users");
        long last = rows.isEmpty() ? 0 : rows.getLast().count("users");
        return Panel.chart(
                "funnel",
                "From free to paid",
                first == 0
                        ? "Nobody was active on free."
                        : "%s of those active on free upgraded the same day. Each day's users, added up."
                                .formatted(percent(share(last, first))),
                Map.of(
                        "labels",
                                rows.stream()
                                        .map(row -> capital(row.text("step")))
                                        .toList(),
                        "now", rows.stream().map(row -> row.count("users")).toList()),
                Table.of(
                        1,
                        List.of("Step", "Users", "Of the first step"),
                        rows.stream()
                                .map(row -> List.of(
                                        capital(row.text("step")),
                                        count(row.count("users")),
                                        percent(share(row.count("users"), first))))
                                .toList()));
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private Panel retention() {
        List<Row> rows = data.rows("retention");
        double back = Cohorts.backNextDay(rows);
        String lead =
                back < 0 ? "No cohort has a next day yet." : percent(back) + " came back on the day after their first.";
        return new Panel("retention", "Who comes back", lead, null, List.of(), Cohorts.of(rows), null, true);
    }

    private Panel logins() {
        List<Row> rows = data.rows("logins");
        long logins = rows.stream().mapToLong(row -> row.count("logins")).sum();
        long failed = rows.stream().mapToLong(row -> row.count("failed_logins")).sum();
        return Panel.chart(
                "logins",
                "Logins",
                logins == 0
                        ? "Nobody tried to log in."
                        : "%s of %s succeeded.".formatted(percent(share(logins - failed, logins)), count(logins)),
                Map.of(
                        "labels",
                                rows.stream()
                                        .map(row -> Words.day(row.date("date_part")))
                                        .toList(),
                        "succeeded",
                                rows.stream()
                                        .map(row -> row.count("logins") - row.count("failed_logins"))
                                        .toList(),
                        "failed",
                                rows.stream()
                                        .map(row -> row.count("failed_logins"))
                                        .toList()),
                Table.of(
                        1,
                        List.of("Day", "Succeeded", "Failed", "Success"),
                        rows.stream()
                                .map(row -> List.of(
                                        Words.day(row.date("date_part")),
                                        count(row.count("logins") - row.count("failed_logins")),
                                        count(row.count("failed_logins")),
                                        percent(share(
                                                row.count("logins") - row.count("failed_logins"),
                                                row.count("logins")))))
                                .toList()));
    }

    private Panel quality() {
        List<Row> rows = data.rows("quality");
        Map<String, Row> fresh = data.rows("freshness").stream()
                .collect(Collectors.toMap(row -> row.text("source_topic"), Function.identity()));
        long raw = rows.stream().mapToLong(row -> row.count("raw_rows")).sum();
        long open = rows.stream().mapToLong(row -> open(row, fresh)).sum();
        String lead = open == 0
                ? "Each of %s raw records is accounted for, whatever its date.".formatted(count(raw))
                : "%s of %s raw records are not in all layers yet.".formatted(count(open), count(raw));
        String oldest = fresh.values().stream()
                .filter(row -> !row.isNull("oldest_open_record"))
                .map(row -> time(row, "oldest_open_record"))
                .min(Comparator.naturalOrder())
                .map(" The oldest of them is of %s UTC."::formatted)
                .orElse("");
        return Panel.table(
                "quality",
                "Can these numbers be trusted?",
                lead + oldest,
                Table.of(
                        1,
                        List.of(
                                "Raw topic",
                                "Raw",
                                "Bronze",
                                "Invalid",
                                "Malformed",
                                "Duplicate",
                                "Unread",
                                "Open",
                                "Newest, UTC"),
                        rows.stream()
                                .map(row -> List.of(
                                        row.text("source_topic"),
                                        count(row.count("raw_rows")),
                                        count(row.count("bronze_rows")),
                                        count(row.count("invalid_rows")),
                                        count(row.count("malformed_rows")),
                                        count(row.count("duplicate_rows")),
                                        count(row.count("unread_rows")),
                                        count(open(row, fresh)),
                                        time(freshOf(row, fresh), "newest_record")))
                                .toList()));
    }

    /** Records of a topic that are not in bronze, or not in silver, from which gold is made. */
    private static long open(Row quality, Map<String, Row> fresh) {
        return Math.max(
                Math.abs(quality.count("open_rows")), freshOf(quality, fresh).count("open_records"));
    }

    private static Row freshOf(Row quality, Map<String, Row> fresh) {
        return fresh.getOrDefault(quality.text("source_topic"), new Row(Map.of()));
    }

    private static String time(Row row, String column) {
        return row.text(column).replace('T', ' ');
    }
}
