package io.goldstream.gateway.edge;

import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.problem.ProblemType;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * How the edge ends on SIGTERM: it is no longer ready, so that balancers send elsewhere; after the delay it takes no
 * request; then it waits for the answers of those that it took, and only then is anything closed.
 */
@Singleton
class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final Duration POLL = Duration.ofMillis(20);

    private final GatewayConfig.Edge config;
    private final boolean takesEvents;
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean leaving;
    private volatile boolean closed;

    Drain(GatewayConfig config) {
        this.config = config.edge();
        this.takesEvents = config.takesEvents();
    }

    /**
     * Counts a request in.
     *
     * @return to be run once the request is answered; a second time does nothing
     */
    Runnable enter() {
        inside.incrementAndGet();
        if (closed) {
            inside.decrementAndGet();
            throw ProblemType.UNAVAILABLE.with("This instance is shutting down. Nothing was kept; try again.");
        }
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                inside.decrementAndGet();
            }
        };
    }

    /** Whether the end has begun. */
    boolean isLeaving() {
        return leaving;
    }

    /** The one event that comes while the server still listens; a {@code ShutdownEvent} comes when it has closed. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        leaving = true;
        if (!takesEvents) {
            return;
        }
        Thread.sleep(config.drainDelay());
        closed = true;
        long deadline = System.nanoTime() + config.drainTimeout().toNanos();
        while (inside.get() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(POLL);
        }
        if (inside.get() > 0) {
            LOG.warnf("%d requests were not answered in time; their clients will retry", inside.get());
        }
    }
}
