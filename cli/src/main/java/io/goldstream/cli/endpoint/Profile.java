package io.goldstream.cli.endpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A named installation: what neither an option nor the environment says, it may. */
public interface Profile {

    /** Whether it says this. */
    boolean names(Setting setting);

    /**
     * What it says; a secret itself.
     *
     * @throws io.goldstream.cli.CommandFailure if that is not there: names the way out
     */
    Optional<String> value(Setting setting) throws IOException;

    /** Whether what is at an address is known to be stopped, so that there is nothing to ask. */
    default boolean isStopped(Setting address) throws IOException {
        return false;
    }

    /** Its servers, where it runs them itself. */
    default List<ServerState> servers() throws IOException {
        return List.of();
    }

    /**
     * @param id its name
     * @param running its process and for how long it runs; empty where it is down
     */
    record ServerState(String id, Optional<Running> running) {

        /**
         * A process.
         *
         * @param isReady whether it answers, and can work
         */
        public record Running(long pid, Duration since, boolean isReady) {}
    }

    /** What of its own servers does not run, and the way out; empty where all is well or it has none. */
    default Optional<String> failure() throws IOException {
        return Optional.empty();
    }

    /** Where files are written that nobody names a place for. */
    default Path folder() {
        return Path.of("");
    }
}
