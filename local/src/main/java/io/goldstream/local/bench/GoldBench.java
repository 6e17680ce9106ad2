package io.goldstream.local.bench;

import io.goldstream.local.CommandFailure;
import io.goldstream.local.Project;
import io.goldstream.local.output.SqlStatements;
import io.goldstream.local.stack.TrinoWorkbench;
import io.trino.jdbc.TrinoStatement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code goldstream bench gold}. */
@Command(
        name = "gold",
        description =
                "What gold's views cost: a question to each, beside the best query of the same question over silver.",
        footer = {
            "",
            "Starts a Trino over a lake of its own, with a month of plays, their page views and logins, in silver and bronze.",
            "Both queries must give the same rows. 1M plays take about 150 MB of disk."
        })
public final class GoldBench extends Bench {

    private static final LocalDate FROM = LocalDate.of(2025, 1, 1);
    private static final int DAYS = 30;
    private static final int THOUSAND = 1_000;
    private static final int PLAYS_A_USER = 250;
    private static final double SECONDS = 5;
    private static final double MEGA = 1e6;
    private static final List<String> TABLES =
            List.of("listens", "page_views", "logins", "level_changes", "bronze_listens", "bronze_page_views");
    private static final String TRINO = "trino";

    @Option(
            names = "--plays",
            paramLabel = "N",
            split = ",",
            defaultValue = "1000000,10000000,30000000",
            description =
                    "How many plays a month, ascending; several, set apart by commas. Default: 1000000,10000000,30000000.")
    private List<Long> sizes;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where the lake is kept meanwhile. Default: the system's folder for temporary files.")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    /** What was read by one run of one query: the rows, to compare, and the bytes. */
    private record Answer(List<List<Object>> rows, long bytes) {}

    @Override
    protected BenchResult measure(Contest contest) throws Exception {
        if (sizes.stream().anyMatch(plays -> plays < DAYS * THOUSAND)) {
            throw wrongUsage("--plays is at least " + DAYS * THOUSAND);
        }
        List<Double> ratios = new ArrayList<>();
        List<Series> series = new ArrayList<>();
        Map<String, Object> slow = new LinkedHashMap<>();
        Map<String, Object> views = new LinkedHashMap<>();
        double cpu = 0;
        for (long plays : sizes) {
            try (TrinoWorkbench bench =
                            TrinoWorkbench.open(Project.current(), Files.createDirectories(folder), contest::say);
                    Connection connection = bench.connect()) {
                fill(connection, plays, contest);
                Meter meter = new Meter(Map.of(TRINO, bench.process()));
                for (GoldQuestion question : GoldQuestion.all()) {
                    Compared compared = compare(contest, connection, meter, question, plays);
                    ratios.add(compared.ratio());
                    series.add(compared.gold());
                    series.add(compared.best());
                    cpu += compared.gold().cpuMicros(TRINO);
                    views.put(name(question, plays), compared.words());
                    if (compared.seconds() > SECONDS) {
                        slow.put("slow: " + name(question, plays), question.cost());
                    }
                }
            }
        }
        BenchResult result = BenchResult.of(Ratio.of(ratios.stream().mapToDouble(Double::doubleValue)), cpu)
                .with(Goal.atMost("views that take more than " + (int) SECONDS + " s", 0, slow.size()))
                .with(series)
                .with(
                        "what",
                        "time of a question to gold over that of the best query; cpu is of all questions, for a play");
        for (Map<String, Object> found : List.of(views, slow)) {
            for (Map.Entry<String, Object> one : found.entrySet()) {
                result = result.with(one.getKey(), one.getValue());
            }
        }
        return result;
    }

    /** How a view and the best query did. */
    private record Compared(Series gold, Series best, long goldBytes, long bestBytes) {

        double seconds() {
            return seconds(gold).median();
        }

        double ratio() {
            return best.rateOver(gold).median();
        }

        String words() {
            return String.format(
                    Locale.ROOT,
                    "%.2f s, %.1f MB read; best %.2f s, %.1f MB; ratio %.2f",
                    seconds(),
                    goldBytes / MEGA,
                    seconds(best).median(),
                    bestBytes / MEGA,
                    ratio());
        }

        private static Ratio seconds(Series series) {
            return Ratio.of(series.samples().stream()
                    .mapToDouble(sample -> sample.wall().toNanos() / 1e9));
        }
    }

    private static Compared compare(
            Contest contest, Connection connection, Meter meter, GoldQuestion question, long plays) throws Exception {
        Answer gold = ask(connection, question.gold());
        Answer best = ask(connection, question.best());
        if (!gold.rows().equals(best.rows())) {
            throw new CommandFailure(
                    "gold." + question.view() + " and the query by hand do not agree: " + question.asked());
        }
        String viewName = name(question, plays);
        String bestName = viewName + ", best";
        Map<String, Series> runs = contest.run(
                0,
                List.of(
                        new Contender(bestName, () -> meter.measure(() -> timed(connection, question.best(), plays))),
                        new Contender(viewName, () -> meter.measure(() -> timed(connection, question.gold(), plays)))));
        return new Compared(runs.get(viewName), runs.get(bestName), gold.bytes(), best.bytes());
    }

    private static String name(GoldQuestion question, long plays) {
        return question.view() + " of " + String.format(Locale.ROOT, "%,d", plays);
    }

    private static long timed(Connection connection, String sql, long plays) throws SQLException {
        ask(connection, sql);
        return plays;
    }

    private static Answer ask(Connection connection, String sql) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        AtomicLong bytes = new AtomicLong();
        try (Statement statement = connection.createStatement()) {
            statement
                    .unwrap(TrinoStatement.class)
                    .setProgressMonitor(stats -> bytes.set(stats.getPhysicalInputBytes()));
            try (ResultSet result = statement.executeQuery(sql)) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getObject(i));
                    }
                    rows.add(row);
                }
            }
        }
        return new Answer(rows, bytes.get());
    }

    /** A date at a time: a writer for each of thirty would want more memory than the server has. */
    private static void fill(Connection connection, long plays, Contest contest) throws SQLException {
        long thousands = plays / DAYS / THOUSAND;
        long users = Math.max(1, plays / PLAYS_A_USER);
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = FROM.plusDays(day);
            contest.say("%,d plays: writing %s".formatted(plays, date));
            for (String table : TABLES) {
                String sql = GoldQuestion.resource(table + ".sql")
                        .replace("${date}", date.toString())
                        .replace("${first}", Long.toString(day * thousands * THOUSAND))
                        .replace("${thousands}", Long.toString(thousands))
                        .replace("${users}", Long.toString(users));
                try (Statement statement = connection.createStatement()) {
                    statement.execute(SqlStatements.split(sql).getFirst());
                }
            }
        }
    }
}
