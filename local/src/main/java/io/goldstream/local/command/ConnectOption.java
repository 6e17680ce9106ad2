package io.goldstream.local.command;

import io.goldstream.local.stack.Part;
import io.goldstream.local.stack.Stack;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Option;

/** Which Connect a command asks: the local stack's, or one that is deployed. */
final class ConnectOption {

    @Option(
            names = "--connect",
            paramLabel = "URL",
            description = "A deployed Connect worker's REST API, such as http://connect.example:8083.")
    private URI url;

    /** Whether it is a deployed one. */
    boolean isDeployed() {
        return url != null;
    }

    /** The REST API's address, without a slash at its end. */
    String url(Stack stack) throws IOException {
        return isDeployed()
                ? url.toString().replaceFirst("/+$", "")
                : stack.portsWith(Part.CONNECT).connectUrl();
    }
}
