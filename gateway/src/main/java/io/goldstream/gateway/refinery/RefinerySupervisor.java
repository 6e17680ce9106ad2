package io.goldstream.gateway.refinery;

import io.goldstream.events.intake.EventReader;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.GatewayConfig.Reprocessing;
import io.goldstream.gateway.useragent.Devices;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.jboss.logging.Logger;

/**
 * Runs one {@link ConsumerLoop} after another on a thread of its own. Whatever goes wrong ends the session, and a new one starts from what Kafka has committed: there is one way to recover, and it is also the way to
 * start.
 */
@ApplicationScoped
class RefinerySupervisor {

    private static final Logger LOG = Logger.getLogger(RefinerySupervisor.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    /** What brokers and clients say of records that they do not take. */
    private static final Set<Class<?>> OF_A_RECORD = Set.of(
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            InvalidRecordException.class,
            SerializationException.class,
            UnknownServerException.class);

    private final GatewayConfig config;
    private final EventReader reader;
    private final RefineryClients clients;
    private final RefineryMetrics metrics;
    private final UnreadRecords unreadable;
    private final RefineryLag lag;
    private final Watchdog watch;

    private volatile boolean stopping;
    private volatile boolean hasFailed;
    private volatile boolean isExcused;
    private volatile ConsumerLoop session;
    private volatile TransactionalWriter writer;
    private volatile Thread thread;
    private Thread watcher;

    RefinerySupervisor(GatewayConfig config, EventReader reader, RefineryClients clients, RefineryMetrics metrics) {
        this.config = config;
        this.reader = reader;
        this.clients = clients;
        this.metrics = metrics;
        this.unreadable = new UnreadRecords(config.refinery().unread().orElse(List.of()));
        this.lag = new RefineryLag(
                config.group(),
                new GroupWatch(
                        config.group(), config.instance(), config.typesByTopic().keySet(), this::assignAnew),
                metrics);
        this.watch = new Watchdog(
                this::inHand,
                config.refinery().recordTimeout(),
                this::abandon,
                () -> clients.admin("lag"),
                lag,
                new TransactionWatch(topics(config), metrics, Clock.systemUTC()));
    }

    /** All that it reads or writes. */
    private static Set<String> topics(GatewayConfig config) {
        Set<String> topics = new HashSet<>(config.typesByTopic().keySet());
        Tables.all().stream()
                .filter(table -> table.layer() != Layer.RAW)
                .map(config.generation()::topic)
                .forEach(topics::add);
        return topics;
    }

    void start(@Observes StartupEvent event) {
        if (config.reprocess().isPresent()) {
            Reprocessing what = config.reprocess().get();
            thread = Thread.ofPlatform().name("reprocess").daemon().start(() -> reprocess(what));
        } else if (config.refinery().enabled()) {
            begin();
        } else {
            return;
        }
        watcher = Thread.ofPlatform().name("refinery-watch").daemon().start(watch);
    }

    private synchronized void begin() {
        if (!stopping) {
            // A daemon: one that is left behind must not keep the process.
            thread = Thread.ofPlatform().name("refinery").daemon().unstarted(this::run);
            thread.start();
        }
    }

    private RawRecord inHand() {
        TransactionalWriter current = writer;
        return current == null ? null : current.inHand();
    }

    /**
     * Leaves a thread behind that stands at a record, because nothing can end it. What it has in its transaction is ended by
     * the producer of the next, which has its transactional id; its place in the group is taken, too.
     */
    private void abandon(RawRecord raw) {
        if (config.reprocess().isPresent()) {
            LOG.errorf(
                    "%s was not refined within %s. Rows that were committed before it stay. To put this record into the quarantine"
                            + " unread, run the command again with GOLDSTREAM_REFINERY_UNREAD=%s",
                    raw.coordinates(), config.refinery().recordTimeout(), raw.coordinates());
            Quarkus.asyncExit(1);
            return;
        }
        LOG.errorf(
                "%s was not refined within %s; another thread continues, and this one is abandoned",
                raw.coordinates(), config.refinery().recordTimeout());
        unreadable.timedOut(raw);
        metrics.timedOut();
        hasFailed = true;
        isExcused = true; // it is known which record it was
        session = null;
        writer = null;
        begin();
    }

    private void assignAnew(Set<TopicPartition> unassigned) {
        ConsumerLoop current = session;
        if (current != null && current.hasJoined()) {
            LOG.warnf("the group has given %s to nobody, so this instance asks it for a rebalance", unassigned);
            metrics.rebalanced();
            current.assignAnew();
        }
    }

    private void reprocess(Reprocessing what) {
        int exit = 1;
        try {
            new Reprocessor(config, config.typesByTopic(), clients, this::newWriter, this::newWindows, lag, metrics)
                    .run(what);
            exit = 0;
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("refining failed; committed rows stay, so run the command again", e);
        } finally {
            Quarkus.asyncExit(exit);
        }
    }

    /** Whether a session knows what is its own to refine and can; after a failure, once it has shown it. */
    boolean isReady() {
        ConsumerLoop current = session;
        return current != null && current.isSettled() && (!hasFailed || current.isProven()) && !watch.isStanding();
    }

    private void run() {
        while (!stopping && Thread.currentThread() == thread) {
            if (!runSession()) {
                pause();
            }
        }
    }

    /** Returns whether the next one may begin at once. */
    private boolean runSession() {
        ConsumerLoop own = null;
        try (ConsumerLoop next = newSession()) {
            own = next;
            session = next;
            if (!stopping) {
                next.run();
            }
        } catch (CommitFailedException e) {
            isExcused = true;
            LOG.info("the group was rebalanced within a transaction, whose records are refined again");
        } catch (InterruptException e) {
            LOG.debug("interrupted", e); // by stop
        } catch (RuntimeException | Error e) {
            // An Error too: a thread that ends in silence would refine nothing, and nobody would start it again.
            if (Thread.currentThread() != thread) {
                LOG.infof("a thread that was abandoned after a timeout has ended: %s", e);
                return true;
            }
            metrics.failed();
            hasFailed = true;
            isExcused = !canBeOfARecord(e);
            LOG.warnf(
                    e,
                    "the refinery failed; it starts again in %s",
                    config.refinery().restartDelay());
            return false;
        } finally {
            if (session == own) {
                session = null;
            }
        }
        return true;
    }

    /** Whether what ended a session may lie in a record that it had in hand, and not in Kafka or the network. */
    private static boolean canBeOfARecord(Throwable failure) {
        if (!(failure instanceof KafkaException)) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (OF_A_RECORD.contains(cause.getClass())) {
                return true;
            }
        }
        return false;
    }

    private ConsumerLoop newSession() {
        TransactionalWriter writer = newWriter();
        try {
            return new ConsumerLoop(
                    config.typesByTopic(),
                    clients.consumer(),
                    newWindows(),
                    new RawTopicIds(clients.admin("topics")),
                    writer,
                    config.refinery().maxRecords(),
                    isExcused,
                    lag,
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

    private TransactionalWriter newWriter() {
        Classifier classifier = newClassifier(reader); // first: it may fail, and then no producer is left open
        writer = new TransactionalWriter(
                clients.producer(),
                config.refinery().transactionTimeout(),
                classifier,
                unreadable,
                new RowEncoder(new Devices()), // not shared: a thread that was left behind may be in them
                config.generation(),
                metrics);
        return writer;
    }

    Classifier newClassifier(EventReader reader) {
        return new Classifier(reader, replayed());
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
            ReplayMarkers replayed = ReplayMarkers.read(consumer);
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
        synchronized (this) {
            stopping = true;
        }
        if (watcher != null) {
            watcher.interrupt();
        }
        if (thread == null) {
            return;
        }
        ConsumerLoop current = session;
        if (current != null) {
            current.stop();
        }
        boolean hasNothingInHand = config.reprocess().isEmpty() && (current == null || !current.hasJoined());
        if (hasNothingInHand) {
            LOG.info("the refinery stopped before it had joined the group");
            thread.interrupt(); // it waits for Kafka, or for its next start
        }
        if (!thread.join(STOP_TIMEOUT)) {
            LOG.warn("the refinery did not stop in time; Kafka will end its transaction");
        }
    }
}
