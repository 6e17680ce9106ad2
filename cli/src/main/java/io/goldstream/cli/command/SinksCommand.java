package io.goldstream.cli.command;

import io.goldstream.cli.connect.Connectors;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.events.schema.Generation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code goldstream sinks}: connectors in a Connect worker, wherever it runs. */
@Command(
        name = "sinks",
        description = "Create the sinks in a Kafka Connect worker, through its REST API.",
        mixinStandardHelpOptions = true,
        subcommands = SinksCommand.Put.class)
public final class SinksCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return 2;
    }

    /** {@code goldstream sinks put}. */
    @Command(
            name = "put",
            description = {
                "Validate every *.json of a folder in Connect, create all connectors, and wait until they run.",
                "You can repeat it: connectors that match their file are not changed, and failed tasks restart.",
                "If somebody else changed a connector, no connector is changed: the command names the options that differ."
            },
            mixinStandardHelpOptions = true)
    static final class Put implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Parameters(
                paramLabel = "FOLDER",
                description = "A folder of sinks, such as connect-plugins/sinks; raw.json becomes goldstream-raw.")
        private Path folder;

        @Mixin
        private ProfileOption profile;

        @Mixin
        private ConnectOption connect;

        @Mixin
        private ServerWait wait;

        @Option(names = "--replace", description = "Also replace connectors that somebody else changed.")
        private boolean replace;

        @Option(names = "--leave-stopped", description = "Do not resume connectors that somebody paused or stopped.")
        private boolean leaveStopped;

        @Option(
                names = "--generation",
                paramLabel = "N",
                defaultValue = "1",
                converter = GenerationConverter.class,
                description =
                        "The generation whose topics the sinks land. Above 1, the raw sink is left out. Default: 1.")
        private Generation generation;

        @Override
        public Integer call() throws IOException, InterruptedException, SQLException {
            Connectors connectors = new Connectors(profile.place().url(Setting.CONNECT));
            wait.until(connectors::ask);
            connectors
                    .put(folder, generation, new Connectors.Manners(replace, leaveStopped))
                    .forEach(line -> spec.commandLine().getOut().println(line));
            return 0;
        }
    }
}
