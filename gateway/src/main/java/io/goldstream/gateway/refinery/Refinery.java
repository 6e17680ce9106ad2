package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.intake.EventReader;
import io.goldstream.gateway.GatewayConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Runs {@linkplain RefinerySession sessions} one after another on a thread of its own. Whatever goes wrong ends the
 * session, and a new one starts from what Kafka has committed: there is one way to recover, and it is also the way to
 * start.
 */
@ApplicationScoped
class Refinery {

    private static final Logger LOG = Logger.getLogger(Refinery.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final GatewayConfig config;
    private final EventReader reader;
    private final Devices devices;
    private final RefineryClients clients;
    private final RefineryMetrics metrics;

    private volatile boolean stopping;
    private volatile RefinerySession session;
    private Thread thread;

    Refinery(
            GatewayConfig config,
            EventReader reader,
            Devices devices,
            RefineryClients clients,
            RefineryMetrics metrics) {
        this.config = config;
        this.reader = reader;
        this.devices = devices;
        this.clients = clients;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        if (config.refinery().enabled()) {
            thread = Thread.ofPlatform().name("refinery").start(this::run);
        }
    }

    /** Whether a session is reading: false while one is starting, or failing. */
    boolean isRunning() {
        RefinerySession current = session;
        return current != null && current.isReading();
    }

    private void run() {
        while (!stopping) {
            try (RefinerySession next = newSession()) {
                session = next;
                if (!stopping) {
                    next.run();
                }
            } catch (RuntimeException | Error e) {
                // An Error too: a thread that ends in silence would refine nothing, and nobody would start it again.
                metrics.failed();
                LOG.warnf(
                        e,
                        "the refinery stopped; it starts anew in %s",
                        config.refinery().restartDelay());
                pause();
            } finally {
                session = null;
            }
        }
    }

    private RefinerySession newSession() {
        GatewayConfig.Refinery settings = config.refinery();
        return new RefinerySession(
                topics(),
                clients,
                new Refiner(reader),
                new DedupeWindows(settings.dedupeSpan(), settings.dedupeRecords()),
                new Rows(devices),
                metrics);
    }

    private Map<String, EventType> topics() {
        Map<String, EventType> topics = new LinkedHashMap<>();
        for (EventType type : EventType.values()) {
            topics.put(config.rawTopic(type), type);
        }
        return topics;
    }

    private void pause() {
        try {
            Thread.sleep(config.refinery().restartDelay());
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        if (thread == null) {
            return;
        }
        RefinerySession current = session;
        if (current != null) {
            current.stop();
        }
        if (!thread.join(STOP_TIMEOUT)) {
            LOG.warn("the refinery did not stop in time; Kafka will end its transaction");
        }
    }
}
