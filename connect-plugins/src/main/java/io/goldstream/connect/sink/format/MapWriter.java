package io.goldstream.connect.sink.format;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.io.api.RecordConsumer;

/** Parquet's map: repeated pairs, of which only the value may be null. */
record MapWriter(ValueWriter key, ValueWriter value, Schema valueSchema) implements ValueWriter {

    @Override
    public void check(Object object) {
        ((Map<?, ?>) object).forEach((k, v) -> {
            if (k == null) {
                throw new DataException("a key of a map is null");
            }
            key.check(k);
            ListWriter.check(v, "value of a map", valueSchema, value);
        });
    }

    @Override
    public boolean isChecked() {
        return true;
    }

    @Override
    public void write(Object object, RecordConsumer consumer) {
        Map<?, ?> map = (Map<?, ?>) object;
        consumer.startGroup();
        if (!map.isEmpty()) {
            consumer.startField("key_value", 0);
            map.forEach((k, v) -> write(k, v, consumer));
            consumer.endField("key_value", 0);
        }
        consumer.endGroup();
    }

    private void write(Object k, Object v, RecordConsumer consumer) {
        consumer.startGroup();
        consumer.startField("key", 0);
        key.write(k, consumer);
        consumer.endField("key", 0);
        if (v != null) {
            consumer.startField("value", 1);
            value.write(v, consumer);
            consumer.endField("value", 1);
        }
        consumer.endGroup();
    }
}
