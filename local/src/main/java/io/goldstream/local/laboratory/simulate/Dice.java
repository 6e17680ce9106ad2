package io.goldstream.local.laboratory.simulate;

import java.util.List;
import java.util.Random;

/** Chance, the same for the same seeds. {@link Random}'s algorithm is part of its contract, so Java versions agree. */
final class Dice {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final Random random;

    Dice(long seed, long stream) {
        this.random = new Random(scattered(seed * GOLDEN_GAMMA + stream));
    }

    /** SplitMix64's finalizer (Steele, Lea, Flood 2014): {@link Random}s of neighbouring seeds would run alike. */
    private static long scattered(long seed) {
        long mixed = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** From low to high, both included. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    long millisWithin(long bound) {
        return (long) (random.nextDouble() * bound);
    }

    /** A wait of that mean, as between independent arrivals. */
    double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** Early items far more often than late ones. */
    <T> T pickPopular(List<T> items) {
        double skewed = random.nextDouble() * random.nextDouble() * random.nextDouble();
        return items.get((int) (skewed * items.size()));
    }

    /** An hour of the day: few listen at night, many in the afternoon. */
    int hour() {
        return random.nextInt(12) + random.nextInt(13);
    }
}
