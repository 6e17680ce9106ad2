package io.goldstream.local.laboratory.parquet;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;

/** Rows of Parquet files, by Parquet's own reader; zstd pages only, which is what the sink writes. */
public final class ParquetRows {

    private static final ParquetReadOptions OPTIONS = ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new Zstd())
            .build();

    private ParquetRows() {}

    /** The rows, each as text: a line for each column, {@code name: value}. */
    public static List<String> of(byte[] file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new Bytes(file), OPTIONS)) {
            List<String> rows = new ArrayList<>();
            var schema = reader.getFileMetaData().getSchema();
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> records = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(pages, new GroupRecordConverter(schema));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    rows.add(records.read().toString());
                }
            }
            return rows;
        }
    }

    private record Bytes(byte[] content) implements InputFile {
        @Override
        public long getLength() {
            return content.length;
        }

        @Override
        public SeekableInputStream newStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(content);
            return new DelegatingSeekableInputStream(in) {
                @Override
                public long getPos() {
                    return content.length - in.available();
                }

                @Override
                public void seek(long position) {
                    in.reset();
                    in.skip(position);
                }
            };
        }
    }

    /** The stock codecs need Hadoop's run time. */
    private static final class Zstd implements CompressionCodecFactory {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            if (codec != CompressionCodecName.ZSTD) {
                throw new IllegalArgumentException("not zstd but " + codec);
            }
            return new BytesInputDecompressor() {
                @Override
                public BytesInput decompress(BytesInput bytes, int size) throws IOException {
                    try (ZstdInputStream in = new ZstdInputStream(bytes.toInputStream())) {
                        return BytesInput.from(in.readNBytes(size));
                    }
                }

                @Override
                public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size)
                        throws IOException {
                    output.put(decompress(BytesInput.from(input), size)
                            .toInputStream()
                            .readAllBytes());
                }

                @Override
                public void release() {
                    // Holds nothing.
                }
            };
        }

        @Override
        public void release() {
            // Holds nothing.
        }
    }
}
