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
            "It starts its own Trino. In each history rows land on time and late, topics are created again, runs of",
            "'lake advance' are killed at any moment or meet another run, and landed files leave. Meanwhile it counts the",
            "rows again and again. It exits 1 if a count was wrong, or if a row is missing or there twice at the end."
        })
final class ChaosLakeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--histories", paramLabel = "N", defaultValue = "30", description = "How many. Default: 30.")
    private int histories;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The seed of the first; the next has the next number. Default: 1.")
    private long seed;

    @Override
    public Integer call() throws Exception {
        if (histories < 1) {
            throw new ParameterException(spec.commandLine(), "--histories is at least 1");
        }
        List<String> wrong = new ArrayList<>();
        ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
        table.columns(
                List.of("seed", "landed", "moved", "runs", "killed", "lost to another", "files left", "questions"));
        try (LakeChaos chaos = LakeChaos.open(System.err::println)) {
            for (long next = seed; next < seed + histories; next++) {
                LakeLedger ledger = chaos.run(next);
                table.row(List.of(
                        next,
                        ledger.landed(),
                        ledger.moved(),
                        ledger.runs(),
                        ledger.killed(),
                        ledger.lost(),
                        ledger.files(),
                        ledger.questions()));
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
