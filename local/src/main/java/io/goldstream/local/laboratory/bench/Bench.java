package io.goldstream.local.laboratory.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A benchmark as a command. How to write one is told by the {@linkplain io.goldstream.local.laboratory.bench package}. */
@Command(mixinStandardHelpOptions = true)
public abstract class Bench implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each program runs after the warm-up, in turns with the others. Default: 5.")
    private int repeats;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (default) or json (one object: name, ratio, spread, cpu_us_per_event, …).")
    private BenchFormat format;

    /**
     * Sets up, measures, and clears up.
     *
     * @param contest runs the contenders as often as the user asked for
     */
    protected abstract BenchResult measure(Contest contest) throws Exception;

    @Override
    public final Integer call() throws Exception {
        if (repeats < 1) {
            throw wrongUsage("--repeats is at least 1");
        }
        String name = spec.name();
        BenchResult result = measure(new Contest(repeats, line -> System.err.println(name + ": " + line)));
        format.print(name, repeats, result, System.out);
        return 0;
    }

    /** What to throw where an option's value makes no sense. */
    protected final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
