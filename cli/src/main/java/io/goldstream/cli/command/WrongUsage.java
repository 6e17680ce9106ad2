package io.goldstream.cli.command;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in a line what is wrong and in another where help is: behind a page of usage the first is overlooked. Only who names
 * no command where one is needed sees which there are.
 */
public final class WrongUsage implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + wrong.getMessage() + suggestion(wrong));
        if (command.getSubcommands().isEmpty()) {
            err.println("'" + name + " --help' explains its options.");
        } else if (wrong instanceof UnmatchedArgumentException) {
            err.println("'" + name + " --help' lists its commands.");
        } else {
            command.usage(err);
        }
        return CommandLine.ExitCode.USAGE;
    }

    private static String suggestion(ParameterException wrong) {
        List<String> meant = wrong instanceof UnmatchedArgumentException unknown ? unknown.getSuggestions() : List.of();
        return meant.isEmpty() ? "" : ": did you mean " + String.join(" or ", meant) + "?";
    }
}
