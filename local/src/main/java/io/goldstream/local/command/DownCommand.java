package io.goldstream.local.command;

import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Stack;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream down}. */
@Command(
        name = "down",
        description = "Stop the stack. Its data stays, and the next 'up' uses it.",
        mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Option(names = "--wipe", description = "Delete the stack's data, too.")
    private boolean wipe;

    @Override
    public Integer call() throws Exception {
        Stack stack = home.stack();
        if (!stack.isHome()) {
            System.err.println("Nothing was running: " + home.home().root() + " is no stack's home.");
            return 0;
        }
        Set<Part> stopped = stack.down(wipe);
        System.err.println(
                stopped.isEmpty()
                        ? "Nothing was running."
                        : "Stopped " + stopped.stream().map(Part::id).collect(Collectors.joining(", ")) + ".");
        if (wipe) {
            System.err.println("Wiped " + home.home().root() + ".");
        }
        return 0;
    }
}
