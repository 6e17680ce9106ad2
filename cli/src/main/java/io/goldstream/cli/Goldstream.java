package io.goldstream.cli;

import io.goldstream.cli.command.CheckCommand;
import io.goldstream.cli.command.CheckpointCommand;
import io.goldstream.cli.command.KeyCommand;
import io.goldstream.cli.command.LakeCommand;
import io.goldstream.cli.command.LoadCommand;
import io.goldstream.cli.command.OptionTypes;
import io.goldstream.cli.command.QuarantineCommand;
import io.goldstream.cli.command.ReferenceCommand;
import io.goldstream.cli.command.ReplayCommand;
import io.goldstream.cli.command.ReportCommand;
import io.goldstream.cli.command.ReprocessCommand;
import io.goldstream.cli.command.SinksCommand;
import io.goldstream.cli.command.SqlCommand;
import io.goldstream.cli.command.StatusCommand;
import io.goldstream.cli.command.StorageCommand;
import io.goldstream.cli.command.WaitCommand;
import io.goldstream.cli.command.WrongUsage;
import io.goldstream.cli.endpoint.BuiltIn;
import io.goldstream.cli.endpoint.Surroundings;
import io.goldstream.cli.endpoint.Unanswered;
import io.goldstream.trino.LakeException;
import io.goldstream.trino.Query;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.connect.errors.ConnectException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The operators' and analysts' command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "goldstream",
        description = "Operate a Goldstream installation, and query it.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Goldstream.Version.class,
        subcommands = {
            StatusCommand.class,
            LoadCommand.class,
            WaitCommand.class,
            SqlCommand.class,
            ReportCommand.class,
            CheckCommand.class,
            LakeCommand.class,
            ReferenceCommand.class,
            SinksCommand.class,
            QuarantineCommand.class,
            ReplayCommand.class,
            ReprocessCommand.class,
            StorageCommand.class,
            CheckpointCommand.class,
            KeyCommand.class
        },
        footer = {
            "",
            "Commands take endpoints from options, else from environment variables, else from a profile:",
            "--profile NAME, in goldstream.yaml. 'goldstream COMMAND --help' explains a command.",
            "GOLDSTREAM_DEBUG=1 in the environment shows stack traces."
        })
public final class Goldstream implements Surroundings {

    private static final String DEBUG = "GOLDSTREAM_DEBUG";

    private final UnaryOperator<String> environment;
    private final Optional<BuiltIn> builtIn;

    private Goldstream(UnaryOperator<String> environment, Optional<BuiltIn> builtIn) {
        this.environment = environment;
        this.builtIn = builtIn;
    }

    public static void main(String[] arguments) {
        run(commandLine(System::getenv, Optional.empty()), arguments);
    }

    /** Ends the process with the command's exit code. */
    public static void run(CommandLine commandLine, String... arguments) {
        // Trino's driver makes times within arrays and rows in the JVM's zone; all of the lake's are in UTC.
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        // Numbers in addresses, statements and answers have the digits that servers and programs read, wherever the
        // machine is. Trino gets this language, too.
        Locale.setDefault(Locale.US);
        System.exit(commandLine.execute(arguments));
    }

    /**
     * The command line, to which a caller may add commands of its own.
     *
     * @param environment variables by their names; null where one is not set
     * @param builtIn a profile that is part of the program, not of a file
     */
    public static CommandLine commandLine(UnaryOperator<String> environment, Optional<BuiltIn> builtIn) {
        // Clients of servers that start or die log what the commands already say in one line.
        Logger.getLogger("").setLevel(Level.OFF);
        CommandLine commandLine = new CommandLine(new Goldstream(environment, builtIn));
        OptionTypes.register(commandLine);
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new WrongUsage())
                .setExecutionExceptionHandler(Goldstream::explain);
    }

    @Override
    public UnaryOperator<String> environment() {
        return environment;
    }

    @Override
    public Optional<BuiltIn> builtIn() {
        return builtIn;
    }

    private static int explain(Exception failure, CommandLine commandLine, ParseResult parsed) {
        if (System.getenv(DEBUG) != null) {
            failure.printStackTrace(commandLine.getErr());
        }
        String message =
                switch (failure) {
                    case CommandFailure told -> told.getMessage();
                    case LakeException definition -> definition.getMessage();
                    case ConnectException store -> store.getMessage();
                    case Unanswered server -> server.getMessage();
                    case KafkaException kafka -> "Kafka: " + root(kafka).getMessage();
                    case SQLException query -> "Trino: " + Query.reason(query);
                    case FileSystemException file -> "cannot use " + file.getFile() + ": " + words(file);
                    default -> failure + " (" + DEBUG + "=1 in the environment shows where)";
                };
        commandLine.getErr().println("goldstream: " + message);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
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
        public String[] getVersion() throws IOException {
            Properties version = new Properties();
            try (InputStream in = Goldstream.class.getResourceAsStream("/goldstream-version.properties")) {
                version.load(in);
            }
            return new String[] {"goldstream " + version.getProperty("goldstream"), "Java " + Runtime.version()};
        }
    }
}
