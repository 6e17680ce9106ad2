package io.goldstream.local.stack;

import io.goldstream.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One server's way from nothing to an answer. */
final class Launch {

    private static final Duration READY_LIMIT = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int LOG_LINES = 5;

    private final Home home;
    private final Server server;
    private final ServerProcess process;

    Launch(Home home, Server server) {
        this.home = home;
        this.server = server;
        this.process = new ServerProcess(home, server.part());
    }

    void start(ServerCommand command) throws IOException {
        process.start(command);
    }

    /** Returns once the server answers; throws with its last words where it ends before, or takes too long. */
    void await() throws IOException, InterruptedException {
        Part part = server.part();
        Instant deadline = Instant.now().plus(READY_LIMIT);
        while (true) {
            boolean isAlive = process.find().isPresent();
            // In this order: another stack's server on our ports is ready, too.
            if (isAlive && server.isReady()) {
                return;
            }
            if (!isAlive) {
                throw new CommandFailure(part.id() + " ended while it started: " + lastWords(part));
            }
            if (Instant.now().isAfter(deadline)) {
                throw new CommandFailure(part.id() + " does not answer after " + READY_LIMIT.toMinutes()
                        + " minutes: see " + home.log(part));
            }
            Thread.sleep(POLL);
        }
    }

    /** The end of a part's log that looks like the reason. */
    private String lastWords(Part part) throws IOException {
        Path log = home.log(part);
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        String reason = lines.stream()
                .filter(line -> line.contains("ERROR") || line.contains("Exception") || line.startsWith("Error"))
                .reduce((first, last) -> last)
                .orElse(String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())));
        return reason.strip() + " (log: " + log + ")";
    }
}
