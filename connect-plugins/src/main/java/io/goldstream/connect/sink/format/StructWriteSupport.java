package io.goldstream.connect.sink.format;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;

/** Feeds structs of one schema to Parquet's columns, by writers that are chosen once, when the file is opened. */
final class StructWriteSupport extends WriteSupport<Struct> {

    private final Schema schema;
    private final ValueWriter.StructWriter writer;
    private RecordConsumer consumer;

    StructWriteSupport(Schema schema) {
        this.schema = schema;
        this.writer = new ValueWriter.StructWriter(schema);
    }

    @Override
    @Deprecated
    public WriteContext init(Configuration hadoop) {
        throw new UnsupportedOperationException("written without Hadoop");
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(ParquetSchemas.of(schema), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(Struct row) {
        consumer.startMessage();
        writer.writeFields(row, consumer);
        consumer.endMessage();
    }
}
