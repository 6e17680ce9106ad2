package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.CommandFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes the time of a piece of work, and the processor time that it costs some processes, as the system accounts it. */
public final class Meter {

    private final Map<String, ProcessHandle> processes;

    /** @param processes by the names that they have in the report */
    public Meter(Map<String, ProcessHandle> processes) {
        this.processes = new LinkedHashMap<>(processes);
    }

    /** A meter of work that is done here. */
    public static Meter ofThisProcess(String name) {
        return new Meter(Map.of(name, ProcessHandle.current()));
    }

    /** What is measured. */
    @FunctionalInterface
    public interface Work {
        /** Does it, and returns how many events that were. */
        long run() throws Exception;
    }

    public Sample measure(Work work) throws Exception {
        Map<String, Duration> before = cpu();
        long begin = System.nanoTime();
        long events = work.run();
        Duration wall = Duration.ofNanos(System.nanoTime() - begin);
        Map<String, Duration> spent = cpu();
        spent.replaceAll((name, after) -> after.minus(before.get(name)));
        return new Sample(events, wall, spent);
    }

    private Map<String, Duration> cpu() {
        Map<String, Duration> cpu = new LinkedHashMap<>();
        processes.forEach((name, process) -> cpu.put(name, cpu(name, process)));
        return cpu;
    }

    /** The processor time that a process has spent since it began. */
    static Duration cpu(String name, ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new CommandFailure(
                        process.isAlive()
                                ? "this system does not tell the processor time of " + name + " (pid " + process.pid()
                                        + "): measure on Linux or macOS, as the user who runs it"
                                : name + " (pid " + process.pid() + ") ended while it was measured"));
    }
}
