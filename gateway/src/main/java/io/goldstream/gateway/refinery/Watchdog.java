package io.goldstream.gateway.refinery;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/**
 * Looks at the refining thread from outside: which record it has in hand, and how far it is from the log's end. It counts
 * looks, not time, so that a process that was frozen does not find its record late when it wakes.
 */
final class Watchdog implements Runnable {

    private static final Logger LOG = Logger.getLogger(Watchdog.class);
    private static final int LOOKS = 10;

    /** A record that was seen so often is no passing one: the refinery is not ready. */
    private static final int LOOKS_UNREADY = 3;

    private static final Duration MEASURE_EVERY = Duration.ofSeconds(2);

    private final Supplier<RawRecord> inHand;
    private final Duration period;
    private final Consumer<RawRecord> whenTimedOut;
    private final Supplier<Admin> admins;
    private final RefineryLag lag;
    private final TransactionWatch transactions;

    private RawRecord seen;
    private volatile int times;

    /**
     * @param inHand the record that is being refined, or null
     * @param timeout how long a record may take
     * @param whenTimedOut told of one that takes longer, once
     */
    Watchdog(
            Supplier<RawRecord> inHand,
            Duration timeout,
            Consumer<RawRecord> whenTimedOut,
            Supplier<Admin> admins,
            RefineryLag lag,
            TransactionWatch transactions) {
        this.inHand = inHand;
        this.period = timeout.dividedBy(LOOKS);
        this.whenTimedOut = whenTimedOut;
        this.admins = admins;
        this.lag = lag;
        this.transactions = transactions;
    }

    /** Whether the thread stands at a record. */
    boolean isStanding() {
        return times >= LOOKS_UNREADY;
    }

    /** Until interrupted. */
    @Override
    public void run() {
        Thread lags = Thread.ofVirtual().name("refinery-lag").start(this::measure);
        try {
            while (true) {
                Thread.sleep(period);
                look();
            }
        } catch (InterruptedException end) {
            lags.interrupt();
        }
    }

    void look() {
        RawRecord now = inHand.get();
        times = now != null && now == seen ? times + 1 : 0;
        seen = now;
        if (times == LOOKS) {
            whenTimedOut.accept(now);
        }
    }

    private void measure() {
        while (true) {
            try (Admin admin = admins.get()) {
                while (true) {
                    lag.measure(admin);
                    transactions.look(admin);
                    Thread.sleep(MEASURE_EVERY);
                }
            } catch (RuntimeException noAnswer) {
                LOG.debug("Kafka did not tell the ends of the raw topics", noAnswer);
                LockSupport.parkNanos(MEASURE_EVERY.toNanos());
            } catch (InterruptedException end) {
                return;
            }
        }
    }
}
