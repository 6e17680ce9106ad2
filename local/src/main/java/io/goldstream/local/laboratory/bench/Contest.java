package io.goldstream.local.laboratory.bench;

import io.goldstream.local.laboratory.bench.Contender.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs contenders in turns: the first, the second, the first again, so that a machine's moods meet all of them alike. */
public final class Contest {

    private final int repeats;
    private final Consumer<String> progress;

    Contest(int repeats, Consumer<String> progress) {
        this.repeats = repeats;
        this.progress = progress;
    }

    /** A contest of one run each, for what takes so long that a second says nothing new. */
    Contest once() {
        return new Contest(1, progress);
    }

    /** Tells the user what goes on. */
    public void say(String line) {
        progress.accept(line);
    }

    /**
     * Runs all of them, the limit first.
     *
     * @param warmUps how often each runs before it counts: a cold JVM can look three times slower than it is
     * @return the measured runs, by the contenders' names
     */
    public Map<String, Series> run(int warmUps, List<Contender> contenders) throws Exception {
        for (int round = 0; round < warmUps; round++) {
            for (Contender contender : contenders) {
                run("warm-up", contender.name(), contender.trial());
            }
        }
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int repeat = 1; repeat <= repeats; repeat++) {
            for (Contender contender : contenders) {
                samples.computeIfAbsent(contender.name(), _ -> new ArrayList<>())
                        .add(run("%d of %d".formatted(repeat, repeats), contender.name(), contender.trial()));
            }
        }
        Map<String, Series> series = new LinkedHashMap<>();
        samples.forEach((name, runs) -> series.put(name, new Series(name, runs)));
        return series;
    }

    private Sample run(String round, String name, Trial trial) throws Exception {
        Sample sample = trial.run();
        StringBuilder line = new StringBuilder("%s, %s: %,.0f/s".formatted(round, name, sample.rate()));
        sample.cpu()
                .keySet()
                .forEach(process ->
                        line.append(", %s %.1f µs of CPU per event".formatted(process, sample.cpuMicros(process))));
        say(line.toString());
        return sample;
    }
}
