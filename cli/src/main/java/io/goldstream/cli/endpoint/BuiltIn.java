package io.goldstream.cli.endpoint;

import java.util.Optional;

/** A profile that stands in no file, and is taken where nobody names anything. */
public interface BuiltIn {

    String name();

    /** The option that tells which, where there are several. */
    String option();

    /** @param which the option's value; empty for the usual one */
    Profile open(Optional<String> which);
}
