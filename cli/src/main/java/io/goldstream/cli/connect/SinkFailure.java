package io.goldstream.cli.connect;

import io.goldstream.cli.CommandFailure;

/** A sink that is not as it should be. The servers are, and its cure is asked of Connect: they stay up. */
public final class SinkFailure extends CommandFailure {
    private static final long serialVersionUID = 1L;

    SinkFailure(String message) {
        super(message);
    }
}
