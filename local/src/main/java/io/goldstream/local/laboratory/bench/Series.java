package io.goldstream.local.laboratory.bench;

import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The repeats of one contender, in the order in which they ran.
 *
 * @param contender its name
 * @param samples at least one
 */
public record Series(String contender, List<Sample> samples) {

    public Series {
        samples = List.copyOf(samples);
    }

    /** Events a second: the repeats' median, and how far they lie apart. */
    public Ratio rate() {
        return Ratio.of(samples.stream().mapToDouble(Sample::rate));
    }

    /** Microseconds of processor time per event, the repeats' median. */
    public double cpuMicros(String process) {
        return Ratio.of(samples.stream().mapToDouble(sample -> sample.cpuMicros(process)))
                .median();
    }

    /** The processes that were measured. */
    public Set<String> processes() {
        return samples.getFirst().cpu().keySet();
    }

    /** How many times the limit's rate this is. */
    public Ratio rateOver(Series limit) {
        return over(limit, Sample::rate, Sample::rate);
    }

    /** How many times the processor time that an event costs the limit. */
    public Ratio cpuOver(Series limit, String process, String processOfLimit) {
        return over(limit, sample -> sample.cpuMicros(process), sample -> sample.cpuMicros(processOfLimit));
    }

    /** A ratio is taken of each repeat and the limit's run beside it, before the median is. */
    private Ratio over(Series limit, ToDoubleFunction<Sample> ours, ToDoubleFunction<Sample> theirs) {
        return Ratio.of(IntStream.range(0, samples.size())
                .mapToDouble(i -> ours.applyAsDouble(samples.get(i))
                        / theirs.applyAsDouble(limit.samples().get(i))));
    }
}
