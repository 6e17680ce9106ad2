package io.goldstream.trino.check;

import io.goldstream.trino.Result;
import java.time.Duration;

/**
 * How a check ended.
 *
 * @param check which
 * @param broken what breaks it, the first rows at least; none where it has passed
 * @param time how long the last answer took
 */
public record Outcome(Check check, Result broken, Duration time) {

    public boolean isPassed() {
        return broken.rows().isEmpty();
    }
}
