package io.goldstream.gateway.auth;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One bucket of events for each key that has a rate; it outlives a reload of the key file, so that a reload refills none. */
final class RateLimits {

    private final ConcurrentHashMap<String, Limit> limits = new ConcurrentHashMap<>();

    private record Limit(long perSecond, Bucket bucket) {}

    Optional<Bucket> of(WriteKey key) {
        if (key.ratePerSecond() == 0) {
            return Optional.empty();
        }
        Limit limit = limits.compute(
                key.id(),
                (_, now) -> now != null && now.perSecond() == key.ratePerSecond() ? now : limit(key.ratePerSecond()));
        return Optional.of(limit.bucket());
    }

    /** Holds what comes in a second. A batch may take more than is there: then the next one waits until that is paid. */
    private static Limit limit(long perSecond) {
        Bucket bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
        return new Limit(perSecond, bucket);
    }
}
