package io.goldstream.local.command;

import io.goldstream.events.FirstDate;
import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Part;
import io.goldstream.trino.Settings;
import io.goldstream.trino.command.CheckOptions;
import java.sql.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    private HomeOption home;

    @Mixin
    private CheckOptions options;

    @Override
    public Integer call() throws Exception {
        try (Connection connection = LakeConnection.open(home.stack().portsWith(Part.TRINO))) {
            return options.run(connection, Settings.local(FirstDate.DEFAULT));
        }
    }
}
