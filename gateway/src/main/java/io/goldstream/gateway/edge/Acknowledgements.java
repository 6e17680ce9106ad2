package io.goldstream.gateway.edge;

import java.util.concurrent.CountDownLatch;

/**
 * What Kafka says of each event of one request: one wait for all, since a future for each costs more than to read it. The
 * producer's delivery timeout bounds the wait.
 */
final class Acknowledgements {

    private final Exception[] failures;
    private final CountDownLatch unsettled;

    Acknowledgements(int events) {
        this.failures = new Exception[events];
        this.unsettled = new CountDownLatch(events);
    }

    /** @param failure null where the event is kept */
    void settle(int index, Exception failure) {
        failures[index] = failure;
        unsettled.countDown();
    }

    /** Returns once all are settled, or false where the thread was interrupted before. */
    boolean await() {
        try {
            unsettled.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Why the event is not known to be kept; null where it is, or where that is not settled yet. */
    Exception failure(int index) {
        return failures[index];
    }
}
