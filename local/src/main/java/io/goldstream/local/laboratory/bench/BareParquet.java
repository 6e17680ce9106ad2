package io.goldstream.local.laboratory.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.Zstd;
import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.ColumnType;
import io.goldstream.events.schema.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** JSON bytes to Parquet columns with nothing between: the token that is read is the value that is written. */
final class BareParquet extends WriteSupport<byte[]> {

    private static final JsonFactory JSON = new JsonFactory();
    private static final long ROW_GROUP_BYTES = 32L << 20;

    private final List<Column> columns;
    private final Map<String, Integer> indexes = new HashMap<>();
    private RecordConsumer consumer;

    private BareParquet(Table table) {
        this.columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            indexes.put(columns.get(i).name(), i);
        }
    }

    /** A file of the table's rows, zstd, as the sink writes them. */
    static ParquetWriter<byte[]> open(Path file, Table table) throws IOException {
        return new Builder(new LocalOutputFile(file), new BareParquet(table))
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdPages())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(
                new MessageType("row", columns.stream().map(BareParquet::type).toList()), Map.of());
    }

    @Override
    @Deprecated
    public WriteContext init(Configuration hadoop) {
        throw new UnsupportedOperationException("Parquet is written without Hadoop's Configuration");
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(byte[] row) {
        consumer.startMessage();
        try (JsonParser json = JSON.createParser(row)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() != JsonToken.VALUE_NULL) {
                    int index = indexes.get(name);
                    consumer.startField(name, index);
                    add(json, columns.get(index).type());
                    consumer.endField(name, index);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        consumer.endMessage();
    }

    private void add(JsonParser json, ColumnType type) throws IOException {
        switch (type) {
            case ColumnType.Scalar.STRING -> consumer.addBinary(Binary.fromString(json.getText()));
            case ColumnType.Scalar.INTEGER -> consumer.addInteger(json.getIntValue());
            case ColumnType.Scalar.LONG, ColumnType.Scalar.TIMESTAMP_MILLIS -> consumer.addLong(json.getLongValue());
            case ColumnType.Scalar.DOUBLE -> consumer.addDouble(json.getDoubleValue());
            case ColumnType.Scalar.BOOLEAN -> consumer.addBoolean(json.getBooleanValue());
            default -> throw new IllegalStateException("not in a bronze listen: " + type);
        }
    }

    private static Type type(Column column) {
        Repetition repetition = column.required() ? Repetition.REQUIRED : Repetition.OPTIONAL;
        return switch (column.type()) {
            case ColumnType.Scalar.STRING ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column.name());
            case ColumnType.Scalar.INTEGER ->
                Types.primitive(PrimitiveTypeName.INT32, repetition).named(column.name());
            case ColumnType.Scalar.LONG ->
                Types.primitive(PrimitiveTypeName.INT64, repetition).named(column.name());
            case ColumnType.Scalar.TIMESTAMP_MILLIS ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                        .named(column.name());
            case ColumnType.Scalar.DOUBLE ->
                Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(column.name());
            case ColumnType.Scalar.BOOLEAN ->
                Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(column.name());
            default -> throw new IllegalStateException("not in a bronze listen: " + column.type());
        };
    }

    private static final class Builder extends ParquetWriter.Builder<byte[], Builder> {
        private final WriteSupport<byte[]> support;

        Builder(OutputFile file, WriteSupport<byte[]> support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @Deprecated
        protected WriteSupport<byte[]> getWriteSupport(Configuration hadoop) {
            throw new UnsupportedOperationException("Parquet is written without Hadoop's Configuration");
        }

        @Override
        protected WriteSupport<byte[]> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }

    /** Parquet's own are Hadoop's. */
    private static final class ZstdPages implements CompressionCodecFactory {
        private static final int LEVEL = 3;

        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            return new BytesInputCompressor() {
                @Override
                public BytesInput compress(BytesInput bytes) throws IOException {
                    return BytesInput.from(Zstd.compress(bytes.toInputStream().readAllBytes(), LEVEL));
                }

                @Override
                public CompressionCodecName getCodecName() {
                    return codec;
                }

                @Override
                public void release() {
                    // Holds nothing.
                }
            };
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("only writes");
        }

        @Override
        public void release() {
            // Holds nothing.
        }
    }
}
