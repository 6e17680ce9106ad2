package io.goldstream.connect.transform;

import java.util.Locale;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;

/** The half of a record that a transformation works on. */
enum RecordPart {
    KEY {
        @Override
        Schema schema(ConnectRecord<?> record) {
            return record.keySchema();
        }

        @Override
        Object of(ConnectRecord<?> record) {
            return record.key();
        }

        @Override
        <R extends ConnectRecord<R>> R replace(R record, Schema schema, Object content) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    schema,
                    content,
                    record.valueSchema(),
                    record.value(),
                    record.timestamp());
        }
    },
    VALUE {
        @Override
        Schema schema(ConnectRecord<?> record) {
            return record.valueSchema();
        }

        @Override
        Object of(ConnectRecord<?> record) {
            return record.value();
        }

        @Override
        <R extends ConnectRecord<R>> R replace(R record, Schema schema, Object content) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    schema,
                    content,
                    record.timestamp());
        }
    };

    private static final String OPTION = "part";

    abstract Schema schema(ConnectRecord<?> record);

    abstract Object of(ConnectRecord<?> record);

    abstract <R extends ConnectRecord<R>> R replace(R record, Schema schema, Object content);

    /** The name in messages. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ConfigDef define(ConfigDef options) {
        return options.define(
                OPTION,
                Type.STRING,
                VALUE.id(),
                ConfigDef.CaseInsensitiveValidString.in(VALUE.id(), KEY.id()),
                Importance.MEDIUM,
                "The half of the record to work on: value or key. For both, use the transformation " + "twice.");
    }

    static RecordPart in(AbstractConfig config) {
        return valueOf(config.getString(OPTION).toUpperCase(Locale.ROOT));
    }
}
