package io.goldstream.local.command;

import io.goldstream.local.stack.LakeConnection;
import io.goldstream.trino.Settings;
import io.goldstream.trino.command.CheckOptions;
import java.sql.Connection;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream check}. */
@Command(
        name = "check",
        description =
                "Check the lake: keys, references, values, ranges, every layer against the one before, freshness.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exits 1 where a check fails, with the first rows of what breaks it.",
            "A cluster runs the same checks: java -cp 'trino.jar:lib/*' io.goldstream.trino.command.LakeMain check --help."
        })
public final class CheckCommand implements Callable<Integer> {

    @Mixin
    private LakeOption lake;

    @Mixin
    private CheckOptions options;

    @Option(
            names = "--first-date",
            paramLabel = "DATE",
            description = "The oldest event time, the same as the gateway's. Default: the environment's"
                    + " GOLDSTREAM_FIRST_DATE, else the contract's.")
    private Optional<LocalDate> firstDate;

    @Override
    public Integer call() throws Exception {
        try (Connection connection = lake.open()) {
            return options.run(connection, Settings.local(firstDate.orElseGet(LakeConnection::firstDate)));
        }
    }
}
