package io.goldstream.trino.report;

import static io.goldstream.trino.report.Words.count;
import static io.goldstream.trino.report.Words.percent;
import static io.goldstream.trino.report.Words.share;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How plays and accounts divide among the levels: free, paid, and unknown where no event says it. */
final class Levels {

    private static final int HOURS = 24;

    private Levels() {}

    /** @param answer the plays of each hour that has any */
    static Panel hours(List<Row> answer) {
        Map<Long, Row> byHour = new HashMap<>();
        answer.forEach(row -> byHour.put(row.count("hour"), row));
        List<Row> rows = new ArrayList<>();
        int busiest = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            rows.add(byHour.getOrDefault((long) hour, new Row(Map.of())));
            if (all(rows.get(hour)) > all(rows.get(busiest))) {
                busiest = hour;
            }
        }
        List<String> labels =
                IntStream.range(0, HOURS).mapToObj("%02d:00"::formatted).toList();
        return Panel.chart(
                "hours",
                "Plays by hour of the day",
                all(rows.get(busiest)) == 0
                        ? "Nothing was played."
                        : "Busiest from %s UTC: %s plays in that hour, all days together."
                                .formatted(labels.get(busiest), count(all(rows.get(busiest)))),
                chart(labels, rows),
                Table.of(
                        1,
                        List.of("Hour, UTC", "Free", "Paid", "Unknown"),
                        IntStream.range(0, HOURS)
                                .mapToObj(hour -> List.of(
                                        labels.get(hour),
                                        count(rows.get(hour).count("free")),
                                        count(rows.get(hour).count("paid")),
                                        count(rows.get(hour).count("unknown"))))
                                .toList()));
    }

    /** @param rows the accounts of each gender */
    static Panel genders(List<Row> rows) {
        List<String> labels =
                rows.stream().map(row -> gender(row.text("gender"))).toList();
        long paid = rows.stream().mapToLong(row -> row.count("paid")).sum();
        long all = rows.stream().mapToLong(Levels::all).sum();
        return Panel.chart(
                "genders",
                "Level by gender",
                all == 0
                        ? "There was no account at the end of the last day."
                        : "%s of %s accounts paid at the end of the last day."
                                .formatted(percent(share(paid, all)), count(all)),
                chart(labels, rows),
                Table.of(
                        1,
                        List.of("Gender", "Free", "Paid", "Unknown", "Share that pays"),
                        rows.stream()
                                .map(row -> List.of(
                                        gender(row.text("gender")),
                                        count(row.count("free")),
                                        count(row.count("paid")),
                                        count(row.count("unknown")),
                                        percent(share(row.count("paid"), all(row)))))
                                .toList()));
    }

    private static Object chart(List<String> labels, List<Row> rows) {
        return Map.of(
                "labels", labels,
                "free", counts(rows, "free"),
                "paid", counts(rows, "paid"),
                "unknown", counts(rows, "unknown"));
    }

    private static List<Long> counts(List<Row> rows, String level) {
        return rows.stream().map(row -> row.count(level)).toList();
    }

    private static long all(Row row) {
        return row.count("free") + row.count("paid") + row.count("unknown");
    }

    private static String gender(String code) {
        return switch (code) {
            case "F" -> "Women";
            case "M" -> "Men";
            case "unknown" -> "Not stated";
            default -> code;
        };
    }
}
