package io.goldstream.local;

import io.goldstream.local.command.BenchCommand;
import io.goldstream.local.command.ChaosCommand;
import io.goldstream.local.command.CheckCommand;
import io.goldstream.local.command.CheckpointCommand;
import io.goldstream.local.command.DemoCommand;
import io.goldstream.local.command.DownCommand;
import io.goldstream.local.command.KeyCommand;
import io.goldstream.local.command.LoadCommand;
import io.goldstream.local.command.QuarantineCommand;
import io.goldstream.local.command.ReferenceCommand;
import io.goldstream.local.command.ReplayCommand;
import io.goldstream.local.command.ReportCommand;
import io.goldstream.local.command.ReprocessCommand;
import io.goldstream.local.command.SimulateCommand;
import io.goldstream.local.command.SinksCommand;
import io.goldstream.local.command.SqlCommand;
import io.goldstream.local.command.StatusCommand;
import io.goldstream.local.command.StorageCommand;
import io.goldstream.local.command.UpCommand;
import io.goldstream.local.command.WaitCommand;
import io.goldstream.trino.command.WrongUsage;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TimeZone;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "goldstream",
        description = "Music-streaming events in, gold tables out: the whole pipeline on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Goldstream.Version.class,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DemoCommand.class,
            LoadCommand.class,
            SimulateCommand.class,
            WaitCommand.class,
            SqlCommand.class,
            ReportCommand.class,
            CheckCommand.class,
            ReferenceCommand.class,
            SinksCommand.class,
            QuarantineCommand.class,
            ReplayCommand.class,
            ReprocessCommand.class,
            StorageCommand.class,
            CheckpointCommand.class,
            KeyCommand.class,
            ChaosCommand.class,
            BenchCommand.class
        },
        footer = {
            "  test      Build everything and run all tests, those with real servers too.",
            "",
            "Start with 'goldstream demo'. 'goldstream COMMAND --help' explains a command.",
            "GOLDSTREAM_DEBUG=1 in the environment shows where a failure came from."
        })
public final class Goldstream {

    private static final String DEBUG = "GOLDSTREAM_DEBUG";

    private Goldstream() {}

    public static void main(String[] arguments) {
        // Trino's driver makes times within arrays and rows in the JVM's zone; all of the lake's are in UTC.
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        // Clients of servers that start or die log what the commands already say in one line.
        Logger.getLogger("").setLevel(Level.OFF);
        return new CommandLine(new Goldstream())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new WrongUsage())
                .setExecutionExceptionHandler(Goldstream::explain);
    }

    private static int explain(Exception failure, CommandLine commandLine, ParseResult parsed) {
        if (System.getenv(DEBUG) != null) {
            failure.printStackTrace(commandLine.getErr());
        }
        String message =
                switch (failure) {
                    case CommandFailure told -> told.getMessage();
                    case SQLException query -> "Trino: " + query.getMessage();
                    case FileSystemException file -> "cannot use " + file.getFile() + ": " + words(file);
                    default -> failure + " (" + DEBUG + "=1 in the environment shows where)";
                };
        commandLine.getErr().println("goldstream: " + message);
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The system's reason, else the exception's name: AccessDeniedException is access denied. */
    private static String words(FileSystemException failure) {
        if (failure.getReason() != null) {
            return failure.getReason();
        }
        String name = failure.getClass().getSimpleName().replaceFirst("Exception$", "");
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** Prints the product's version and what runs it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"goldstream " + Versions.current().goldstream(), "Java " + Runtime.version()};
        }
    }
}
