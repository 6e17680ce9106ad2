package io.goldstream.connect.sink.land;

import java.time.Duration;
import java.util.Optional;

/**
 * When a topic partition's open files are flushed: all of them together, as soon as one bound is reached. The bounds are
 * looked at after each batch, so a batch may overshoot them.
 *
 * @param maxAge since the first record that is not flushed was put, by the wall clock
 * @param maxBytes estimated, of one file
 * @param maxRows records that are not flushed
 */
public record Rotation(Duration maxAge, long maxBytes, long maxRows) {

    /** Why files are flushed. */
    public enum Reason {
        AGE,
        BYTES,
        ROWS,
        /** An event-time window has ended. */
        WINDOW,
        /** The task has too many files open. */
        FILES,
        /** The task holds too much in memory. */
        MEMORY,
        /** A record behind it is refused, and the task will fail. */
        REFUSAL,
        /** The partition goes to another task, or this one stops. */
        CLOSE
    }

    /**
     * What is not flushed.
     *
     * @param records whatever became of them: a partition whose records were all passed over commits, too
     */
    record Load(Duration age, long largestFileBytes, long records, boolean windowEnded) {}

    Optional<Reason> due(Load load) {
        if (load.records() == 0) {
            return Optional.empty();
        }
        if (load.records() >= maxRows) {
            return Optional.of(Reason.ROWS);
        }
        if (load.largestFileBytes() >= maxBytes) {
            return Optional.of(Reason.BYTES);
        }
        if (load.windowEnded()) {
            return Optional.of(Reason.WINDOW);
        }
        return load.age().compareTo(maxAge) >= 0 ? Optional.of(Reason.AGE) : Optional.empty();
    }
}
