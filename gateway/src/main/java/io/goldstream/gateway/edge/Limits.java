package io.goldstream.gateway.edge;

import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.gateway.GatewayConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Ends the start if a limit is one that no request can keep to, or a time is one that nobody can wait. */
@Singleton
class Limits {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    void start(@Observes StartupEvent event, GatewayConfig config) {
        check(config.edge());
    }

    static void check(GatewayConfig.Edge edge) {
        check("max-events", edge.maxEvents() >= 1, "1 or more");
        check("max-ratio", edge.maxRatio() >= 1, "1 or more");
        long eventSize = edge.maxEventSize().asLongValue();
        check(
                "max-event-size",
                eventSize >= 1 && eventSize <= RecordSizes.EVENT,
                "1 to " + RecordSizes.EVENT + " bytes, because the raw topics take no records above 1 MiB");
        check("max-expanded-size", edge.maxExpandedSize().asLongValue() >= 1, "1 byte or more");
        check(
                "max-in-flight-size",
                edge.maxInFlightSize().asLongValue() >= Backpressure.REQUEST_BYTES,
                Backpressure.REQUEST_BYTES + " bytes or more: so many count for each request");
        check("max-wait", edge.maxWait().compareTo(SHORTEST) >= 0, "1 ms or more");
        check("delivery-timeout", edge.deliveryTimeout().compareTo(SHORTEST) >= 0, "1 ms or more");
        check("retry-after", edge.retryAfter().toSeconds() >= 1, "1 s or more");
        check("linger", !edge.linger().isNegative(), "0 s or more");
        check("drain-delay", !edge.drainDelay().isNegative(), "0 s or more");
        check("drain-timeout", !edge.drainTimeout().isNegative(), "0 s or more");
    }

    private static void check(String option, boolean holds, String rule) {
        if (!holds) {
            throw new ConfigurationException("goldstream.edge." + option + " has to be " + rule);
        }
    }
}
