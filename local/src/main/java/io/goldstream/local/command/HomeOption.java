package io.goldstream.local.command;

import io.goldstream.local.Project;
import io.goldstream.local.stack.Home;
import io.goldstream.local.stack.Stack;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that every command has. */
final class HomeOption {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description =
                    "The stack's folder: data, configuration, logs. Default: .goldstream in the project's folder.")
    private Path home;

    /** This one where it was given, else the other. */
    HomeOption or(HomeOption other) {
        return home == null ? other : this;
    }

    Home home() {
        return Home.at(home == null ? Project.current().defaultHome() : home);
    }

    Stack stack() {
        return new Stack(home(), Project.current());
    }
}
