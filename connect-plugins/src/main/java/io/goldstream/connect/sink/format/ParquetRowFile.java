package io.goldstream.connect.sink.format;

import io.goldstream.connect.sink.store.StagingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A Parquet file of structs, written by parquet-java with no class of Hadoop's at run time. */
final class ParquetRowFile implements RowFile {

    /** Bounds what an open file holds in memory; a file has as many row groups as it needs. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    /** About what a column's encoders and dictionary take beside its values: measured, see MemoryBoundTest. */
    private static final long COLUMN_BYTES = 16L << 10;

    /**
     * Rows that are written one after the other. Between two rows of one file, those of hundreds of others push its columns'
     * encoders out of the processor's caches: written by itself, a row costs several times as much then.
     */
    private static final int TOGETHER = 64;

    private final List<Struct> waiting = new ArrayList<>();
    private final StagingOutput output;
    private final StructWriteSupport support;
    private final ParquetWriter<Struct> writer;
    private final long emptyBytes;

    ParquetRowFile(Schema schema, StagingOutput output, Compression compression) {
        this.output = output;
        this.support = new StructWriteSupport(schema);
        List<ColumnDescriptor> columns = ParquetSchemas.of(schema).getColumns();
        this.emptyBytes = COLUMN_BYTES * columns.size();
        Builder builder = new Builder(new StagedOutputFile(output), support)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new PageCodecs(compression))
                .withCompressionCodec(compression.parquetName())
                .withRowGroupSize(ROW_GROUP_BYTES);
        for (ColumnDescriptor column : columns) {
            if (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.FLOAT) {
                // The column may become a double's in younger files. A reader of such a table that compares its filters
                // with this file's statistics or dictionary would take these for doubles, too, as Trino does, and fail.
                withoutStatistics(builder, column);
            }
        }
        try {
            writer = builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parquet's options read a dot in a name, such as Connect's Flatten writes, as a level: then they hold for the file. */
    private static void withoutStatistics(Builder builder, ColumnDescriptor column) {
        if (Stream.of(column.getPath()).anyMatch(name -> name.contains("."))) {
            builder.withStatisticsEnabled(false).withDictionaryEncoding(false);
        } else {
            String path = String.join(".", column.getPath());
            builder.withStatisticsEnabled(path, false).withDictionaryEncoding(path, false);
        }
    }

    @Override
    public void check(Schema schema, Object row) {
        support.check((Struct) row);
    }

    @Override
    public void add(Schema schema, Object row) {
        waiting.add((Struct) row);
        if (waiting.size() == TOGETHER) {
            writeWaiting();
        }
    }

    private void writeWaiting() {
        try {
            for (Struct row : waiting) {
                writer.write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        waiting.clear();
    }

    @Override
    public long estimatedBytes() {
        writeWaiting();
        return writer.getDataSize();
    }

    @Override
    public long bufferedBytes() {
        writeWaiting();
        return emptyBytes + Math.max(0, writer.getDataSize() - output.position());
    }

    @Override
    public void finish() {
        writeWaiting();
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Builder extends ParquetWriter.Builder<Struct, Builder> {
        private final WriteSupport<Struct> support;

        Builder(OutputFile file, WriteSupport<Struct> support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @Deprecated
        protected WriteSupport<Struct> getWriteSupport(Configuration hadoop) {
            throw new UnsupportedOperationException("Parquet is written without Hadoop's Configuration");
        }

        @Override
        protected WriteSupport<Struct> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }

    private record StagedOutputFile(StagingOutput output) implements OutputFile {

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                @Override
                public long getPos() {
                    return output.position();
                }

                @Override
                public void write(int b) {
                    output.write(b);
                }

                @Override
                public void write(byte[] bytes, int from, int length) {
                    output.write(bytes, from, length);
                }

                @Override
                public void close() {
                    output.close();
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
