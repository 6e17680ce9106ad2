package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.EventType;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.Reading;
import io.goldstream.events.rules.Violation;
import io.goldstream.events.schema.QuarantineKind;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefineryMetricsTest {

    private static final long EVENT_TIME = 1_738_195_209_000L;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RefineryMetrics metrics = new RefineryMetrics(registry);

    @Test
    void latenessIsToldOnceTheTransactionIsCommitted() {
        RefineryMetrics.Tally tally = metrics.tally();
        tally.count(EventType.AUTH_ATTEMPT, received(EVENT_TIME + 7_200_000));
        tally.count(EventType.AUTH_ATTEMPT, received(EVENT_TIME - 60_000));
        DistributionSummary lateness =
                registry.get("goldstream.refinery.lateness").tag("type", "auth").summary();
        assertThat(lateness.count()).isZero();

        tally.committed();

        assertThat(lateness.count()).isEqualTo(2);
        assertThat(lateness.totalAmount()).isEqualTo(7_200);
        assertThat(lateness.takeSnapshot().histogramCounts())
                .extracting(bucket -> (long) bucket.bucket() + ": " + (long) bucket.count())
                .contains("3600: 1", "21600: 2");
    }

    @Test
    void outcomesRepairsAndBrokenRulesAreToldByType() {
        RefineryMetrics.Tally tally = metrics.tally();
        tally.count(EventType.AUTH_ATTEMPT, received(EVENT_TIME));
        tally.count(EventType.AUTH_ATTEMPT, received(EVENT_TIME));
        tally.count(EventType.AUTH_ATTEMPT, Outcome.Duplicate.of("e-1", 7));
        Violation violation = new Violation("listen.song.required", "/song", "a listen has a song");
        tally.count(
                EventType.LISTEN,
                new Outcome.Quarantined("e-2", QuarantineKind.INVALID, List.of(violation, violation)));
        tally.committed();

        assertThat(counted("records", "outcome", "refined", "auth")).isEqualTo(2);
        assertThat(counted("records", "outcome", "duplicate", "auth")).isEqualTo(1);
        assertThat(counted("records", "outcome", "quarantined", "listen")).isEqualTo(1);
        assertThat(counted("repairs", "repair", "trim", "auth")).isEqualTo(2);
        assertThat(counted("violations", "rule", "listen.song.required", "listen"))
                .isEqualTo(2);
        assertThat(registry.get("goldstream.refinery.batch").summary().totalAmount())
                .isEqualTo(4);
        assertThat(registry.get("goldstream.refinery.transaction").timer().count())
                .isEqualTo(1);
    }

    private double counted(String meter, String tag, String value, String type) {
        return registry.get("goldstream.refinery." + meter)
                .tag(tag, value)
                .tag("type", type)
                .counter()
                .count();
    }

    @Test
    void lagIsOneGaugeForEachTopic() {
        metrics.lag("raw.auth_events", 17);
        metrics.lag("raw.auth_events", 3);

        assertThat(registry.get("goldstream.refinery.lag")
                        .tag("topic", "raw.auth_events")
                        .gauge()
                        .value())
                .isEqualTo(3);
    }

    private static Outcome received(long receivedAtMillis) {
        byte[] event = ("{\"ts\":" + EVENT_TIME + ",\"sessionId\":\" 1\",\"success\":false}").getBytes(UTF_8);
        Reading reading = new EventReader().read(EventType.AUTH_ATTEMPT, event, receivedAtMillis);
        return new Outcome.Refined("e-1", ((Reading.Valid) reading).event());
    }
}
