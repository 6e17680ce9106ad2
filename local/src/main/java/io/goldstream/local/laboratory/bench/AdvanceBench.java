package io.goldstream.local.laboratory.bench;

import io.goldstream.events.schema.Generation;
import io.goldstream.local.stack.TrinoWorkbench;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream bench advance}. */
@Command(
        name = "advance",
        description = "Measure how rows move to a base table that has a long history, compared with a short one.",
        footer = {
            "",
            "It starts a Trino over a lake of its own. There, two base tables of silver.listens have 100,000 rows for each date.",
            "In each run new rows land, one of a hundred late by up to 30 days, and then they are moved. Only the move is",
            "measured."
        })
public final class AdvanceBench extends Bench {

    private static final double MOST = 1.3;
    private static final int WARM_UPS = 2;
    private static final String TRINO = "trino";

    @Option(
            names = "--history",
            paramLabel = "N",
            split = ",",
            defaultValue = "3000000,12000000",
            description = "Rows of the short and of the long history. Default: 3000000,12000000.")
    private List<Long> histories;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "New rows of a run, at least 1,000. Default: 100000.")
    private long events;

    @Mixin
    private LakeFolderOption folder;

    @Option(
            names = "--heap",
            paramLabel = "MIB",
            defaultValue = "1500",
            description = "Trino's heap in MiB, at least 1200. Default: 1500.")
    private int heap;

    @Override
    protected BenchResult measure(Contest contest) throws Exception {
        if (histories.size() != 2 || histories.getFirst() < AdvanceLoad.A_DAY || events < AdvanceLoad.THOUSAND) {
            throw wrongUsage("--history is two numbers, each at least " + AdvanceLoad.A_DAY
                    + ", and --events is at least " + AdvanceLoad.THOUSAND);
        }
        try (TrinoWorkbench trino = folder.open(heap, contest::say);
                AdvanceLoad shortLoad = new AdvanceLoad(trino, Generation.FIRST, events);
                AdvanceLoad longLoad = new AdvanceLoad(trino, new Generation(2), events)) {
            shortLoad.fill(histories.getFirst(), contest::say);
            longLoad.fill(histories.getLast(), contest::say);
            String shortName = "%,d rows of history".formatted(histories.getFirst());
            String longName = "%,d rows of history".formatted(histories.getLast());
            Map<String, Series> runs = contest.run(
                    WARM_UPS,
                    List.of(
                            new Contender(shortName, () -> moved(shortLoad, trino)),
                            new Contender(longName, () -> moved(longLoad, trino))));
            Ratio ratio = runs.get(longName).cpuOver(runs.get(shortName), TRINO, TRINO);
            return BenchResult.of(ratio, runs.get(longName).cpuMicros(TRINO))
                    .with(Goal.atMost("Trino's processor time with the long history, compared", MOST, ratio.median()))
                    .with(List.of(runs.get(shortName), runs.get(longName)))
                    .with("ratio_of", "Trino's processor time for a new row, long history over short");
        }
    }

    private Sample moved(AdvanceLoad load, TrinoWorkbench bench) throws Exception {
        load.land();
        Sample sample = new Meter(Map.of(TRINO, bench.process())).measure(load::move);
        load.clear();
        return sample;
    }
}
