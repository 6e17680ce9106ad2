package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.CommandFailure;
import io.goldstream.local.Project;
import io.goldstream.local.stack.Folders;
import io.goldstream.local.stack.Workbench;
import io.goldstream.local.stack.Workbench.Gateway;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code goldstream bench start}. */
@Command(
        name = "start",
        description = "Measure a start of the packaged gateway with the JDK's AOT cache, compared with one without: "
                + "processor time, memory, time to ready.",
        footer = {
            "",
            "It starts its own broker, makes the cache as the gateway's image does, and starts the gateway, edge and",
            "refinery, in turns. An event is a start: from the launch to the first answer that it is ready."
        })
public final class StartBench extends Bench {

    private static final double MOST_CPU = 0.5;
    private static final double MOST_MEMORY = 1;
    private static final int WARM_UPS = 1;
    private static final double KIB_PER_MIB = 1024;
    private static final double NANOS_PER_SECOND = 1e9;

    private static final String PLAIN = "jvm";
    private static final String CACHED = "jvm, AOT cache";
    private static final String GATEWAY = "gateway";

    @Mixin
    private SubjectJvm jvm;

    private final Map<String, List<Double>> mebibytes = new HashMap<>();

    @Override
    protected BenchResult measure(Contest contest) throws Exception {
        Project project = Project.current();
        Path folder = Files.createTempDirectory("goldstream-bench-start");
        try (Workbench bench = Workbench.open(project, contest::say)) {
            contest.say("making the cache");
            Path cache = makeCache(project, folder.resolve("gateway.aot"));
            Map<String, Series> runs = contest.run(
                    WARM_UPS,
                    List.of(
                            contender(bench, project, PLAIN, "plain", jvm.options()),
                            contender(bench, project, CACHED, "cached", with(cache))));
            return report(runs).with("cache_mib", Files.size(cache) / KIB_PER_MIB / KIB_PER_MIB);
        } finally {
            Folders.delete(folder);
        }
    }

    /** A cache that does not fit ends the JVM: to measure one that is passed over in silence would mean nothing. */
    private List<String> with(Path cache) {
        List<String> options = new ArrayList<>(jvm.optionsWithRecording());
        options.add("-XX:AOTCache=" + cache);
        options.add("-XX:AOTMode=on");
        return options;
    }

    private Path makeCache(Project project, Path cache) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                project.aotCacheScript().toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                project.gatewayJar().toString(),
                cache.toString()));
        command.addAll(Workbench.gatewayJvmOptions(jvm.options()));
        int status = new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start()
                .waitFor();
        if (status != 0) {
            throw new CommandFailure("no AOT cache was made: " + String.join(" ", command));
        }
        return cache;
    }

    private Contender contender(Workbench bench, Project project, String name, String folder, List<String> options)
            throws IOException, InterruptedException {
        Gateway gateway = bench.gateway(folder, project.gatewayJar(), options, Map.of());
        gateway.stop();
        return new Contender(name, () -> start(name, gateway));
    }

    private Sample start(String name, Gateway gateway) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        gateway.start();
        Duration wall = Duration.ofNanos(System.nanoTime() - begin);
        ProcessHandle process = gateway.process();
        Duration cpu = Meter.cpu(GATEWAY, process);
        mebibytes.computeIfAbsent(name, _ -> new ArrayList<>()).add(residentMebibytes(process));
        gateway.stop();
        return new Sample(1, wall, Map.of(GATEWAY, cpu));
    }

    private static double residentMebibytes(ProcessHandle process) throws IOException, InterruptedException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
        String kibibytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (ps.waitFor() != 0) {
            throw new CommandFailure("ps does not tell the memory of pid " + process.pid());
        }
        return Long.parseLong(kibibytes) / KIB_PER_MIB;
    }

    private BenchResult report(Map<String, Series> runs) {
        Series plain = runs.get(PLAIN);
        Series cached = runs.get(CACHED);
        Ratio cpu = cached.cpuOver(plain, GATEWAY, GATEWAY);
        double memory = memory(CACHED) / memory(PLAIN);
        return BenchResult.of(cpu, cached.cpuMicros(GATEWAY))
                .with("ratio_of", "processor time of a start with the cache, divided by that of a start without it")
                .with(Goal.atMost("CPU divided by that of a start without the cache", MOST_CPU, cpu.median()))
                .with(Goal.atMost("memory divided by that of a start without the cache", MOST_MEMORY, memory))
                .with(runs.values())
                .with("seconds_to_ready", seconds(cached))
                .with("plain_seconds_to_ready", seconds(plain))
                .with("rss_mib", memory(CACHED))
                .with("plain_rss_mib", memory(PLAIN))
                .with("plain_cpu_us_per_event", plain.cpuMicros(GATEWAY));
    }

    /** The repeats' median; a warm-up is no repeat. */
    private double memory(String name) {
        List<Double> all = mebibytes.get(name);
        return Ratio.of(all.subList(WARM_UPS, all.size()).stream().mapToDouble(Double::doubleValue))
                .median();
    }

    private static double seconds(Series series) {
        return Ratio.of(series.samples().stream()
                        .mapToDouble(sample -> sample.wall().toNanos() / NANOS_PER_SECOND))
                .median();
    }
}
