package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** {@code --wait}: a command that starts together with its server, as in a cluster's first minutes, waits for it. */
final class ServerWait {

    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** How often it says that it still waits, and for what. */
    private static final Duration PROGRESS = Duration.ofSeconds(30);

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "0s",
            converter = DurationConverter.class,
            description = "How long to wait for the server to answer, such as 20m. Default: 0s.")
    private Duration limit;

    /** Asks something of the server; throws where the answer is not the one that is needed. */
    interface Question {
        void ask() throws IOException, SQLException, InterruptedException;
    }

    /** Returns when the question is answered, or at once without this option; throws the last failure when the time is over. */
    void until(Question question) throws IOException, SQLException, InterruptedException {
        if (!limit.isZero()) {
            until(question, limit, Clock.systemUTC(), Thread::sleep, System.err::println);
        }
    }

    /** What waits between two questions. */
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    static void until(Question question, Duration limit, Clock clock, Pause pause, Consumer<String> progress)
            throws IOException, SQLException, InterruptedException {
        Instant start = clock.instant();
        Instant next = start;
        while (true) {
            try {
                question.ask();
                return;
            } catch (IOException | SQLException | CommandFailure failed) {
                Instant now = clock.instant();
                if (!now.isBefore(start.plus(limit))) {
                    throw failed;
                }
                if (!now.isBefore(next)) {
                    progress.accept("waiting, " + Duration.between(start, now).toSeconds() + " of " + limit.toSeconds()
                            + " s: " + words(failed));
                    next = now.plus(PROGRESS);
                }
            }
            pause.pause(PAUSE);
        }
    }

    private static String words(Exception failed) {
        return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
    }
}
