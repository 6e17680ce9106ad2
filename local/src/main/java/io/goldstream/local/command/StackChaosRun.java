package io.goldstream.local.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.command.DurationConverter;
import io.goldstream.cli.load.Via;
import io.goldstream.local.laboratory.chaos.Chaos;
import io.goldstream.local.laboratory.chaos.ChaosLedger;
import io.goldstream.local.laboratory.chaos.ChaosPlan;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Chaos among the stack's servers: {@code goldstream chaos}, and {@code goldstream chaos stack}. */
@Command(mixinStandardHelpOptions = true)
abstract class StackChaosRun implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The seed for victims and moments. Default: 1.")
    private long seed;

    @Option(names = "--kills", paramLabel = "N", defaultValue = "5", description = "How many. Default: 5.")
    private int kills;

    @Option(
            names = "--via",
            paramLabel = "WAY",
            defaultValue = "http",
            description = "How events are sent: http (default) or kafka.")
    private Via via;

    @Option(
            names = "--victims",
            paramLabel = "PART",
            split = ",",
            defaultValue = "connect,gateway",
            description = "The servers to kill: kafka, connect, gateway, trino. Default: connect,gateway.")
    private List<Part> victims;

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "300",
            description = "Listeners in each round. Default: 300.")
    private int users;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long to wait for the last event at the end. Default: 10m.")
    private Duration timeout;

    @Override
    public Integer call() throws Exception {
        Stack stack = home.stack();
        if (kills < 1 || users < 1) {
            throw new ParameterException(spec.commandLine(), "--kills and --users are at least 1");
        }
        ChaosPlan plan =
                new ChaosPlan(seed, kills, via, victims.stream().distinct().toList(), users);
        ChaosLedger ledger = new Chaos(stack, plan, () -> StackWait.await(stack, timeout), System.err::println).run();
        System.out.printf(
                """
                seed                   %d
                sent                   %,d
                acknowledged           %,d
                in bronze              %,d
                in quarantine          %,d
                duplicates set aside   %,d
                plays, all distinct    %,d of %,d
                """,
                seed,
                ledger.sent(),
                ledger.accepted() + ledger.quarantined(),
                ledger.bronze(),
                ledger.refused(),
                ledger.duplicates(),
                ledger.distinctPlays(),
                ledger.plays());
        if (!ledger.faults().isEmpty()) {
            throw new CommandFailure(String.join("; ", ledger.faults()));
        }
        return 0;
    }
}
