package io.goldstream.connect.sink.format;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.RecordConsumer;

/** Parquet's three-level list: a null element is an empty repetition. */
record ListWriter(ValueWriter element, Schema elementSchema) implements ValueWriter {

    @Override
    public void check(Object value) {
        for (Object item : (List<?>) value) {
            check(item, "element of a list", elementSchema, element);
        }
    }

    static void check(Object value, String what, Schema schema, ValueWriter writer) {
        if (value != null) {
            writer.check(value);
        } else if (!schema.isOptional()) {
            throw new DataException("a required " + what + " is null");
        }
    }

    @Override
    public boolean isChecked() {
        return !elementSchema.isOptional() || element.isChecked();
    }

    @Override
    public void write(Object value, RecordConsumer consumer) {
        List<?> list = (List<?>) value;
        consumer.startGroup();
        if (!list.isEmpty()) {
            consumer.startField("list", 0);
            for (Object item : list) {
                consumer.startGroup();
                if (item != null) {
                    consumer.startField("element", 0);
                    element.write(item, consumer);
                    consumer.endField("element", 0);
                }
                consumer.endGroup();
            }
            consumer.endField("list", 0);
        }
        consumer.endGroup();
    }
}
