package io.goldstream.local.command;

import picocli.CommandLine.Command;

/** {@code goldstream chaos stack}. */
@Command(
        name = "stack",
        description =
                "Kill servers of the stack while events come in or land, and check that none is lost and none counts "
                        + "twice.",
        footer = {
            "",
            "In each round it sends events of a simulated audience, kills a server (SIGKILL) at a random moment, and restarts it.",
            "At the end it waits, and prints the ledger. It exits 1 if the ledger does not add up."
        })
final class ChaosStackCommand extends StackChaosRun {}
