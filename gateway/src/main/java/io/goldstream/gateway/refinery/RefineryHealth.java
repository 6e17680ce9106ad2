package io.goldstream.gateway.refinery;

import io.goldstream.gateway.GatewayConfig;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the group has said what this instance refines (nothing, for one that waits for another to fail), its dedupe
 * windows are whole, and the last transaction was not a failure. Being unready stops no event: it tells the operator where to look.
 */
@Readiness
class RefineryHealth implements HealthCheck {

    private final RefinerySupervisor refinery;
    private final GatewayConfig config;

    RefineryHealth(RefinerySupervisor refinery, GatewayConfig config) {
        this.refinery = refinery;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("refinery")
                .status(!config.refinery().enabled() || refinery.isReady())
                .build();
    }
}
