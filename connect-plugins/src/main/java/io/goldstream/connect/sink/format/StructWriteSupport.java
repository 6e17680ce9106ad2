package io.goldstream.connect.sink.format;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;

/** Feeds structs to Parquet's columns, by writers that are made once for each schema that the file's holds. */
final class StructWriteSupport extends WriteSupport<Struct> {

    private final Schema schema;
    private final Map<Schema, StructWriter> writers = new HashMap<>();
    private Schema lastSource;
    private StructWriter lastWriter;
    private RecordConsumer consumer;

    StructWriteSupport(Schema schema) {
        this.schema = schema;
    }

    @Override
    @Deprecated
    public WriteContext init(Configuration hadoop) {
        throw new UnsupportedOperationException("Parquet is written without Hadoop's Configuration");
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(ParquetSchemas.of(schema), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    /** @throws org.apache.kafka.connect.errors.DataException if the row cannot be written */
    void check(Struct row) {
        writer(row.schema()).check(row);
    }

    @Override
    public void write(Struct row) {
        consumer.startMessage();
        writer(row.schema()).writeFields(row, consumer);
        consumer.endMessage();
    }

    private StructWriter writer(Schema source) {
        // Hashing a schema walks all of it, and the next row mostly has the same.
        if (source != lastSource) {
            lastWriter = writers.computeIfAbsent(source, s -> new StructWriter(s, schema));
            lastSource = source;
        }
        return lastWriter;
    }
}
