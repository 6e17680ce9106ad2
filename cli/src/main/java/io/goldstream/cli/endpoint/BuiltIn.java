package io.goldstream.cli.endpoint;

import java.util.Optional;

/** A profile that is part of the program, not of a file. It applies if the user names no endpoint. */
public interface BuiltIn {

    String name();

    /** The option that tells which, where there are several. */
    String option();

    /** @param which the option's value; empty for the usual one */
    Profile open(Optional<String> which);
}
