package io.goldstream.local.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.local.Project;
import io.goldstream.local.laboratory.chaos.sink.SinkChaosPlan;
import io.goldstream.local.laboratory.chaos.sink.SinkLedger;
import io.goldstream.local.laboratory.chaos.sink.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code goldstream chaos sink}. */
@Command(
        name = "sink",
        description = "Kill, freeze and rebalance Connect workers, and check from the files that the sink loses "
                + "nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It starts its own broker, Azurite and two workers. In each run a sink lands a",
            "topic while three of these happen: a worker is killed (SIGKILL) or frozen until",
            "its session expires (SIGSTOP), the number of tasks changes, offsets are set back,",
            "the topic is deleted and created again. Two runs have all of them. Then every row",
            "is read from the published files. It needs Node.js 20 or newer. It exits 1 if a",
            "ledger does not add up."
        })
public final class ChaosSinkCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "2", description = "How many. Default: 2.")
    private int runs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The seed for faults, victims and moments. Default: 1.")
    private long seed;

    @Override
    public Integer call() throws Exception {
        if (runs < 1) {
            throw new ParameterException(spec.commandLine(), "--runs is at least 1");
        }
        List<String> wrong = new ArrayList<>();
        ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
        table.columns(List.of("run", "assignor", "faults", "produced", "read back", "lost", "doubled", "files"));
        try (Stage stage = Stage.open(Project.current(), Map.of(), System.err::println)) {
            new SinkChaosPlan(runs, seed)
                    .run(
                            stage,
                            (run, assignor, faults, ledger) -> {
                                table.row(row(run, assignor, faults.toString(), ledger));
                                ledger.faults().forEach(fault -> wrong.add("run " + run + ": " + fault));
                            },
                            System.err::println);
        }
        table.end();
        if (!wrong.isEmpty()) {
            throw new CommandFailure(String.join("; ", wrong));
        }
        spec.commandLine().getOut().println("0 lost, 0 twice, 0 tasks restarted by hand");
        return 0;
    }

    private static List<Object> row(int run, String assignor, String faults, SinkLedger ledger) {
        return List.of(
                run,
                assignor,
                faults,
                ledger.produced(),
                ledger.rows(),
                ledger.lost(),
                ledger.doubled(),
                ledger.files());
    }
}
