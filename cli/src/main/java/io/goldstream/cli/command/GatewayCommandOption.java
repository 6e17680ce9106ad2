package io.goldstream.cli.command;

import picocli.CommandLine.Option;

/** The command that starts the gateway's program to reprocess existing records. */
final class GatewayCommandOption {

    @Option(
            names = "--gateway-command",
            paramLabel = "COMMAND",
            description =
                    "A shell command that runs the gateway's program, such as 'java -jar quarkus-run.jar', or its "
                            + "image in a cluster. It gets instructions in environment variables, and records on its "
                            + "standard input. Default: GOLDSTREAM_GATEWAY_COMMAND in the environment.")
    private String command;
}
