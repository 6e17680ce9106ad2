package io.goldstream.connect.sink.land;

import java.time.Duration;
import java.util.Optional;

/**
 * When a topic partition's open files are flushed: all of them together, as soon as one bound is reached. The bounds are
 * looked at after each batch, so a batch may overshoot them.
 *
 * @param maxAge since the first record of the open files was put, by the wall clock
 * @param maxBytes estimated, of one file
 * @param maxRows of all open files together
 * @param maxFiles open at once
 */
public record Rotation(Duration maxAge, long maxBytes, long maxRows, int maxFiles) {

    /** Why files are flushed. */
    public enum Reason {
        AGE,
        BYTES,
        ROWS,
        FILES
    }

    /** What is open. */
    record Load(Duration age, long largestFileBytes, long rows, int files) {}

    Optional<Reason> due(Load load) {
        if (load.files() == 0) {
            return Optional.empty();
        }
        if (load.rows() >= maxRows) {
            return Optional.of(Reason.ROWS);
        }
        if (load.largestFileBytes() >= maxBytes) {
            return Optional.of(Reason.BYTES);
        }
        if (load.files() >= maxFiles) {
            return Optional.of(Reason.FILES);
        }
        return load.age().compareTo(maxAge) >= 0 ? Optional.of(Reason.AGE) : Optional.empty();
    }
}
