package io.goldstream.local.laboratory.chaos.sink;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * How often, and with what luck.
 *
 * @param runs at least 1; eager and cooperative assignors take turns, so two see both, and four each of them with every fault
 * @param seed what faults, victims and moments are drawn from
 */
public record SinkChaosPlan(int runs, long seed) {

    private static final String EAGER = "org.apache.kafka.clients.consumer.RangeAssignor";
    private static final String COOPERATIVE = "org.apache.kafka.clients.consumer.CooperativeStickyAssignor";

    /** Two runs have all of them between them. */
    private static final List<List<Fault>> USUAL = List.of(
            List.of(Fault.KILL, Fault.FREEZE, Fault.RESET), List.of(Fault.REBALANCE, Fault.KILL, Fault.RECREATE));

    public SinkChaosPlan {
        if (runs < 1) {
            throw new IllegalArgumentException("chaos needs a run at least");
        }
    }

    /**
     * One run.
     *
     * @param assignor its class, by which the sink's tasks share out the partitions
     * @param faults in no order
     */
    public record Part(String assignor, List<Fault> faults) {}

    /** What the runs are made of, in their order. */
    public List<Part> parts() {
        return IntStream.range(0, runs).mapToObj(SinkChaosPlan::part).toList();
    }

    /** From the third run on, the assignors change places: else each would meet the same faults for ever. */
    private static Part part(int run) {
        return new Part(run % 2 == 0 ? EAGER : COOPERATIVE, USUAL.get((run + run / 2) % USUAL.size()));
    }

    /** Told of each run. */
    @FunctionalInterface
    public interface Reader {
        void read(int run, String assignor, List<Fault> faults, SinkLedger ledger);
    }

    /** @param progress told what is done to whom */
    public void run(Stage stage, Reader reader, Consumer<String> progress) throws Exception {
        Random random = new Random(seed);
        List<Part> parts = parts();
        for (int run = 0; run < parts.size(); run++) {
            String assignor = parts.get(run).assignor();
            List<Fault> faults = new ArrayList<>(parts.get(run).faults());
            Collections.shuffle(faults, random);
            SinkLedger ledger = new SinkChaos("chaos-" + run, assignor, stage, random, progress).run(faults);
            reader.read(run, assignor.substring(assignor.lastIndexOf('.') + 1), faults, ledger);
        }
    }
}
