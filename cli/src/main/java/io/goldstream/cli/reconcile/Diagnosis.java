package io.goldstream.cli.reconcile;

import io.goldstream.cli.connect.Connectors;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import java.util.List;
import java.util.Optional;

/** Names the step that has still work before it. */
public final class Diagnosis {

    private final Offsets offsets;
    private final Generation generation;

    /** @param generation the one in use */
    public Diagnosis(Offsets offsets, Generation generation) {
        this.offsets = offsets;
        this.generation = generation;
    }

    /** How many records a layer's sink has still to land. */
    public long sinkLag(Layer layer) throws InterruptedException {
        return offsets.lag(sinkGroup(layer, generation), topics(layer));
    }

    /** What a layer's sink has still to land. */
    public Behind toLand(Layer layer) throws InterruptedException {
        return offsets.behind(sinkGroup(layer, generation), topics(layer));
    }

    /** What the refinery has still to refine. */
    public Behind toRefine() throws InterruptedException {
        return offsets.behind(refineryGroup(generation), topics(Layer.RAW));
    }

    private List<String> topics(Layer layer) {
        return Tables.of(layer).stream().map(generation::topic).toList();
    }

    /** The consumer group of the sink of a layer in a generation; raw has no generations. */
    public static String sinkGroup(Layer layer, Generation generation) {
        return "connect-" + Connectors.name(layer, generation);
    }

    /** The consumer group that refines a generation: its offsets say how far the generation is. */
    public static String refineryGroup(Generation generation) {
        return RefineryProtocol.GROUP + generation.suffix();
    }

    /** A sink that has still to land records, if there is one: a hint, asked of Kafka alone, that it is too early to count. */
    public Optional<String> busySink() throws InterruptedException {
        for (Layer layer : Layer.values()) {
            long lag = sinkLag(layer);
            if (lag > 0) {
                return Optional.of("the sink of " + layer.id() + " has " + lag + " records to land");
            }
        }
        return Optional.empty();
    }

    /** The first step, in the order of the pipeline, that lags, and by how much. Counts must have one that is not reconciled. */
    public String laggingLayer(List<TopicCount> counts) throws InterruptedException {
        long doubled = counts.stream().mapToLong(TopicCount::doubled).sum();
        if (doubled > 0) {
            return doubled + " records are in the tables twice";
        }
        long notLanded = counts.stream().mapToLong(TopicCount::notLanded).sum();
        if (notLanded > 0) {
            return "the sink of raw lags: " + sinkLag(Layer.RAW) + " records to land";
        }
        long notRefined = counts.stream().mapToLong(TopicCount::notRefined).sum();
        if (notRefined > 0) {
            for (Layer layer : List.of(Layer.BRONZE, Layer.QUARANTINE)) {
                long lag = sinkLag(layer);
                if (lag > 0) {
                    return "the sink of " + layer.id() + " lags: " + lag + " records to land";
                }
            }
            return "the refinery lags: " + notRefined + " raw records are in neither bronze nor quarantine";
        }
        return "the sink of silver lags: bronze and silver differ in "
                + counts.stream().mapToLong(TopicCount::notSilver).sum() + " records";
    }
}
