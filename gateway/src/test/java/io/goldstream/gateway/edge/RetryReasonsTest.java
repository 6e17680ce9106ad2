package io.goldstream.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class RetryReasonsTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<String> log = new ArrayList<>();
    private final RetryReasons retries = new RetryReasons(metrics, log::add);

    @Test
    void eachKindOfReasonIsCountedAndToldOnce() {
        for (int i = 0; i < 1_000; i++) {
            retries.add(new TimeoutException("raw.listen_events-" + i + ": 5000 ms"));
        }
        retries.add(new NotEnoughReplicasException("one of two"));
        retries.add(new KafkaException("wraps", new TopicAuthorizationException("not for raw.auth_events")));
        assertThat(log).isEmpty();

        retries.tell();
        assertThat(log)
                .containsExactly(
                        "1 events were answered retry in the last 60 s: NotEnoughReplicas, such as: one of two",
                        "1000 events were answered retry in the last 60 s: Timeout, such as: raw.listen_events-0: 5000 ms",
                        "1 events were answered retry in the last 60 s: TopicAuthorization, such as: not for raw.auth_events");
        assertThat(metrics.get("goldstream.edge.retries")
                        .tag("reason", "Timeout")
                        .counter()
                        .count())
                .isEqualTo(1_000);
        assertThat(metrics.get("goldstream.edge.retries").counters()).hasSize(3);
    }

    @Test
    void nothingIsToldTwice() {
        retries.add(new TimeoutException("late"));
        retries.tell();
        retries.tell();
        assertThat(log).hasSize(1);
    }
}
