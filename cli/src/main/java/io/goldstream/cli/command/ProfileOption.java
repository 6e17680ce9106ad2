package io.goldstream.cli.command;

import io.goldstream.cli.endpoint.Place;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option of every command that works somewhere. */
public final class ProfileOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = Place.PROFILE,
            paramLabel = "NAME",
            description =
                    "A profile of goldstream.yaml, for settings without an option or environment variable. Default: "
                            + Place.VARIABLE + " in the environment.")
    private String profile;

    /** Where the command works. */
    public Place place() {
        return Place.of(spec);
    }
}
