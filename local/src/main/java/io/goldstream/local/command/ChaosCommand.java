package io.goldstream.local.command;

import picocli.CommandLine.Command;

/** {@code goldstream chaos}: without a name behind it, that of the stack. */
@Command(
        name = "chaos",
        description = "Kill servers while events come in or land, and check that none is lost and none counts twice.",
        subcommands = {
            ChaosStackCommand.class,
            ChaosGatewayCommand.class,
            ChaosSinkCommand.class,
            ChaosStorageCommand.class,
            ChaosLakeCommand.class
        },
        footer = {"", "Without a subcommand, 'chaos stack' runs. 'goldstream chaos NAME --help' explains each."})
public final class ChaosCommand extends StackChaosRun {}
