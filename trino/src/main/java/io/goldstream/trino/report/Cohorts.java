package io.goldstream.trino.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The retention triangle: a line for each cohort, a cell for each date since. */
final class Cohorts {

    private static final int STEPS = 5;

    /** @param step 0 for nobody, 1 to 5 up to everybody */
    record Cell(String text, int step) {}

    /** @param users how many the cohort has */
    record Line(String day, String users, List<Cell> cells) {}

    private Cohorts() {}

    static List<Line> of(List<Row> rows) {
        Map<LocalDate, List<Row>> cohorts = new LinkedHashMap<>();
        rows.forEach(row -> cohorts.computeIfAbsent(row.date("cohort_date"), _ -> new ArrayList<>())
                .add(row));
        List<Line> lines = new ArrayList<>();
        cohorts.forEach((day, cells) -> lines.add(new Line(
                Words.day(day),
                Words.count(cells.getFirst().count("cohort_users")),
                cells.stream().map(row -> cell(row.number("retention"))).toList())));
        return lines;
    }

    /** Which part of the users came back on the date after their first, of the cohorts that had one; -1 where none had. */
    static double backNextDay(List<Row> rows) {
        double users = 0;
        double back = 0;
        for (Row row : rows) {
            if (row.count("days_since") == 1) {
                users += row.count("cohort_users");
                back += row.count("cohort_users") * row.number("retention");
            }
        }
        return users == 0 ? -1 : back / users;
    }

    private static Cell cell(double retention) {
        return new Cell(Math.round(retention * 100) + "%", (int) Math.ceil(retention * STEPS));
    }
}
