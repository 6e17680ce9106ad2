package io.goldstream.cli.command;

import io.goldstream.cli.endpoint.Place;
import io.goldstream.trino.Lake;
import io.goldstream.trino.Settings;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code goldstream lake}: what a cluster's jobs do to the tables. */
@Command(
        name = "lake",
        description =
                "Create the lake's tables and views in a Trino server, move their rows to base tables, look after these, or check the data.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            LakeCommand.Apply.class,
            AdvanceCommand.class,
            UpkeepCommand.class,
            RegisterCommand.class,
            CheckCommand.class
        })
public final class LakeCommand {

    /** {@code goldstream lake apply}. */
    @Command(
            name = "apply",
            description = "Create and update tables and views from the SQL files. Data are not changed.",
            mixinStandardHelpOptions = true)
    static final class Apply implements Callable<Integer> {

        @Mixin
        private ProfileOption profile;

        @Mixin
        private TrinoOption trino;

        @Mixin
        private TablesOption tables;

        @Mixin
        private GenerationOption generation;

        @Mixin
        private ServerWait wait;

        @Override
        public Integer call() throws Exception {
            Place place = profile.place();
            wait.until(() -> ask(place));
            Settings settings = TablesOption.settings(place, GenerationOption.inUse(place));
            try (Connection connection = trino.open(place)) {
                Lake.apply(
                        connection,
                        settings,
                        (done, total, object) -> System.err.printf("[%d/%d] %s%n", done, total, object));
            }
            System.out.println("The lake matches its SQL files.");
            return 0;
        }

        /** What Trino can answer only with a worker and the metastore. */
        private void ask(Place place) throws IOException, SQLException {
            try (Connection connection = trino.open(place);
                    Statement statement = connection.createStatement()) {
                statement.execute("SHOW SCHEMAS");
            }
        }
    }
}
