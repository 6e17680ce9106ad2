package io.goldstream.gateway.edge;

import io.goldstream.gateway.GatewayConfig;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready to take events: not while shutting down, nor while what was taken waits for Kafka for too long. */
@Readiness
class EdgeHealth implements HealthCheck {

    private final GatewayConfig config;
    private final Drain drain;
    private final Backpressure backpressure;

    EdgeHealth(GatewayConfig config, Drain drain, Backpressure backpressure) {
        this.config = config;
        this.drain = drain;
        this.backpressure = backpressure;
    }

    @Override
    public HealthCheckResponse call() {
        String state = !config.takesEvents()
                ? "off"
                : drain.isLeaving()
                        ? "shutting down"
                        : backpressure.isStalled() ? "waiting for Kafka" : "taking events";
        boolean isReady = state.equals("off") || state.equals("taking events");
        return HealthCheckResponse.named("edge")
                .status(isReady)
                .withData("state", state)
                .build();
    }
}
