package io.goldstream.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a server's JVM is started.
 *
 * @param arguments everything after {@code java}
 * @param environment what is added to the environment
 */
record ServerCommand(List<String> arguments, Map<String, String> environment) {

    ServerCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /**
     * Writes the arguments as a file for {@code java @file}. That keeps the process's command line short, so that a process
     * can be told by it: some systems cut long ones.
     */
    void writeArguments(Path file) throws IOException {
        Files.writeString(
                file, arguments.stream().map(ServerCommand::quoted).collect(Collectors.joining("\n", "", "\n")));
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
