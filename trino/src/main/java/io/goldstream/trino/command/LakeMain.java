package io.goldstream.trino.command;

import io.goldstream.events.FirstDate;
import io.goldstream.events.schema.Generation;
import io.goldstream.trino.Lake;
import io.goldstream.trino.LakeException;
import io.goldstream.trino.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The main class of a cluster's jobs: {@code apply} puts the lake's objects into a Trino server, {@code check} checks them.
 * Exit codes: 0 done, 1 failed, 2 wrong usage.
 */
@Command(
        name = "lake",
        description = "Put the lake's tables and views into a Trino server, or check what they hold.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {LakeMain.Apply.class, LakeMain.Check.class})
public final class LakeMain {

    /** Checks read every schema. */
    private static final String OWN_USER = "engineer";

    private LakeMain() {}

    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new LakeMain())
                .setParameterExceptionHandler(new WrongUsage())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("lake: " + words(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    private static String words(Exception failure) {
        return failure instanceof LakeException || failure instanceof SQLException
                ? failure.getMessage()
                : failure.toString();
    }

    /** Where the server is and where the lake's files are. */
    static final class ServerOptions {

        @Spec(Spec.Target.MIXEE)
        private CommandLine.Model.CommandSpec spec;

        @Mixin
        private EndpointOptions endpoint;

        @Option(
                names = "--catalog",
                paramLabel = "NAME",
                defaultValue = Settings.CATALOG,
                description = "The lake's catalog, which the server has. Default: " + Settings.CATALOG + ".")
        private String catalog;

        @Option(
                names = "--first-date",
                paramLabel = "DATE",
                description =
                        "The first UTC date that an event may have. Give the gateway the same (goldstream.first-date). Default: "
                                + FirstDate.TEXT + ".")
        private LocalDate firstDate = FirstDate.DEFAULT;

        @Option(
                names = "--location",
                paramLabel = "URI",
                defaultValue = "local:///{schema}",
                description = "Where each schema's files are, such as abfss://{schema}@ACCOUNT.dfs.core.windows.net."
                        + " Default: local:///{schema}.")
        private String location;

        @Option(
                names = "--generation",
                paramLabel = "N",
                defaultValue = "1",
                converter = GenerationConverter.class,
                description =
                        "Which generation of bronze, silver and quarantine the tables show: the one that the gateway"
                                + " writes (goldstream.generation). Default: 1.")
        private Generation generation;

        Connection connect() throws SQLException {
            Connection connection = endpoint.endpoint(OWN_USER).connect();
            connection.setCatalog(catalog);
            return connection;
        }

        Settings settings() {
            if (!location.contains("{schema}")) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "--location must contain {schema}, which stands for each schema's name, and " + location
                                + " does not");
            }
            Map<String, String> locations = new HashMap<>();
            Settings.SCHEMAS.forEach(schema -> locations.put(schema, location.replace("{schema}", schema)));
            return new Settings(catalog, firstDate, locations, "", generation);
        }
    }

    @Command(
            name = "apply",
            description =
                    "Make what is missing, and bring what is there to the state of the SQL files. No data are touched.",
            mixinStandardHelpOptions = true)
    static final class Apply implements Callable<Integer> {

        @Mixin
        private ServerOptions server;

        @Override
        public Integer call() throws SQLException, LakeException {
            Settings settings = server.settings();
            try (Connection connection = server.connect()) {
                Lake.apply(
                        connection,
                        settings,
                        (done, total, object) -> System.err.printf("[%d/%d] %s%n", done, total, object));
            }
            System.out.println("The lake is as its definition says.");
            return 0;
        }
    }

    @Command(
            name = "check",
            description =
                    "Check keys, references, values, ranges, each layer against the one before it, and freshness.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exits 1 where a check fails, with the first rows of what breaks it."})
    static final class Check implements Callable<Integer> {

        @Mixin
        private ServerOptions server;

        @Mixin
        private CheckOptions options;

        @Override
        public Integer call() throws SQLException, InterruptedException {
            Settings settings = server.settings();
            try (Connection connection = server.connect()) {
                return options.run(connection, settings);
            }
        }
    }
}
