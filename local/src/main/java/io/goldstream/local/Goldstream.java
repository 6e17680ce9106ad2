package io.goldstream.local;

import io.goldstream.cli.command.OptionTypes;
import io.goldstream.local.command.BenchCommand;
import io.goldstream.local.command.ChaosCommand;
import io.goldstream.local.command.DemoCommand;
import io.goldstream.local.command.DownCommand;
import io.goldstream.local.command.HomeOption;
import io.goldstream.local.command.SimulateCommand;
import io.goldstream.local.command.UpCommand;
import io.goldstream.local.stack.LocalProfile;
import java.util.Optional;
import picocli.CommandLine;

/**
 * The command line of this machine: the operators' commands, which talk to its stack where nobody names another place; what
 * starts and stops the stack; and the laboratory.
 */
public final class Goldstream {

    private Goldstream() {}

    public static void main(String[] arguments) {
        io.goldstream.cli.Goldstream.run(commandLine(), arguments);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = io.goldstream.cli.Goldstream.commandLine(
                System::getenv, Optional.of(new LocalProfile.Homes(Project.current())));
        commandLine.getSubcommands().values().forEach(HomeOption::addTo);
        commandLine
                .addSubcommand(new UpCommand())
                .addSubcommand(new DownCommand())
                .addSubcommand(new DemoCommand())
                .addSubcommand(new SimulateCommand())
                .addSubcommand(new ChaosCommand())
                .addSubcommand(new BenchCommand());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        OptionTypes.register(commandLine);
        commandLine
                .getCommandSpec()
                .usageMessage()
                .description("Run the whole pipeline on this machine: music-streaming events in, gold tables out.")
                .footer(
                        "  test        Build everything and run all tests, those with real servers too.",
                        "",
                        "Start with 'goldstream demo'. 'goldstream COMMAND --help' explains a command.",
                        "Without an option, an environment variable or a profile, commands use the stack of this machine.",
                        "GOLDSTREAM_DEBUG=1 in the environment shows stack traces.");
        return commandLine;
    }
}
