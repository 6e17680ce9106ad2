package io.goldstream.connect.sink.format;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** How files are compressed: Parquet by page, lines as a whole. None of it needs a class of Hadoop's. */
public enum Compression {
    NONE("", CompressionCodecName.UNCOMPRESSED, bytes -> bytes),
    GZIP(".gz", CompressionCodecName.GZIP, Compression::gzip),
    SNAPPY(".snappy", CompressionCodecName.SNAPPY, Snappy::compress),
    ZSTD(".zst", CompressionCodecName.ZSTD, bytes -> Zstd.compress(bytes, Compression.ZSTD_LEVEL));

    private static final int ZSTD_LEVEL = 3;
    private static final int BUFFER_BYTES = 32 << 10;

    private interface PageCompressor {
        byte[] compress(byte[] page) throws IOException;
    }

    private final String extension;
    private final CompressionCodecName parquetName;
    private final PageCompressor pages;

    Compression(String extension, CompressionCodecName parquetName, PageCompressor pages) {
        this.extension = extension;
        this.parquetName = parquetName;
        this.pages = pages;
    }

    /** What a file's name ends with, if the file is compressed as a whole. */
    String extension() {
        return extension;
    }

    CompressionCodecName parquetName() {
        return parquetName;
    }

    byte[] compress(byte[] page) throws IOException {
        return pages.compress(page);
    }

    /** A stream that compresses a file as a whole, which {@link Format} offers for none and gzip only. */
    OutputStream around(OutputStream file) throws IOException {
        return switch (this) {
            case NONE -> file;
            case GZIP -> new GZIPOutputStream(file, BUFFER_BYTES);
            case SNAPPY, ZSTD ->
                throw new IllegalStateException(this + " compresses Parquet's pages only, not whole files");
        };
    }

    private static byte[] gzip(byte[] page) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(page.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(page);
        }
        return compressed.toByteArray();
    }
}
