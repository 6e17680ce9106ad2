package io.goldstream.local.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.command.DurationConverter;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.local.Project;
import io.goldstream.local.laboratory.chaos.sink.StorageOutage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code goldstream chaos storage}. */
@Command(
        name = "storage",
        description = "Let storage hang while records go on coming, and check that the sink catches up by itself.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It starts its own broker, Azurite and one worker, with the heap and the tasks",
            "that the Kubernetes manifests give a worker while the other one is away. The",
            "default leaves the backlog of an hour of 1,000 records a second. Then every",
            "row is read from the published files. It needs Node.js 20 or newer. It exits 1",
            "if a row is lost or there twice, or if a task has failed."
        })
public final class ChaosStorageCommand implements Callable<Integer> {

    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "6000",
            description = "Records a second, each of 650 bytes. Default: 6000.")
    private int rate;

    @Option(
            names = "--outage",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long storage hangs, such as 90s or 10m. Default: 10m.")
    private Duration outage;

    @Option(names = "--restart", description = "Restart all tasks by REST halfway through the outage.")
    private boolean restart;

    @Override
    public Integer call() throws Exception {
        if (rate < 10 || outage.isZero() || outage.isNegative()) {
            throw new ParameterException(spec.commandLine(), "--rate is at least 10, and --outage longer than 0s");
        }
        StorageOutage.Result result =
                new StorageOutage(rate, outage, MAX_AGE, restart).run(Project.current(), System.err::println);
        ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
        table.columns(List.of(
                "outage in s",
                "produced",
                "backlog",
                "heap",
                "caught up in s",
                "read back",
                "lost",
                "doubled",
                "files"));
        table.row(List.of(
                outage.toSeconds(),
                result.ledger().produced(),
                result.backlog(),
                result.heap(),
                result.caughtUp().toSeconds(),
                result.ledger().rows(),
                result.ledger().lost(),
                result.ledger().doubled(),
                result.ledger().files()));
        table.end();
        List<String> wrong = result.ledger().faults();
        if (!wrong.isEmpty()) {
            throw new CommandFailure(String.join("; ", wrong));
        }
        spec.commandLine().getOut().println("0 lost, 0 twice, 0 tasks failed");
        return 0;
    }
}
