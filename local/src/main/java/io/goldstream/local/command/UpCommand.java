package io.goldstream.local.command;

import io.goldstream.local.stack.AzuriteLake;
import io.goldstream.local.stack.LakeStore;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Ports;
import io.goldstream.local.stack.Progress;
import io.goldstream.local.stack.Stack;
import java.util.Optional;
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
        description = "Start Kafka, Connect, the gateway and Trino (or Azurite), or those that do not run.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "The first of the 100 ports to use. Default: the ports that this home used before; in a new "
                    + "home 19000 if it is the project's own, else a free block from 19100.")
    private Integer portBase;

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description = "Where a new home keeps its lake. local (default): a folder, which Trino reads. azurite: "
                    + "Microsoft's storage emulator, with a container for each layer, without Trino and its tables; "
                    + "needs Node.js 20 or newer.")
    private LakeStore store;

    @Override
    public Integer call() throws Exception {
        Stack stack = home.stack();
        Ports ports = start(stack, requestedBase(), Optional.ofNullable(store));
        boolean hasTables = stack.store().parts().contains(Part.TRINO);
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
                        hasTables ? ports.trinoUrl() : "none: it cannot read this lake",
                        hasTables ? home.home().lake() : AzuriteLake.of(ports).endpoint()));
        return 0;
    }

    static Ports start(Stack stack, OptionalInt portBase) throws Exception {
        return start(stack, portBase, Optional.empty());
    }

    private static Ports start(Stack stack, OptionalInt portBase, Optional<LakeStore> store) throws Exception {
        Stack.Started started = stack.up(portBase, store, Progress.onStandardError());
        if (started.missing().isEmpty()) {
            System.err.println("The stack was up already.");
        } else if (!started.found().isEmpty()) {
            System.err.println("Started what did not run: "
                    + started.missing().stream().map(Part::id).collect(Collectors.joining(", ")) + ".");
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
