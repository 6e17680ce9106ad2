package io.goldstream.connect.sink.land;

import io.goldstream.connect.sink.store.RetryAfterException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A row of storage errors: each is retried, after a longer pause than the one before, for ever or until a deadline. */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 16;

    private final Clock clock;
    private final Landing.Retry retry;
    private final Meters meters;
    private Optional<Instant> since = Optional.empty();
    private Optional<Instant> told = Optional.empty();
    private Duration asked = Duration.ZERO;
    private int errors;

    Outage(Clock clock, Landing.Retry retry, Meters meters) {
        this.clock = clock;
        this.retry = retry;
        this.meters = meters;
    }

    /** @throws ConnectException with the cause, if storage has failed for too long */
    void failed(IOException cause) {
        meters.retry();
        errors++;
        Instant now = clock.instant();
        Instant first = since.orElse(now);
        since = Optional.of(first);
        Optional<Duration> timeout = retry.timeout();
        if (timeout.isPresent() && Duration.between(first, now).compareTo(timeout.get()) >= 0) {
            throw new ConnectException(
                    "storage has failed since " + first + ", for longer than retry.timeout (" + timeout.get()
                            + "). Nothing is lost: restart the task when storage is back. Last error: " + cause,
                    cause);
        }
        asked = cause instanceof RetryAfterException later ? later.wait(LONGEST_ASKED) : Duration.ZERO;
        if (told.isEmpty() || !now.isBefore(told.get().plus(BETWEEN_LINES))) {
            LOG.warn("Storage has failed since {}, {} times; will retry: {}", first, errors, cause.toString());
            told = Optional.of(now);
        }
    }

    /** How long to wait before the next try: twice as long each time, not all tasks at once, and as long as storage asks. */
    Duration backoff() {
        long first = retry.backoff().toMillis();
        long doubled = first << Math.min(Math.max(0, errors - 1), MOST_DOUBLINGS);
        long most = Math.min(doubled, Math.max(LONGEST_BACKOFF.toMillis(), first));
        long less = errors > 1 ? ThreadLocalRandom.current().nextLong(most / 2 + 1) : 0;
        return Duration.ofMillis(Math.max(most - less, asked.toMillis()));
    }

    /** Whether the last call of the storage failed. */
    boolean isOn() {
        return since.isPresent();
    }

    void over() {
        if (since.isPresent()) {
            LOG.info("Storage answers again after {} errors since {}", errors, since.get());
        }
        since = Optional.empty();
        told = Optional.empty();
        asked = Duration.ZERO;
        errors = 0;
    }
}
