package io.goldstream.trino;

/** Is told how far {@link Lake#apply} has come. */
@FunctionalInterface
public interface ProgressListener {

    /**
     * @param done objects that are in place, this one among them; from 1 to {@code total}
     * @param total objects in all
     * @param object the object's file, such as {@code gold/fact_stream.sql}
     */
    void applied(int done, int total, String object);

    /** Tells nobody. */
    static ProgressListener silent() {
        return (done, total, object) -> {};
    }
}
