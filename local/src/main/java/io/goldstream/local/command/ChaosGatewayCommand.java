package io.goldstream.local.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.local.laboratory.chaos.GatewayChaos;
import io.goldstream.local.laboratory.chaos.GatewayLedger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code goldstream chaos gateway}. */
@Command(
        name = "gateway",
        description = "Kill the gateway repeatedly during one load over HTTP, and check every acknowledged event.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "It starts its own broker and gateway in a temporary folder, and uses no stack. If clients get no answer, they",
            "send again under the same Idempotency-Key. It exits 1 if an event is not acknowledged, if one is not in bronze or",
            "quarantine, if one is in bronze twice, or if a raw record has not exactly one row."
        })
final class ChaosGatewayCommand implements Callable<Integer> {

    /** For each kill, and for what comes after the last one. */
    private static final int LEAST_EVENTS = 1_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The seed for moments and events. Default: 1.")
    private long seed;

    @Option(names = "--kills", paramLabel = "N", defaultValue = "20", description = "How many. Default: 20.")
    private int kills;

    @Option(
            names = "--events",
            paramLabel = "M",
            defaultValue = "200000",
            description = "How many are sent. Default: 200000.")
    private int events;

    @Override
    public Integer call() throws Exception {
        if (kills < 1) {
            throw new ParameterException(spec.commandLine(), "--kills is at least 1");
        }
        long least = LEAST_EVENTS * (kills + 1L);
        if (events < least) {
            throw new ParameterException(
                    spec.commandLine(), "--events is at least %d for %d kills".formatted(least, kills));
        }
        GatewayLedger ledger = new GatewayChaos(seed, kills, events, System.err::println).run();
        System.out.printf(
                """
                seed                   %d
                kills                  %d
                kills under load       %d
                sent                   %,d
                acknowledged           %,d
                in raw                 %,d
                in bronze              %,d
                in quarantine          %,d
                duplicates set aside   %,d
                acknowledged, lost     %,d
                doubled in bronze      %,d
                """,
                seed,
                ledger.kills(),
                ledger.underLoad(),
                ledger.sent(),
                ledger.acknowledged(),
                ledger.raw(),
                ledger.bronze(),
                ledger.quarantined(),
                ledger.duplicates(),
                ledger.lost(),
                ledger.doubled());
        if (!ledger.faults().isEmpty()) {
            throw new CommandFailure(String.join("; ", ledger.faults()));
        }
        return 0;
    }
}
