package io.goldstream.local.command;

import io.goldstream.local.laboratory.bench.AdvanceBench;
import io.goldstream.local.laboratory.bench.EdgeBench;
import io.goldstream.local.laboratory.bench.FreshBench;
import io.goldstream.local.laboratory.bench.GoldBench;
import io.goldstream.local.laboratory.bench.RefineryBench;
import io.goldstream.local.laboratory.bench.SinkBench;
import io.goldstream.local.laboratory.bench.StartBench;
import picocli.CommandLine.Command;

/** {@code goldstream bench}. */
@Command(
        name = "bench",
        description = "Measure a part of the pipeline on this machine, in turns with its own limit if it has one.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        subcommands = {
            EdgeBench.class,
            RefineryBench.class,
            GoldBench.class,
            SinkBench.class,
            StartBench.class,
            FreshBench.class,
            AdvanceBench.class
        },
        footer = {
            "",
            "A ratio says more than a rate, because a slow or busy machine slows both the part and its limit.",
            "spread is the range of the repeats divided by their median. Do nothing else on the machine meanwhile."
        })
public final class BenchCommand {}
