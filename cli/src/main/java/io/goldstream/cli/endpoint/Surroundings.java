package io.goldstream.cli.endpoint;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a command line finds around it: its root command gives it to its commands. */
public interface Surroundings {

    /** Variables by their names; null where one is not set. */
    UnaryOperator<String> environment();

    /** The profile that stands in no file, if there is one. */
    Optional<BuiltIn> builtIn();
}
