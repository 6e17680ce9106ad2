package io.goldstream.local.laboratory.bench;

import java.util.stream.DoubleStream;

/**
 * What the repeats say of one quantity.
 *
 * @param median the middle one; of an even number, the mean of the two in the middle
 * @param spread how far the largest lies from the smallest, as a part of the median: 0.1 is a tenth
 */
public record Ratio(double median, double spread) {

    /** @param repeats one value each, at least one */
    public static Ratio of(DoubleStream repeats) {
        double[] sorted = repeats.sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Ratio(median, (sorted[sorted.length - 1] - sorted[0]) / median);
    }
}
