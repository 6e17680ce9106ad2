package io.goldstream.local.command;

import io.goldstream.cli.command.LoadCommand;
import io.goldstream.cli.command.ReportCommand;
import io.goldstream.cli.command.SqlCommand;
import io.goldstream.cli.load.LoadReport;
import io.goldstream.cli.load.Via;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.local.laboratory.simulate.Simulation;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Ports;
import io.goldstream.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code goldstream demo}. */
@Command(
        name = "demo",
        description =
                "Start the stack, simulate an audience, wait until all events are in gold, and show some " + "answers.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    /** Whom it simulates. */
    public static final Simulation AUDIENCE = new Simulation(300, 3, 42, Simulation.DEFAULT_FROM);

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Map<String, String> QUESTIONS = new LinkedHashMap<>();

    static {
        QUESTIONS.put("Who is played most?", """
                SELECT artist_name, plays, unique_users, unique_songs, active_days
                FROM gold.artist_popularity
                ORDER BY plays DESC, artist_name
                LIMIT 8""");
        QUESTIONS.put("What did each day bring?", """
                SELECT
                  date_part AS day,
                  sum(plays) AS plays,
                  sum(streams) AS streams,
                  sum(skips) AS skips,
                  round(sum(hours), 1) AS hours
                FROM gold.agg_daily_activity
                GROUP BY date_part
                ORDER BY day""");
        QUESTIONS.put("Free or paid?", """
                SELECT
                  level,
                  count(*) AS plays,
                  count_if(is_stream) AS streams,
                  count(DISTINCT user_id) FILTER (WHERE form <> 'bot') AS listeners,
                  round(sum(listened_seconds) / 3600, 1) AS hours
                FROM gold.fact_stream
                GROUP BY level
                ORDER BY level""");
    }

    @Mixin
    private HomeOption home;

    @Override
    public Integer call() throws Exception {
        Stack stack = home.stack();
        UpCommand.start(stack, OptionalInt.empty());
        Ports ports = stack.portsWith(Part.TRINO);
        int loaded = loadOnce(ports);
        if (loaded != 0) {
            return loaded;
        }
        StackWait.await(stack, LIMIT);
        try (Connection connection = LakeConnection.open(ports)) {
            QUESTIONS.forEach((question, sql) -> {
                System.out.println("\n" + question);
                SqlCommand.run(connection, sql, ResultFormat.TABLE);
            });
            System.out.println(
                    "\n" + ReportCommand.write(connection, home.home().root().resolve("report.html")));
        }
        System.out.print("""

                The stack is up. Go on with:
                  ./goldstream sql "SELECT level, count(*) FROM gold.fact_stream GROUP BY level"
                  ./goldstream simulate --seed 7       more events
                  ./goldstream load FILE...            your own
                  ./goldstream status
                  ./goldstream down                    stop it; --wipe forgets its data
                Trino: %s   gateway: %s/q/swagger-ui
                """.formatted(ports.trinoUrl(), ports.gatewayUrl()));
        return 0;
    }

    /** A demonstration that is run again has the same numbers: what the ledger names is not sent twice. */
    private int loadOnce(Ports ports) throws IOException, InterruptedException {
        Path entry = home.home().ledger().resolve(AUDIENCE.id());
        if (Files.exists(entry)) {
            System.err.println("This audience was loaded before, so nothing is sent.");
            return 0;
        }
        LoadReport report = SimulateCommand.send(AUDIENCE, Via.HTTP, ports);
        int exit = LoadCommand.conclude(report);
        if (exit == 0) {
            Files.createDirectories(entry.getParent());
            Files.writeString(entry, report.summary());
        }
        return exit;
    }
}
