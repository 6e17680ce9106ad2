package io.goldstream.local.command;

import picocli.CommandLine.Command;

/** {@code goldstream chaos stack}. */
@Command(
        name = "stack",
        description =
                "Kill servers of the stack while events come in, and prove that none is lost and none counts twice.",
        footer = {
            "",
            "Sends a made-up audience in each round, kills a server (SIGKILL) at a random moment, and starts it again.",
            "At the end it waits, and prints the ledger. Exits 1 if it does not add up."
        })
final class ChaosStackCommand extends StackChaosRun {}
