package io.goldstream.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a server is started.
 *
 * @param program what is run; empty for the {@code java} that runs this very command
 * @param executable what the program's name ends with, once it has become what it is to be
 * @param arguments everything after the program
 * @param environment what is added to the environment
 */
record ServerCommand(
        Optional<Path> program, String executable, List<String> arguments, Map<String, String> environment) {

    /** What every JVM's program is called, and what takes its arguments from a file. */
    static final String JAVA = "java";

    /** A JVM's. */
    ServerCommand(List<String> arguments, Map<String, String> environment) {
        this(Optional.empty(), JAVA, arguments, environment);
    }

    ServerCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /**
     * The words of the command line, of which a file in the folder may be a part.
     *
     * @param marks tell the process; they stand first, after the program
     */
    List<String> line(Path folder, List<String> marks) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(program.orElseGet(ServerProcess::javaExecutable).toString());
        line.addAll(marks);
        if (!executable.equals(JAVA)) {
            line.addAll(arguments);
        } else {
            Path file = folder.resolve("java.args");
            writeArguments(file);
            line.add("@" + file);
        }
        return line;
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
