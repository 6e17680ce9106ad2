package io.goldstream.gateway.edge;

import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Turns requests away while Kafka is slow, as told by the oldest request that still waits for it, and while requests hold
 * too many bytes: so a broker that is away costs each client one answer, and the heap nothing. What counts has come, not what
 * was announced; and several requests of one client hold at most half of it, so that one client alone keeps nobody out.
 */
@Singleton
class Backpressure {

    private final long maxWaitNanos;
    private final long maxBytes;
    private final LongSupplier nanoTime;
    private final AtomicLong waits = new AtomicLong();
    private final AtomicLong bytesHeld = new AtomicLong();
    private final ConcurrentHashMap<String, Long> bytesByClient = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, Long> startedNanos = new ConcurrentSkipListMap<>();

    /**
     * The memory of one request that was let in. It grows while the body comes, and is in use from {@link #begin} until
     * it is closed. It is given back once it is not in use and the exchange is over, be it answered or hung up: the two end in
     * either order.
     */
    final class Reservation implements AutoCloseable {
        private final String client;
        private long bytes;
        private boolean isBegun;
        private boolean isInUse;
        private boolean isOver;

        private Reservation(String client) {
            this.client = client;
        }

        /**
         * The body has come, and is worked at until this is closed.
         *
         * @throws ProblemException if the exchange is over: nobody waits for an answer
         */
        synchronized Reservation begin() {
            checkNotOver();
            isBegun = true;
            isInUse = true;
            return this;
        }

        /**
         * The body took too long.
         *
         * @return whether that is so: then none can come any more; else it has come just now, and is answered
         */
        synchronized boolean giveUp() {
            if (isBegun) {
                return false;
            }
            over();
            return true;
        }

        /** The response is complete, or the connection is gone. */
        synchronized void over() {
            isOver = true;
            release();
        }

        /**
         * Says what its body holds: what has come of it, then what it expands to.
         *
         * @throws ProblemException if that is too much, or nobody waits for an answer
         */
        synchronized void holds(long bodyBytes) {
            if (!isInUse) {
                checkNotOver();
            }
            long now = GatewayConfig.Edge.REQUEST_BYTES + bodyBytes;
            long grown = now - bytes;
            if (grown == 0) {
                return; // as for a body that does not expand: what all requests count together is left alone
            }
            bytes = now;
            long ofAll = bytesHeld.addAndGet(grown);
            long ofClient = count(client, grown);
            if (grown > 0 && ofClient > maxBytes / 2 && ofClient > bytes) {
                throw ProblemType.TOO_MANY_EVENTS.with(
                        "There are too many uploads of this client at once. Nothing was kept; send fewer at a time.");
            }
            if (grown > 0 && ofAll > maxBytes) {
                throw ProblemType.UNAVAILABLE.with(
                        "There are too many uploads at once. Nothing was kept; try again later.");
            }
        }

        private void checkNotOver() {
            if (isOver) {
                throw ended();
            }
        }

        /** The work at the body is done. */
        @Override
        public synchronized void close() {
            isInUse = false;
            release();
        }

        private void release() {
            if (isOver && !isInUse) {
                bytesHeld.addAndGet(-bytes);
                count(client, -bytes);
                bytes = 0;
            }
        }
    }

    /** A request that waits for Kafka; closed once Kafka has answered for all its events, or will not. */
    interface KafkaWait extends AutoCloseable {
        @Override
        void close();
    }

    @Inject
    Backpressure(GatewayConfig config, MeterRegistry metrics) {
        this(config.edge().maxWait(), config.edge().maxInFlightSize().asLongValue(), System::nanoTime);
        metrics.gauge("goldstream.edge.in_flight.bytes", bytesHeld);
        metrics.gauge("goldstream.edge.in_flight.requests", startedNanos, Map::size);
    }

    Backpressure(Duration maxWait, long maxBytes, LongSupplier nanoTime) {
        this.maxWaitNanos = maxWait.toNanos();
        this.maxBytes = maxBytes;
        this.nanoTime = nanoTime;
    }

    /**
     * Lets a request in.
     *
     * @param client who sends it, by a name of its own
     * @throws ProblemException if it must come back later
     */
    Reservation reserve(String client) {
        if (isStalled()) {
            throw ProblemType.UNAVAILABLE.with("Kafka does not answer. Nothing was kept; try again later.");
        }
        Reservation reservation = new Reservation(client);
        try {
            reservation.holds(0);
        } catch (ProblemException e) {
            reservation.over();
            throw e;
        }
        return reservation;
    }

    static ProblemException ended() {
        return ProblemType.UNAVAILABLE.with(
                "The request was ended before its body had arrived. Nothing was kept; send it again.");
    }

    /** The clock of a request that is about to wait for Kafka. */
    KafkaWait await() {
        long number = waits.incrementAndGet();
        startedNanos.put(number, nanoTime.getAsLong());
        return () -> startedNanos.remove(number);
    }

    /** What all requests hold that are let in. */
    long bytesHeld() {
        return bytesHeld.get();
    }

    /** Whether a request has waited for Kafka for too long. */
    boolean isStalled() {
        Map.Entry<Long, Long> oldest = startedNanos.firstEntry();
        return oldest != null && nanoTime.getAsLong() - oldest.getValue() > maxWaitNanos;
    }

    private long count(String client, long grown) {
        Long held = bytesByClient.merge(client, grown, (before, more) -> before + more == 0 ? null : before + more);
        return held == null ? 0 : held;
    }
}
