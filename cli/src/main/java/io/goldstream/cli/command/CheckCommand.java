package io.goldstream.cli.command;

import io.goldstream.cli.endpoint.Place;
import io.goldstream.trino.Settings;
import java.sql.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code goldstream check}. */
@Command(
        name = "check",
        description = "Check the lake: keys, references, values, ranges, freshness, and each layer against the one "
                + "before.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exits 1 if a check fails, and shows the first rows that fail it."})
public final class CheckCommand implements Callable<Integer> {

    @Mixin
    private ProfileOption profile;

    @Mixin
    private TrinoOption trino;

    @Mixin
    private TablesOption tables;

    @Mixin
    private GenerationOption generation;

    @Mixin
    private CheckOptions options;

    @Override
    public Integer call() throws Exception {
        Place place = profile.place();
        Settings settings = TablesOption.settings(place, GenerationOption.inUse(place));
        try (Connection connection = trino.open(place)) {
            return options.run(connection, settings);
        }
    }
}
