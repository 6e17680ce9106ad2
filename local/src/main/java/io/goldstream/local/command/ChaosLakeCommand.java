package io.goldstream.local.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.local.laboratory.chaos.lake.LakeChaos;
import io.goldstream.local.laboratory.chaos.lake.LakeLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code goldstream chaos lake}. */
@Command(
        name = "lake",
        description = "Move rows to a base table while more land and runs are killed, and count them all the time.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It starts its own Trino. In a history, in random order, rows land on time and late, some long after the rows behind them, topics",
            "are created again, runs that move rows are killed at any moment or meet another run, and landed files leave. In",
            "every second history, Trino is killed and started again. Meanwhile it counts the rows again and again. A query",
            "fails if a file leaves after the query has listed it and before it opens it; then the command asks again. The",
            "command exits 1 if a count was wrong, or if a row is missing or there twice at the end."
        })
final class ChaosLakeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "30", description = "How many histories. Default: 30.")
    private int runs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The seed of the first; the next has the next number. Default: 1.")
    private long seed;

    @Override
    public Integer call() throws Exception {
        if (runs < 1) {
            throw new ParameterException(spec.commandLine(), "--runs is at least 1");
        }
        List<String> wrong = new ArrayList<>();
        ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
        table.columns(List.of(
                "seed",
                "landed",
                "moved",
                "runs",
                "killed",
                "Trino killed",
                "lost to another",
                "files left",
                "questions",
                "failed"));
        try (LakeChaos chaos = LakeChaos.open(System.err::println)) {
            for (long next = seed; next < seed + runs; next++) {
                LakeLedger ledger = chaos.run(next, next % 2 == 0);
                table.row(List.of(
                        next,
                        ledger.landed(),
                        ledger.moved(),
                        ledger.runs(),
                        ledger.killed(),
                        ledger.trinoKilled(),
                        ledger.lost(),
                        ledger.files(),
                        ledger.questions(),
                        ledger.failed()));
                for (String fault : ledger.faults()) {
                    wrong.add("seed " + next + ": " + fault);
                }
            }
        }
        table.end();
        if (!wrong.isEmpty()) {
            throw new CommandFailure(String.join("; ", wrong));
        }
        return 0;
    }
}
