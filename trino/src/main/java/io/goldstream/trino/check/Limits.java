package io.goldstream.trino.check;

import java.time.Duration;

/**
 * How much the checks put up with.
 *
 * @param maxAge how long ago the newest record may have arrived
 * @param maxLag how long a record may wait until the next layer has it
 * @param patience how long a check that fails is asked again: while events come in, a layer can be behind another for the
 *     time that its sink takes, and views that read two of them then differ
 */
public record Limits(Duration maxAge, Duration maxLag, Duration patience) {

    /** A day, a quarter of an hour, and no patience. */
    public static final Limits DEFAULT = new Limits(Duration.ofDays(1), Duration.ofMinutes(15), Duration.ZERO);
}
