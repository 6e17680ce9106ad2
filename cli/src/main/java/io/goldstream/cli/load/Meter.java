package io.goldstream.cli.load;

/** Told how much of the input was read. */
@FunctionalInterface
public interface Meter {

    /** @param bytes how many more */
    void read(long bytes);
}
