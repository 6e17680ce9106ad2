package io.goldstream.local.laboratory.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run of a contender.
 *
 * @param events how many units of work were done, at least 1
 * @param wall how long it took
 * @param cpu what each process spent meanwhile, by its name
 */
public record Sample(long events, Duration wall, Map<String, Duration> cpu) {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    public Sample {
        if (events < 1 || !wall.isPositive()) {
            throw new IllegalArgumentException("a sample needs at least 1 event and more than 0 s");
        }
        cpu = new LinkedHashMap<>(cpu);
    }

    /** Events a second. */
    public double rate() {
        return events * NANOS_PER_SECOND / wall.toNanos();
    }

    /** Microseconds of processor time that a process spent on an event. */
    public double cpuMicros(String process) {
        return cpu.get(process).toNanos() / NANOS_PER_MICRO / events;
    }
}
