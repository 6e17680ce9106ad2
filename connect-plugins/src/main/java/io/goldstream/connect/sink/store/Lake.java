package io.goldstream.connect.sink.store;

import java.io.IOException;
import java.util.SortedMap;

/** A storage in which one can also look around, and into files. */
public interface Lake extends BlobStore {

    /** The published files below a folder, each with its length in bytes. */
    SortedMap<String, Long> lengths(String folder) throws IOException;

    /** Every file below a folder, each with its length in bytes, also those that others wrote, such as Trino. */
    SortedMap<String, Long> all(String folder) throws IOException;

    /**
     * A piece of a published file.
     *
     * @param from where it begins, in bytes
     * @param length of the piece; the file must have as many bytes there
     */
    byte[] read(String path, long from, int length) throws IOException;

    /**
     * Gives a published file another path. It is whole at one of both at any time, and for a moment it can be at both. Nothing
     * happens where it is at the new path only.
     */
    void move(String path, String to) throws IOException;
}
