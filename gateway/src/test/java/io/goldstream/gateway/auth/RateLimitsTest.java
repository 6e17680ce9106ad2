package io.goldstream.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.Bucket;
import io.goldstream.events.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private final RateLimits limits = new RateLimits();

    @Test
    void aKeyWithoutARateHasNoLimit() {
        assertThat(limits.of(key(0))).isEmpty();
    }

    @Test
    void aBatchBeyondTheRateIsPaidForByThoseAfterIt() {
        Bucket bucket = limits.of(key(10)).orElseThrow();
        assertThat(bucket.tryConsume(1)).isTrue();
        bucket.consumeIgnoringRateLimits(9_999);

        long wait = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        assertThat(Duration.ofNanos(wait)).isBetween(Duration.ofSeconds(990), Duration.ofSeconds(1_000));
    }

    @Test
    void theLimitOutlivesAReloadAndAChangedRateIsANewOne() {
        limits.of(key(10)).orElseThrow().consumeIgnoringRateLimits(10_000);

        assertThat(limits.of(key(10)).orElseThrow().tryConsume(1)).isFalse();
        assertThat(limits.of(key(20)).orElseThrow().tryConsume(1)).isTrue();
    }

    private static WriteKey key(long perSecond) {
        return new WriteKey("a", "", "/a", EnumSet.allOf(EventType.class), perSecond, Set.of(), Instant.MAX);
    }
}
