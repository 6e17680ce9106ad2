package io.goldstream.connect.sink.format;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Parquet's page compressors, straight from their libraries: Parquet's own are Hadoop's. */
final class PageCodecs implements CompressionCodecFactory {

    private final Compression compression;

    PageCodecs(Compression compression) {
        this.compression = compression;
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(BytesInput bytes) throws IOException {
                return compression == Compression.NONE
                        ? bytes
                        : BytesInput.from(
                                compression.compress(bytes.toInputStream().readAllBytes()));
            }

            @Override
            public CompressionCodecName getCodecName() {
                return compression.parquetName();
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("the sink only writes");
    }

    @Override
    public void release() {}
}
