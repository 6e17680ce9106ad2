package io.goldstream.connect.sink.land;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A row of storage errors: to be retried until a deadline, counted from the first of them. */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final Clock clock;
    private final Duration timeout;
    private final Meters meters;
    private Optional<Instant> since = Optional.empty();

    Outage(Clock clock, Duration timeout, Meters meters) {
        this.clock = clock;
        this.timeout = timeout;
        this.meters = meters;
    }

    /** @throws ConnectException with the cause, if storage has failed for too long */
    void failed(IOException cause) {
        meters.retry();
        Instant first = since.orElse(clock.instant());
        since = Optional.of(first);
        if (Duration.between(first, clock.instant()).compareTo(timeout) >= 0) {
            throw new ConnectException(
                    "storage has failed since " + first + ", for longer than retry.timeout (" + timeout
                            + "). Nothing is lost: restart the task when storage is back. Last error: " + cause,
                    cause);
        }
        LOG.warn("Storage failed, will retry until {}: {}", first.plus(timeout), cause.toString());
    }

    void over() {
        since = Optional.empty();
    }
}
