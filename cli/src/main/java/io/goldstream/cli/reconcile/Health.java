package io.goldstream.cli.reconcile;

import java.io.IOException;
import java.util.Optional;

/** Whether what has to move the records can. */
@FunctionalInterface
public interface Health {

    /** What is broken, and the way out: a server that does not run, a sink that has failed. Empty where all is well. */
    Optional<String> failure() throws IOException;
}
