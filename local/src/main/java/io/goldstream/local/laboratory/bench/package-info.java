/**
 * Benchmarks that keep their meaning from one machine to the next: each measures a subject against its own limit, in one
 * run, in turns, so that what disturbs one disturbs the other.
 *
 * <p>To add one, write a class like this, and name it among the subcommands of {@link
 * io.goldstream.local.command.BenchCommand}; options, repeats, progress and printing come with {@link
 * io.goldstream.local.laboratory.bench.Bench}:
 *
 * <pre>{@code
 * @Command(name = "sink", description = "What landing an event costs, beside writing the same Parquet and no more.")
 * public final class SinkBench extends Bench {
 *
 *     @Override
 *     protected BenchResult measure(Contest contest) throws Exception {
 *         Meter writer = Meter.ofThisProcess("writer");
 *         Meter worker = new Meter(Map.of("connect", connect));
 *         Map<String, Series> runs = contest.run(1, List.of(
 *                 new Contender("bare", () -> writer.measure(() -> write(events))),
 *                 new Contender("sink", () -> worker.measure(() -> land(events)))));
 *         Series bare = runs.get("bare");
 *         Series sink = runs.get("sink");
 *         Ratio rate = sink.rateOver(bare);
 *         return BenchResult.of(rate, sink.cpuMicros("connect"))
 *                 .with(Goal.atLeast("rate over bare", 0.6, rate.median()))
 *                 .with(runs.values())
 *                 .with("what", "events landed, of those that bare Parquet takes in the same time");
 *     }
 * }
 * }</pre>
 *
 * <p>{@code BenchTest} asks every benchmark for its help; let a test of yours run it with a count that takes seconds, and
 * read its JSON. An event is whatever the benchmark counts: an event, a query, a start.
 */
package io.goldstream.local.laboratory.bench;
