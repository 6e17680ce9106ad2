package io.goldstream.connect.sink.layout;

/**
 * Who writes a topic partition's files. No two owners are the same author, so names that hold theirs are never taken.
 *
 * @param history of the manifest that it writes under: 8 hexadecimal digits
 * @param epoch of that manifest since it owns the partition
 */
public record Author(String history, long epoch) {

    @Override
    public String toString() {
        return history + "-" + epoch;
    }
}
