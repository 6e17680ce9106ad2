package io.goldstream.local.laboratory.bench;

/**
 * What a benchmark's subject is to reach.
 *
 * @param name what is bounded
 * @param isMinimum whether the bound is the least that is good enough, else the most
 * @param measured the repeats' median
 */
public record Goal(String name, boolean isMinimum, double bound, double measured) {

    public static Goal atLeast(String name, double bound, double measured) {
        return new Goal(name, true, bound, measured);
    }

    public static Goal atMost(String name, double bound, double measured) {
        return new Goal(name, false, bound, measured);
    }

    public boolean isMet() {
        return isMinimum ? measured >= bound : measured <= bound;
    }
}
