package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.endpoint.Http;
import io.goldstream.local.Project;
import io.goldstream.local.stack.Home;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Ports;
import io.goldstream.local.stack.Stack;
import io.goldstream.trino.Query;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code goldstream bench fresh}. */
@Command(
        name = "fresh",
        description =
                "Measure how long an event takes from its receipt until the tables of a stack that runs count it.",
        footer = {
            "",
            "It sends single events to the stack at random moments, and counts silver.listens and gold.fact_stream again and",
            "again, each over one connection. An event is seen when a count that has it is answered. --repeats has no",
            "meaning here."
        })
public final class FreshBench extends Bench {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double ANSWER_SECONDS = 5;
    private static final double MOST_OF_ALL = 0.99;
    private static final String TRINO = "trino";
    private static final List<String> TABLES = List.of("silver.listens", "gold.fact_stream");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The stack's folder. Default: .goldstream in the project's folder.")
    private Path home;

    @Option(names = "--events", paramLabel = "N", defaultValue = "100", description = "How many. Default: 100.")
    private int events;

    @Option(
            names = "--max-age",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description =
                    "The sinks' rotate.max.age, in seconds. The goal is 5 s more for 99 %% of events. Default: 3.")
    private double maxAge;

    @Override
    protected BenchResult measure(Contest contest) throws Exception {
        if (events < 1 || maxAge <= 0) {
            throw wrongUsage("--events is at least 1, and --max-age more than 0");
        }
        Stack stack = new Stack(Home.at(home == null ? Project.current().defaultHome() : home), Project.current());
        Ports ports = stack.portsWith(Part.TRINO);
        Meter meter = new Meter(Map.of(TRINO, stack.processes().get(Part.TRINO)));
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        TABLES.forEach(table -> seconds.put(table, new ArrayList<>()));
        Sample sample = meter.measure(() -> measure(contest, ports, seconds));
        double allowed = maxAge + ANSWER_SECONDS;
        double worst = seconds.values().stream()
                .mapToDouble(each -> quantile(each, MOST_OF_ALL))
                .max()
                .orElseThrow();
        BenchResult result = BenchResult.of(Ratio.of(DoubleStream.of(worst / allowed)), sample.cpuMicros(TRINO))
                .with("ratio_of", "the longest time of 99 % of the events, divided by the time that is allowed");
        for (Map.Entry<String, List<Double>> table : seconds.entrySet()) {
            double p99 = quantile(table.getValue(), MOST_OF_ALL);
            result = result.with(Goal.atMost("seconds until " + table.getKey() + " counts an event, p99", allowed, p99))
                    .with("p50_seconds " + table.getKey(), quantile(table.getValue(), 0.5))
                    .with("p99_seconds " + table.getKey(), p99);
        }
        return result;
    }

    private long measure(Contest contest, Ports ports, Map<String, List<Double>> seconds) throws Exception {
        Random random = new Random(1);
        try (ExecutorService each = Executors.newFixedThreadPool(TABLES.size());
                Connection silver = LakeConnection.open(ports);
                Connection gold = LakeConnection.open(ports)) {
            List<Connection> connections = List.of(silver, gold);
            for (int event = 0; event < events; event++) {
                Thread.sleep((long)
                        (random.nextDouble() * maxAge * Duration.ofSeconds(1).toMillis()));
                List<Long> before = new ArrayList<>();
                for (int i = 0; i < TABLES.size(); i++) {
                    before.add(count(connections.get(i), TABLES.get(i)));
                }
                send(ports, event);
                long receipt = System.nanoTime();
                List<Future<Long>> seen = new ArrayList<>();
                for (int i = 0; i < TABLES.size(); i++) {
                    int table = i;
                    seen.add(each.submit(
                            (Callable<Long>) () -> seen(connections.get(table), TABLES.get(table), before.get(table))));
                }
                for (int i = 0; i < TABLES.size(); i++) {
                    seconds.get(TABLES.get(i)).add((seen.get(i).get() - receipt) / NANOS_PER_SECOND);
                }
                contest.say("event %d of %d: %s s".formatted(event + 1, events, latest(seconds)));
            }
        }
        return events;
    }

    private static String latest(Map<String, List<Double>> seconds) {
        return String.join(
                ", ",
                seconds.values().stream()
                        .map(each -> "%.1f".formatted(each.getLast()))
                        .toList());
    }

    private static void send(Ports ports, int event) throws Exception {
        HttpResponse<String> answer = Http.send(
                "POST", ports.gatewayUrl() + "/v1/events/listen", """
                {"ts": %d, "sessionId": "fresh-%d", "userId": "fresh", "artist": "An Artist", "song": "A Song", "duration": 200.5}""".formatted(System.currentTimeMillis(), event));
        if (answer.statusCode() != 200) {
            throw new CommandFailure("the gateway did not accept an event: " + answer.body());
        }
    }

    /** When the first count that is larger was answered. */
    private static long seen(Connection connection, String table, long before) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            if (count(connection, table) > before) {
                return System.nanoTime();
            }
        }
        throw new CommandFailure(table + " has not counted an event for " + PATIENCE.toMinutes() + " minutes");
    }

    private static long count(Connection connection, String table) throws Exception {
        return ((Number) Query.run(connection, "SELECT count(*) FROM " + table).value()).longValue();
    }

    /** The smallest value that is not below so great a part of all. */
    private static double quantile(List<Double> values, double part) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }
}
