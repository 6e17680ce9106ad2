package io.goldstream.local.command;

import io.goldstream.local.laboratory.simulate.Simulation;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What to simulate. */
final class SimulationOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "300",
            description = "Listeners with an account. Default: 300.")
    private int users;

    @Option(names = "--days", paramLabel = "D", defaultValue = "3", description = "UTC days. Default: 3.")
    private int days;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The same seed, users, days and first day give the same events, byte for byte. Default: 1.")
    private long seed;

    @Option(names = "--from", paramLabel = "YYYY-MM-DD", description = "The first day. Default: 2025-01-01.")
    private LocalDate from = Simulation.DEFAULT_FROM;

    Simulation simulation() {
        // The last day's sessions run past its end, and events of the future are quarantined.
        LocalDate last = from.plusDays(days + 1L);
        if (last.isAfter(LocalDate.now(ZoneOffset.UTC))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from, --days: the simulated days must end before today, UTC: choose an earlier day or fewer days");
        }
        try {
            return new Simulation(users, days, seed, from);
        } catch (IllegalArgumentException empty) {
            throw new ParameterException(spec.commandLine(), "--users, --days: " + empty.getMessage());
        }
    }
}
