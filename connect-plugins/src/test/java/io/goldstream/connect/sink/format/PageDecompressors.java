package io.goldstream.connect.sink.format;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** What reading takes, and the sink does not need. */
final class PageDecompressors implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("tests only read");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return new BytesInputDecompressor() {
            @Override
            public BytesInput decompress(BytesInput bytes, int length) throws IOException {
                return BytesInput.from(bytes(codec, bytes.toInputStream().readAllBytes(), length));
            }

            @Override
            public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int length) throws IOException {
                byte[] from = new byte[compressed];
                input.get(from);
                output.put(bytes(codec, from, length));
            }

            @Override
            public void release() {}
        };
    }

    private static byte[] bytes(CompressionCodecName codec, byte[] page, int length) throws IOException {
        return switch (codec) {
            case UNCOMPRESSED -> page;
            case GZIP -> new GZIPInputStream(new ByteArrayInputStream(page)).readAllBytes();
            case SNAPPY -> Snappy.uncompress(page);
            case ZSTD -> Zstd.decompress(page, length);
            default -> throw new IllegalArgumentException("the sink does not write " + codec);
        };
    }

    @Override
    public void release() {}
}
