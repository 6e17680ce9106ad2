package io.goldstream.connect.sink.format;

/** A file that is being written, in some format, to memory that is staged elsewhere. */
public interface RowFile {

    /** Adds a row, which is of the file's schema. */
    void add(Object row);

    /** About how long the file would be if it were finished now, in bytes. */
    long estimatedBytes();

    /** Writes what the format holds back, and ends the file. */
    void finish();
}
