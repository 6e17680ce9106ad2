package io.goldstream.cli.command;

import io.goldstream.trino.Settings;
import io.goldstream.trino.check.Check;
import io.goldstream.trino.check.CheckReport;
import io.goldstream.trino.check.Checks;
import io.goldstream.trino.check.Limits;
import io.goldstream.trino.check.Outcome;
import io.goldstream.trino.check.Since;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** What the check command takes, wherever it runs, and what it does with it. */
public final class CheckOptions {

    @Option(
            names = "--max-age",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = DurationConverter.class,
            description = "The most time since the newest record arrived, such as 2h. Default: 24h.")
    private Duration maxAge;

    @Option(
            names = "--max-lag",
            paramLabel = "TIME",
            defaultValue = "15m",
            converter = DurationConverter.class,
            description = "The most time that a record may take to the next layer. Default: 15m.")
    private Duration maxLag;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "1m",
            converter = DurationConverter.class,
            description =
                    "How long after the start of the run a failed check is repeated, because records may still be on"
                            + " their way. Default: 1m.")
    private Duration patience;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            converter = SinceConverter.class,
            description =
                    "Check only records that came in or happened on this UTC date or later, and whole dimensions; "
                            + "7d is the date seven days ago. Default: all history.")
    private Since since = Since.EVER;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Run only checks with this in their name, such as reconciliation.")
    private String only;

    @Option(names = "--list", description = "List the checks without running them.")
    private boolean list;

    /**
     * Runs the checks, with progress on standard error and a table on standard output.
     *
     * @param connection to the lake's catalog
     * @return the exit code: 0 where all passed, 1 where one failed, 2 where none has such a name
     */
    public int run(Connection connection, Settings settings) throws SQLException, InterruptedException {
        Checks checks = new Checks(connection, new Limits(maxAge, maxLag, patience), since);
        List<Check> chosen = checks.of(settings).stream()
                .filter(check -> only == null || blanks(check.name()).contains(blanks(only)))
                .toList();
        if (chosen.isEmpty()) {
            System.err.println("No check's name contains \"" + only + "\": --list names them.");
            return 2;
        }
        if (list) {
            chosen.forEach(check -> System.out.println(check.name() + ": " + check.says()));
            return 0;
        }
        List<Outcome> outcomes = checks.run(chosen, new OnStandardError());
        CheckReport.print(outcomes, System.out);
        return outcomes.stream().allMatch(Outcome::isPassed) ? 0 : 1;
    }

    /** A check's file is city_songs.sql, and its name is city songs: either finds it. */
    private static String blanks(String name) {
        return name.replace('_', ' ');
    }

    private static final class OnStandardError implements Checks.Listener {

        @Override
        public void begins(int number, int total, Check check) {
            System.err.printf("[%d/%d] %s%n", number, total, check.name());
        }

        @Override
        public void waits(Check check) {
            System.err.println("  fails; trying again, because its rows may still be on their way");
        }
    }
}
