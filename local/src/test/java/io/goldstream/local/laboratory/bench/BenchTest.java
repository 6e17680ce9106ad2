package io.goldstream.local.laboratory.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.goldstream.cli.CommandFailure;
import io.goldstream.local.command.BenchCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class BenchTest {

    /** Both take as long as they say, so that the report can be told to the digit. */
    @Command(name = "sham", description = "None.")
    static final class ShamBench extends Bench {
        private final List<String> ran = new ArrayList<>();

        @Override
        protected BenchResult measure(Contest contest) throws Exception {
            Map<String, Series> runs =
                    contest.run(1, List.of(contender("limit", 100, "writer"), contender("subject", 200, "server")));
            Series subject = runs.get("subject");
            Ratio rate = subject.rateOver(runs.get("limit"));
            return BenchResult.of(rate, subject.cpuMicros("server"))
                    .with(Goal.atLeast("rate", 0.6, rate.median()))
                    .with(Goal.atMost(
                            "CPU",
                            3,
                            subject.cpuOver(runs.get("limit"), "server", "writer")
                                    .median()))
                    .with(runs.values())
                    .with("batch", 500);
        }

        private Contender contender(String name, long millis, String process) {
            return new Contender(name, () -> {
                ran.add(name);
                // Every second turn takes twice as long for both, as on a machine that has something else to do.
                long factor = 1 + (ran.size() - 1) / 2 % 2;
                return new Sample(
                        1_000,
                        Duration.ofMillis(millis * factor),
                        Map.of(process, Duration.ofMillis(millis / 20 * factor)));
            });
        }
    }

    @Test
    void contendersRunInTurnsAndWarmUpsDoNotCount() {
        ShamBench bench = new ShamBench();
        assertThat(command(bench).execute("--repeats", "2")).isZero();
        assertThat(bench.ran).containsExactly("limit", "subject", "limit", "subject", "limit", "subject");
    }

    @Test
    void theJsonSaysRatioSpreadAndCost() throws Exception {
        JsonNode json = new JsonMapper().readTree(output("--repeats", "4", "--format", "json"));
        assertThat(json.fieldNames())
                .toIterable()
                .startsWith("name", "ratio", "spread", "cpu_us_per_event", "repeats", "batch");
        assertThat(json.path("name").asText()).isEqualTo("sham");
        assertThat(json.path("ratio").asDouble()).isEqualTo(0.5);
        assertThat(json.path("spread").asDouble()).isZero();
        assertThat(json.path("cpu_us_per_event").asDouble()).isEqualTo(15);
        assertThat(json.path("repeats").asInt()).isEqualTo(4);
        assertThat(json.path("batch").asInt()).isEqualTo(500);
        assertThat(json.path("goals")).hasSize(2);
        assertThat(json.path("goals").path(0).path("bound").asText()).isEqualTo(">= 0.6");
        assertThat(json.path("series").path(1).path("cpu_us_per_event").has("server"))
                .isTrue();
    }

    @Test
    void theTableHasTheSameNumbers() {
        assertThat(output("--repeats", "1"))
                .contains("limit", "subject", "server µs", "goal", ">= 0.6", "cpu_us_per_event");
    }

    @Test
    void wrongUsageIsToldByTheOption() {
        StringWriter told = new StringWriter();
        assertThat(command(new ShamBench()).setErr(new PrintWriter(told)).execute("--repeats", "0"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(told.toString()).contains("--repeats is at least 1");
    }

    @ParameterizedTest
    @CsvSource({"--rows, 9999", "--paths, 0", "--paths, 2001", "--partitions, 0", "--partitions, 257"})
    void theSinksBenchmarkStartsNothingForWhatItCannotMeasure(String option, String value) {
        StringWriter told = new StringWriter();
        assertThat(command(new SinkBench()).setErr(new PrintWriter(told)).execute(option, value))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(told.toString()).contains(option + " is ");
    }

    @Test
    void aRatioIsTakenOfRunsBesideEachOther() {
        Series limit = series("limit", 100, 50, 200);
        Series subject = series("subject", 80, 40, 150);

        Ratio ratio = subject.rateOver(limit);

        assertThat(ratio.median()).isEqualTo(0.8, within(1e-9));
        assertThat(ratio.spread()).isEqualTo(0.05 / 0.8, within(1e-9));
        assertThat(Ratio.of(DoubleStream.of(4, 1, 3, 2))).isEqualTo(new Ratio(2.5, 1.2));
    }

    @Test
    void processorTimeIsOfTheProcessAndAnEndedOneIsNamed() throws Exception {
        Meter here = Meter.ofThisProcess("here");
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Sample busy = here.measure(() -> {
            long until =
                    threads.getCurrentThreadCpuTime() + Duration.ofMillis(200).toNanos();
            long turns = 0;
            while (threads.getCurrentThreadCpuTime() < until) {
                turns++;
            }
            return turns;
        });
        // The system counts in ticks of some milliseconds.
        assertThat(busy.cpu().get("here")).isGreaterThan(Duration.ofMillis(150));

        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Meter gone = new Meter(Map.of("gateway", ended.toHandle()));
        assertThatThrownBy(() -> gone.measure(() -> 1))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("gateway (pid " + ended.pid() + ") ended");
    }

    @Test
    void everyBenchmarkExplainsItself() {
        CommandLine all = new CommandLine(new BenchCommand());
        all.getSubcommands().forEach((name, bench) -> assertThat(bench.getUsageMessage())
                .as(name)
                .contains("--repeats", "--format", "--help")
                .matches(usage -> bench.getCommandSpec().usageMessage().description().length > 0));
    }

    private static CommandLine command(Bench bench) {
        return new CommandLine(bench).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static Series series(String name, int... rates) {
        List<Sample> samples = new ArrayList<>();
        for (int rate : rates) {
            samples.add(new Sample(rate, Duration.ofSeconds(1), Map.of()));
        }
        return new Series(name, samples);
    }

    private static String output(String... arguments) {
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(command(new ShamBench()).execute(arguments)).isZero();
        } finally {
            System.setOut(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
