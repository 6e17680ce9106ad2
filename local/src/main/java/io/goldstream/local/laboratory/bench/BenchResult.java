package io.goldstream.local.laboratory.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param ratio the subject over its limit: the one number to compare with other runs
 * @param cpuMicrosPerEvent what an event costs the subject's process
 * @param goals what was to be reached
 * @param series what was measured
 * @param details more numbers and words, by the names that they have in JSON
 */
public record BenchResult(
        Ratio ratio, double cpuMicrosPerEvent, List<Goal> goals, List<Series> series, Map<String, Object> details) {

    public BenchResult {
        goals = List.copyOf(goals);
        series = List.copyOf(series);
        details = new LinkedHashMap<>(details);
    }

    public static BenchResult of(Ratio ratio, double cpuMicrosPerEvent) {
        return new BenchResult(ratio, cpuMicrosPerEvent, List.of(), List.of(), Map.of());
    }

    public BenchResult with(Goal goal) {
        List<Goal> more = new ArrayList<>(goals);
        more.add(goal);
        return new BenchResult(ratio, cpuMicrosPerEvent, more, series, details);
    }

    public BenchResult with(Collection<Series> measured) {
        List<Series> more = new ArrayList<>(series);
        more.addAll(measured);
        return new BenchResult(ratio, cpuMicrosPerEvent, goals, more, details);
    }

    /** @param value a number, a text or a boolean */
    public BenchResult with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new BenchResult(ratio, cpuMicrosPerEvent, goals, series, more);
    }
}
