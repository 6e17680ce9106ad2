package io.goldstream.local.command;

import io.goldstream.local.CommandFailure;
import io.goldstream.local.key.OperatorKey;
import io.goldstream.local.stack.Management;
import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Stack;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Option;

/** Which gateway a command tells what to do: the local stack's, or one that is deployed. */
final class GatewayOption {

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description = "The management port of a deployed gateway, such as http://gateway.example:9000.")
    private URI url;

    /** Whether it is a deployed one. */
    boolean isDeployed() {
        return url != null;
    }

    /** The gateway's management port, and the key to show there: the environment's, else the local stack's own. */
    Management management(HomeOption home) throws IOException {
        Stack stack = home.stack();
        String address = managementUrl(stack);
        String key = System.getenv(OperatorKey.VARIABLE);
        if (key != null) {
            return new Management(address, new OperatorKey(key));
        }
        if (isDeployed()) {
            throw new CommandFailure("a deployed gateway asks for its operators' key: set " + OperatorKey.VARIABLE);
        }
        return new Management(address, OperatorKey.in(home.home().operatorKey()));
    }

    /** The management port's address, without a slash at its end. */
    String managementUrl(Stack stack) throws IOException {
        return isDeployed()
                ? url.toString().replaceFirst("/+$", "")
                : stack.portsWith(Part.GATEWAY).gatewayManagementUrl();
    }
}
