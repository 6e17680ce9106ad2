package io.goldstream.local.command;

import io.goldstream.local.laboratory.bench.EdgeBench;
import io.goldstream.local.laboratory.bench.GoldBench;
import io.goldstream.local.laboratory.bench.RefineryBench;
import io.goldstream.local.laboratory.bench.SinkBench;
import io.goldstream.local.laboratory.bench.StartBench;
import picocli.CommandLine.Command;

/** {@code goldstream bench}. */
@Command(
        name = "bench",
        description = "Measure a part against its own limit, in turns, on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        subcommands = {EdgeBench.class, RefineryBench.class, GoldBench.class, SinkBench.class, StartBench.class},
        footer = {
            "",
            "A ratio says more than a rate: the limit runs beside the subject, so that a slow or busy machine slows both.",
            "spread is how far the repeats lie apart, as a part of the median. Leave the machine alone meanwhile."
        })
public final class BenchCommand {}
