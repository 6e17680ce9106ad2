package io.goldstream.gateway.edge;

import io.goldstream.gateway.GatewayConfig;
import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Decides whether a request may come in. It may not while Kafka is slow, as told by the oldest request that still waits
 * for it, nor while too many bytes are held: so a broker that is away costs each client one answer, and the heap nothing.
 */
@Singleton
class Admission {

    private final long maxWaitNanos;
    private final long maxBytes;
    private final LongSupplier nanoTime;
    private final AtomicLong tickets = new AtomicLong();
    private final AtomicLong bytesHeld = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Long> startedNanos = new ConcurrentSkipListMap<>();

    /**
     * A request that was let in, with its body still to come. What it holds is given back once its exchange is over, be it
     * answered or hung up, and nobody works at it any more: the two end in either order.
     */
    final class Ticket {
        private long bytes;
        private boolean isBegun;
        private boolean isInWork;
        private boolean isOver;

        private Ticket(long bytes) {
            this.bytes = bytes;
        }

        /**
         * The body has come, and is worked at until the work is closed.
         *
         * @throws ProblemException if the exchange is over: nobody waits for an answer
         */
        synchronized Work begin() {
            if (isOver) {
                throw ProblemType.UNAVAILABLE.with("The request was given up. Nothing was kept.");
            }
            isBegun = true;
            isInWork = true;
            return new Work(this);
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

        private synchronized void holds(long now) {
            long grown = now - bytes;
            bytes = now;
            if (bytesHeld.addAndGet(grown) > maxBytes && grown > 0) {
                throw tooMuch();
            }
        }

        private synchronized void end() {
            isInWork = false;
            release();
        }

        private void release() {
            if (isOver && !isInWork) {
                bytesHeld.addAndGet(-bytes);
                bytes = 0;
            }
        }
    }

    /** What is done with a request once its body is there; its memory counts until this is closed. */
    record Work(Ticket ticket) implements AutoCloseable {

        /**
         * Says what the request holds, now that it is known.
         *
         * @throws ProblemException if that is too much
         */
        void holds(long now) {
            ticket.holds(now);
        }

        @Override
        public void close() {
            ticket.end();
        }
    }

    /** A request that waits for Kafka; closed once Kafka has answered for all its events, or will not. */
    interface Waiting extends AutoCloseable {
        @Override
        void close();
    }

    @Inject
    Admission(GatewayConfig config, MeterRegistry metrics) {
        this(config.edge().maxWait(), config.edge().maxInFlightSize().asLongValue(), System::nanoTime);
        metrics.gauge("goldstream.edge.in_flight.bytes", bytesHeld);
        metrics.gauge("goldstream.edge.in_flight.requests", startedNanos, Map::size);
    }

    Admission(Duration maxWait, long maxBytes, LongSupplier nanoTime) {
        this.maxWaitNanos = maxWait.toNanos();
        this.maxBytes = maxBytes;
        this.nanoTime = nanoTime;
    }

    /**
     * @param bytes what the request will hold in memory
     * @throws ProblemException if it must come back later
     */
    Ticket admit(long bytes) {
        if (isStalled()) {
            throw ProblemType.UNAVAILABLE.with("Kafka does not answer. Nothing was kept; try again later.");
        }
        if (bytesHeld.addAndGet(bytes) > maxBytes) {
            bytesHeld.addAndGet(-bytes);
            throw tooMuch();
        }
        return new Ticket(bytes);
    }

    /** The clock of a request that is about to wait for Kafka. */
    Waiting await() {
        long number = tickets.incrementAndGet();
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

    private static ProblemException tooMuch() {
        return ProblemType.UNAVAILABLE.with("Too much waits for Kafka. Nothing was kept; try again later.");
    }
}
