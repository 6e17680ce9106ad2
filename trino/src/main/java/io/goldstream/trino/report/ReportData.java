package io.goldstream.trino.report;

import io.goldstream.trino.Query;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a report is made of.
 *
 * @param period the dates it is about
 * @param firstDate the first date that has events, of all there are
 * @param answers the rows of each question, by its name: {@code report/<name>.sql}
 */
record ReportData(Period period, LocalDate firstDate, Map<String, List<Row>> answers) {

    static final List<String> QUESTIONS = List.of(
            "activity",
            "listeners",
            "audience",
            "artists",
            "songs",
            "hours",
            "genders",
            "states",
            "funnel",
            "retention",
            "logins",
            "quality",
            "freshness");

    ReportData {
        answers = Map.copyOf(answers);
    }

    /** The dates that have events, or nothing where there is none. */
    static Optional<Period> span(Connection connection) throws SQLException {
        Row span = Row.of(Query.run(connection, sql("span"))).getFirst();
        return span.isNull("first_day")
                ? Optional.empty()
                : Optional.of(new Period(span.date("first_day"), span.date("last_day")));
    }

    /** @param progress told each question before it is asked */
    static ReportData ask(Connection connection, Period period, LocalDate firstDate, Consumer<String> progress)
            throws SQLException {
        Map<String, List<Row>> answers = new HashMap<>();
        for (String question : QUESTIONS) {
            progress.accept(question);
            String sql = sql(question)
                    .replace("${from}", period.from().toString())
                    .replace("${to}", period.to().toString())
                    .replace("${previous_from}", period.before().from().toString());
            answers.put(question, Row.of(Query.run(connection, sql)));
        }
        return new ReportData(period, firstDate, answers);
    }

    /** Whether the events cover the whole period before, so that it can be compared. */
    boolean hasBefore() {
        return !firstDate.isAfter(period.before().from());
    }

    List<Row> rows(String question) {
        return answers.getOrDefault(question, List.of());
    }

    /** The rows of a question with a row a date, by that date. */
    Map<LocalDate, Row> byDate(String question) {
        Map<LocalDate, Row> byDate = new HashMap<>();
        rows(question).forEach(row -> byDate.put(row.date("date_part"), row));
        return byDate;
    }

    private static String sql(String question) {
        return resource(question + ".sql");
    }

    /** A file of {@code report/}. */
    static String resource(String name) {
        return read("/report/" + name);
    }

    static String read(String path) {
        try (InputStream file = ReportData.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
