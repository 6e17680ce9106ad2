package io.goldstream.local.command;

import io.goldstream.cli.endpoint.Place;
import io.goldstream.local.Project;
import io.goldstream.local.stack.Home;
import io.goldstream.local.stack.LocalProfile;
import io.goldstream.local.stack.Stack;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The option that every command has that talks to a stack. */
public final class HomeOption {

    @Option(
            names = LocalProfile.Homes.OPTION,
            paramLabel = "DIR",
            description =
                    "The stack's folder: data, configuration, logs. Default: .goldstream in the project's folder.")
    private Path home;

    /** Gives it to a command that works by endpoints, and to those below it. */
    public static void addTo(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        if (spec.findOption(Place.PROFILE) != null) {
            spec.addOption(OptionSpec.builder(LocalProfile.Homes.OPTION)
                    .paramLabel("DIR")
                    .type(Path.class)
                    .description("The folder of the stack to talk to. Default: .goldstream in the project's folder.")
                    .build());
        }
        command.getSubcommands().values().forEach(HomeOption::addTo);
    }

    Home home() {
        return Home.at(home == null ? Project.current().defaultHome() : home);
    }

    Stack stack() {
        return new Stack(home(), Project.current());
    }
}
