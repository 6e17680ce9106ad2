package io.goldstream.gateway.refinery;

import io.goldstream.events.intake.EventReader;
import io.goldstream.events.schema.Generation;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.GatewayConfig.Reprocessing;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
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
    private volatile boolean hasFailed;
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
        if (config.reprocess().isPresent()) {
            Reprocessing what = config.reprocess().get();
            thread = Thread.ofPlatform().name("reprocess").start(() -> reprocess(what));
        } else if (config.refinery().enabled()) {
            thread = Thread.ofPlatform().name("refinery").start(this::run);
        }
    }

    private void reprocess(Reprocessing what) {
        int exit = 1;
        try {
            new Reprocessor(config, config.typesByTopic(), clients, this::newWriter, this::newWindows, metrics)
                    .run(what);
            exit = 0;
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("refining anew broke off; what it committed stays, run it again", e);
        } finally {
            Quarkus.asyncExit(exit);
        }
    }

    /** Whether a session knows what is its own to refine and can; after a failure, once it has shown it. */
    boolean isReady() {
        RefinerySession current = session;
        return current != null && current.isSettled() && (!hasFailed || current.isProven());
    }

    private void run() {
        while (!stopping) {
            if (!runSession()) {
                pause();
            }
        }
    }

    /** Returns whether the next one may begin at once. */
    private boolean runSession() {
        try (RefinerySession next = newSession()) {
            session = next;
            if (!stopping) {
                next.run();
            }
        } catch (CommitFailedException e) {
            LOG.info("the group was assigned anew within a transaction, which is refined again");
        } catch (InterruptException e) {
            LOG.info("stopped before it had joined the group");
        } catch (RuntimeException | Error e) {
            // An Error too: a thread that ends in silence would refine nothing, and nobody would start it again.
            metrics.failed();
            hasFailed = true;
            LOG.warnf(
                    e,
                    "the refinery stopped; it starts anew in %s",
                    config.refinery().restartDelay());
            return false;
        } finally {
            session = null;
        }
        return true;
    }

    private RefinerySession newSession() {
        RefineryWriter writer = newWriter();
        try {
            return new RefinerySession(
                    config.typesByTopic(),
                    clients.consumer(),
                    newWindows(),
                    writer,
                    config.refinery().maxRecords(),
                    metrics);
        } catch (RuntimeException | Error e) {
            writer.close();
            throw e;
        }
    }

    private DedupeWindows newWindows() {
        return new DedupeWindows(
                config.refinery().dedupeSpan(), config.refinery().dedupeRecords());
    }

    private RefineryWriter newWriter() {
        Refiner refiner = new Refiner(reader, replayed()); // first: it may fail, and then no producer is left open
        return new RefineryWriter(clients.producer(), refiner, new Rows(devices), config.generation(), metrics);
    }

    /**
     * What must be left to its later attempt. A first generation that is refined as it comes meets each record before it can
     * be replayed; any other, and one that is caught up, may meet it after.
     */
    private Predicate<RawRecord> replayed() {
        if (config.generation().equals(Generation.FIRST) && config.reprocess().isEmpty()) {
            return raw -> false;
        }
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer()) {
            Replayed replayed = Replayed.read(consumer);
            return raw -> replayed.contains(raw.coordinates());
        }
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
        boolean hasNothingInHand = config.reprocess().isEmpty() && (current == null || !current.hasJoined());
        if (hasNothingInHand) {
            thread.interrupt(); // it waits for Kafka, or for its next start
        }
        if (!thread.join(STOP_TIMEOUT)) {
            LOG.warn("the refinery did not stop in time; Kafka will end its transaction");
        }
    }
}
