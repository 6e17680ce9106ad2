package io.goldstream.local.laboratory.chaos;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.load.ChunkReader;
import io.goldstream.cli.load.EventFile;
import io.goldstream.cli.load.LoadReport;
import io.goldstream.cli.load.LoadReport.Outcome;
import io.goldstream.cli.load.Loader;
import io.goldstream.events.EventType;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.laboratory.simulate.SimulatedFiles;
import io.goldstream.local.stack.Entrance;
import io.goldstream.local.stack.Folders;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Ports;
import io.goldstream.local.stack.Progress;
import io.goldstream.local.stack.Stack;
import io.goldstream.trino.Query;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rounds of the same kind: events come in, a server is killed at a random moment of it (SIGKILL: no handler runs, nothing
 * is flushed), and everything is started again. When all has settled, the ledger says what became of the events.
 */
public final class Chaos {

    /** While the load comes in. */
    private static final int EARLY_MILLIS = 800;

    /** From there to well behind it, when the sinks land it. */
    private static final int LATE_MILLIS = 9_000;

    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    private final Stack stack;
    private final ChaosPlan plan;
    private final Settling settling;
    private final Consumer<String> progress;
    private final Random random;

    /** Waits until all that is in the raw topics is reconciled, and throws where it is not. */
    @FunctionalInterface
    public interface Settling {
        void await() throws Exception;
    }

    /** @param progress told of each kill */
    public Chaos(Stack stack, ChaosPlan plan, Settling settling, Consumer<String> progress) {
        this.stack = stack;
        this.plan = plan;
        this.settling = settling;
        this.progress = progress;
        this.random = new Random(plan.seed());
    }

    /** Starts the stack if it is down, and leaves it up. */
    public ChaosLedger run() throws Exception {
        Ports ports = up();
        Rows before = Rows.count(ports);
        LoadReport[] reports = new LoadReport[plan.kills()];
        long run = System.currentTimeMillis();
        long sent = 0;
        for (int round = 0; round < plan.kills(); round++) {
            Path folder = Files.createTempDirectory("goldstream-chaos");
            try {
                SimulatedFiles.write(plan.round(run, round), folder);
                sent += lines(folder);
                reports[round] = round(round, folder, ports);
            } finally {
                Folders.delete(folder);
            }
        }
        settling.await();
        return ledger(sent, reports, before, Rows.count(ports));
    }

    private LoadReport round(int round, Path folder, Ports ports) throws Exception {
        FutureTask<LoadReport> load = new FutureTask<>(() -> load(folder, ports));
        Thread.ofVirtual().start(load);
        Thread.sleep(random.nextInt(random.nextBoolean() ? EARLY_MILLIS : LATE_MILLIS));
        Part victim = plan.victims().get(random.nextInt(plan.victims().size()));
        ProcessHandle process = stack.processes().get(victim);
        if (process == null) {
            throw new CommandFailure(victim.id() + " was not running when it was to be killed");
        }
        process.destroyForcibly();
        progress.accept("kill %d of %d: %s (pid %d), %s"
                .formatted(
                        round + 1,
                        plan.kills(),
                        victim.id(),
                        process.pid(),
                        load.isDone() ? "after all events had come in" : "while events came in"));
        process.onExit().get();
        up();
        try {
            return load.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof CommandFailure told ? told : failed;
        }
    }

    private Ports up() throws IOException, InterruptedException {
        return stack.up(OptionalInt.empty(), new Progress(NOWHERE, false)).ports();
    }

    private LoadReport load(Path folder, Ports ports) throws IOException, InterruptedException {
        try (Loader loader = new Loader(Entrance.open(plan.via(), ports))) {
            for (EventType type : EventType.values()) {
                Path file = folder.resolve(type.sourceTable() + ".ndjson");
                try (ChunkReader reader = ChunkReader.open(new EventFile(file, type), _ -> {})) {
                    if (!loader.load(reader)) {
                        break;
                    }
                }
            }
            return loader.finish();
        }
    }

    private static long lines(Path folder) throws IOException {
        long lines = 0;
        for (EventType type : EventType.values()) {
            try (Stream<String> ofFile = Files.lines(folder.resolve(type.sourceTable() + ".ndjson"))) {
                lines += ofFile.count();
            }
        }
        return lines;
    }

    private static ChaosLedger ledger(long sent, LoadReport[] reports, Rows before, Rows after) {
        return new ChaosLedger(
                sent,
                Stream.of(reports)
                        .mapToLong(report -> report.count(Outcome.ACCEPTED))
                        .sum(),
                Stream.of(reports)
                        .mapToLong(report -> report.count(Outcome.QUARANTINED))
                        .sum(),
                Stream.of(reports)
                        .mapToLong(report -> report.count(Outcome.UNDELIVERED))
                        .sum(),
                after.bronze() - before.bronze(),
                after.refused() - before.refused(),
                after.duplicates() - before.duplicates(),
                after.plays(),
                after.distinctPlays());
    }

    /** What the lake holds. */
    private record Rows(long bronze, long refused, long duplicates, long plays, long distinctPlays) {

        private static final String SQL = """
                SELECT
                  (SELECT sum(rows) FROM (%s) AS counts (rows)),
                  (SELECT count(*) FROM quarantine.events WHERE kind <> 'duplicate'),
                  (SELECT count(*) FROM quarantine.events WHERE kind = 'duplicate'),
                  count(*),
                  count(DISTINCT event_id)
                FROM gold.fact_stream""";

        static Rows count(Ports ports) {
            String bronze = Tables.of(Layer.BRONZE).stream()
                    .map(Table::topic)
                    .map("SELECT count(*) FROM %s"::formatted)
                    .collect(Collectors.joining(" UNION ALL "));
            try (Connection connection = LakeConnection.open(ports)) {
                var row = Query.run(connection, SQL.formatted(bronze)).rows().getFirst().stream()
                        .mapToLong(value -> ((Number) value).longValue())
                        .toArray();
                return new Rows(row[0], row[1], row[2], row[3], row[4]);
            } catch (SQLException failed) {
                throw new CommandFailure("Trino could not count the rows: " + failed.getMessage(), failed);
            }
        }
    }
}
