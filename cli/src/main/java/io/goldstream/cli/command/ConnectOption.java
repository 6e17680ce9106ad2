package io.goldstream.cli.command;

import picocli.CommandLine.Option;

/** Which Connect a command asks. */
final class ConnectOption {

    @Option(
            names = "--connect",
            paramLabel = "URL",
            description =
                    "A Connect worker's REST API, such as http://connect.example:8083. Default: GOLDSTREAM_CONNECT in"
                            + " the environment.")
    private String url;
}
