package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.CommandFailure;
import io.goldstream.local.stack.TrinoWorkbench;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream bench gold}. */
@Command(
        name = "gold",
        description = "Measure one query for each gold view, compared with the best hand-written query with the same "
                + "result.",
        footer = {
            "",
            "For each number of plays it starts a Trino over a lake of its own, with a month of plays, page views and logins.",
            "Both queries must give the same rows. A query that takes more than 5 s, or fails, is listed with the reason,",
            "and is measured at most once. 1M plays take about 150 MB of disk."
        })
public final class GoldBench extends Bench {

    private static final double SECONDS = 5;
    private static final double MEGA = 1e6;
    private static final String TRINO = "trino";

    @Option(
            names = "--plays",
            paramLabel = "N",
            split = ",",
            defaultValue = "1000000,10000000,30000000",
            description = "Plays per month, ascending, separated by commas. Default: 1000000,10000000,30000000.")
    private List<Long> sizes;

    @Mixin
    private LakeFolderOption folder;

    @Option(
            names = "--heap",
            paramLabel = "MIB",
            defaultValue = "4096",
            description = "Trino's heap in MiB, of which a query may take five twelfths. Default: 4096.")
    private int heap;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "When to cancel a query, in seconds. Default: 120.")
    private int limit;

    private final List<Double> ratios = new ArrayList<>();
    private final List<Series> series = new ArrayList<>();
    private final List<Map<String, Object>> views = new ArrayList<>();
    private final Map<String, Object> told = new LinkedHashMap<>();
    private final Map<String, Object> slow = new LinkedHashMap<>();
    private double cpu;

    @Override
    protected BenchResult measure(Contest contest) throws Exception {
        if (sizes.stream().anyMatch(plays -> plays < GoldLoad.DAYS * GoldLoad.THOUSAND)) {
            throw wrongUsage("--plays is at least " + GoldLoad.DAYS * GoldLoad.THOUSAND);
        }
        for (long plays : sizes) {
            try (TrinoWorkbench bench = folder.open(heap, contest::say);
                    Connection connection = bench.connect()) {
                long begin = System.nanoTime();
                new GoldLoad(plays).fill(connection, contest::say);
                told.put(
                        "seconds to write %,d plays".formatted(plays),
                        Duration.ofNanos(System.nanoTime() - begin).toSeconds());
                Meter meter = new Meter(Map.of(TRINO, bench.process()));
                for (GoldQuestion question : GoldQuestion.all()) {
                    compare(contest, connection, meter, question, plays);
                }
            }
        }
        BenchResult result = BenchResult.of(Ratio.of(ratios.stream().mapToDouble(Double::doubleValue)), cpu)
                .with(Goal.atMost("views that take more than " + (int) SECONDS + " s", 0, slow.size()))
                .with(series)
                .with(
                        "what",
                        "time of a query of gold, divided by that of the best query; cpu is that of all queries, divided by the plays");
        for (Map<String, Object> found : List.of(told, slow)) {
            for (Map.Entry<String, Object> one : found.entrySet()) {
                result = result.with(one.getKey(), one.getValue());
            }
        }
        return result.with("views", views);
    }

    /** Once to see that both agree and to warm up; then, where it does not take long, in turns as often as was asked for. */
    private void compare(Contest contest, Connection connection, Meter meter, GoldQuestion question, long plays)
            throws Exception {
        String view = question.view() + " of " + String.format(Locale.ROOT, "%,d", plays);
        GoldAnswer best;
        GoldAnswer gold;
        long begin;
        try {
            best = GoldAnswer.ask(connection, question.best(), limit);
            begin = System.nanoTime();
            gold = GoldAnswer.ask(connection, question.gold(), limit);
        } catch (SQLException given) {
            contest.say(view + " does not answer: " + given.getMessage());
            slow.put("no answer: " + view, firstLine(given) + " Why it costs: " + question.cost());
            views.add(Map.of("view", question.view(), "plays", plays, "failure", firstLine(given)));
            return;
        }
        boolean isSlow = System.nanoTime() - begin > SECONDS * 1e9;
        if (!gold.rows().equals(best.rows())) {
            throw new CommandFailure(
                    "gold." + question.view() + " and the query by hand do not agree: " + question.asked());
        }
        String byHand = view + ", best";
        Map<String, Series> runs = (isSlow ? contest.once() : contest)
                .run(
                        0,
                        List.of(
                                new Contender(
                                        byHand, () -> meter.measure(() -> ask(connection, question.best(), plays))),
                                new Contender(
                                        view, () -> meter.measure(() -> ask(connection, question.gold(), plays)))));
        note(question, plays, view, runs.get(view), runs.get(byHand), gold.bytes(), best.bytes());
    }

    private void note(
            GoldQuestion question, long plays, String view, Series gold, Series best, long goldBytes, long bestBytes) {
        double seconds = seconds(gold);
        double ratio = best.rateOver(gold).median();
        ratios.add(ratio);
        series.add(gold);
        series.add(best);
        cpu += gold.cpuMicros(TRINO);
        told.put(
                view,
                String.format(
                        Locale.ROOT,
                        "%.2f s, %.1f MB read; best %.2f s, %.1f MB; ratio %.2f",
                        seconds,
                        goldBytes / MEGA,
                        seconds(best),
                        bestBytes / MEGA,
                        ratio));
        if (seconds > SECONDS) {
            slow.put("slow: " + view, question.cost());
        }
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("view", question.view());
        numbers.put("plays", plays);
        numbers.put("seconds", seconds);
        numbers.put("bytes", goldBytes);
        numbers.put("best_seconds", seconds(best));
        numbers.put("best_bytes", bestBytes);
        numbers.put("ratio", ratio);
        views.add(numbers);
    }

    private long ask(Connection connection, String sql, long plays) throws SQLException {
        GoldAnswer.ask(connection, sql, limit);
        return plays;
    }

    private static double seconds(Series series) {
        return Ratio.of(series.samples().stream()
                        .mapToDouble(sample -> sample.wall().toNanos() / 1e9))
                .median();
    }

    private static String firstLine(SQLException failure) {
        return failure.getMessage().lines().findFirst().orElse("");
    }
}
