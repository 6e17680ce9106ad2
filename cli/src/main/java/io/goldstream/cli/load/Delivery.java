package io.goldstream.cli.load;

/** A way into the pipeline. Safe for use by several threads. */
public interface Delivery extends AutoCloseable {

    /**
     * Sends a chunk, and adds what became of each of its events to the report: exactly one verdict for each.
     *
     * @throws InterruptedException where the load was given up; the chunk's events may or may not have arrived
     */
    void send(Chunk chunk, LoadReport report) throws InterruptedException;

    /** Returns once everything sent has its verdict. */
    @Override
    void close();
}
