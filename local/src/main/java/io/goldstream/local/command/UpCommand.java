package io.goldstream.local.command;

import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Ports;
import io.goldstream.local.stack.Progress;
import io.goldstream.local.stack.Stack;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code goldstream up}. */
@Command(
        name = "up",
        description = "Start Kafka, Connect, the gateway and Trino, or what of them does not run.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description =
                    "First of the 100 ports to use. Default: what this home used before; 19000 in the project's own"
                            + " home, the first free block from 19100 in another.")
    private Integer portBase;

    @Override
    public Integer call() throws Exception {
        Ports ports = start(home.stack(), requestedBase());
        System.out.print("""
                gateway  %s  (events: POST /v1/events/{type}, API: /q/swagger-ui)
                         %s  (management: /q/health, /q/metrics)
                kafka    %s
                connect  %s
                trino    %s
                lake     %s
                """.formatted(
                        ports.gatewayUrl(),
                        ports.gatewayManagementUrl(),
                        ports.bootstrapServers(),
                        ports.connectUrl(),
                        ports.trinoUrl(),
                        home.home().lake()));
        return 0;
    }

    static Ports start(Stack stack, OptionalInt portBase) throws Exception {
        Stack.Started started = stack.up(portBase, Progress.onStandardError());
        if (started.wasUp()) {
            System.err.println("The stack was up already.");
        } else if (!started.found().isEmpty()) {
            EnumSet<Part> missing = EnumSet.allOf(Part.class);
            missing.removeAll(started.found());
            System.err.println("Started what did not run: "
                    + missing.stream().map(Part::id).collect(Collectors.joining(", ")) + ".");
        }
        return started.ports();
    }

    private OptionalInt requestedBase() {
        if (portBase == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(new Ports(portBase).base());
        } catch (IllegalArgumentException outOfRange) {
            throw new ParameterException(spec.commandLine(), "--port-base: " + outOfRange.getMessage());
        }
    }
}
