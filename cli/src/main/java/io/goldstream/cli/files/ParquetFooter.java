package io.goldstream.cli.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.apache.parquet.format.Util;

/** What a Parquet file says of itself at its end; read without the file's rows. */
public final class ParquetFooter {

    /** The footer's length, and the magic number. */
    private static final int TAIL = 8;

    private ParquetFooter() {}

    /** Reads bytes of a file. */
    @FunctionalInterface
    public interface Range {
        byte[] read(long from, int length) throws IOException;
    }

    /** How many rows the file holds. */
    public static long rows(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            return rows(open.length(), (from, length) -> {
                byte[] bytes = new byte[length];
                open.seek(from);
                open.readFully(bytes);
                return bytes;
            });
        }
    }

    /** The same, of a file that is somewhere else. */
    public static long rows(long length, Range file) throws IOException {
        int footer = ByteBuffer.wrap(file.read(length - TAIL, TAIL))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        return Util.readFileMetaData(new ByteArrayInputStream(file.read(length - TAIL - footer, footer)))
                .getNum_rows();
    }
}
