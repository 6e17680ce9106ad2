package io.goldstream.local.simulate;

import java.util.List;
import java.util.Random;

/** Chance, the same for the same seeds. {@link Random}'s algorithm is part of its contract, so Java versions agree. */
final class Dice {

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final Random random;

    Dice(long seed, long stream) {
        this.random = new Random(seed * MIX ^ stream);
        // Neighbouring seeds begin alike.
        random.nextLong();
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
