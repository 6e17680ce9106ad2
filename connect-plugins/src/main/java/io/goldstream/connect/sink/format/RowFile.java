package io.goldstream.connect.sink.format;

import org.apache.kafka.connect.data.Schema;

/** A file that is being written, in some format, to memory that is staged elsewhere. */
public interface RowFile {

    /**
     * Whether the file can hold a row; it is as it was after this.
     *
     * @param schema the row's own, which the file's holds; null if it has none
     * @throws org.apache.kafka.connect.errors.DataException if the format cannot hold the row. Any other exception, too, is
     *     the row's fault
     */
    void check(Schema schema, Object row);

    /**
     * Adds the row that was checked last, which must not change any more: the file may write it later. What this throws is
     * not the row's fault.
     */
    void add(Schema schema, Object row);

    /** About how long the file would be if it were finished now, in bytes. */
    long estimatedBytes();

    /** About what the file holds in memory before it gives it to its output, in bytes. */
    long bufferedBytes();

    /** Writes what the format holds back, and ends the file. */
    void finish();
}
