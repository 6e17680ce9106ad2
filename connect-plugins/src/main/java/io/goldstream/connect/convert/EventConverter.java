package io.goldstream.connect.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.goldstream.connect.PluginVersion;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;

/**
 * The values of Goldstream's topics, between JSON bytes and Connect structs. The topic's name chooses the table of the
 * event contract ({@link Tables#byTopic}), and the table is the schema: nothing is guessed from the data, and no
 * registry is asked.
 *
 * <p>What becomes of a property that the table does not have is {@value #UNKNOWN_PROPERTIES}'s to say. A required
 * column that is absent or null, a value of another type, and bytes that are not one JSON object are
 * {@link DataException}s that name topic, column and what was found. A column of rows that is absent has no rows. A null
 * value (a tombstone) is null both ways. The converter is safe for many threads.
 */
public final class EventConverter implements Converter, Versioned {

    /** What becomes of a property that the table does not have: an {@link UnknownProperties}, in lower case. */
    static final String UNKNOWN_PROPERTIES = "unknown.properties";

    private static final ConfigDef OPTIONS = new ConfigDef()
            .define(
                    UNKNOWN_PROPERTIES,
                    ConfigDef.Type.STRING,
                    UnknownProperties.SKIP.toString(),
                    ConfigDef.CaseInsensitiveValidString.in(
                            UnknownProperties.SKIP.toString(), UnknownProperties.FAIL.toString()),
                    ConfigDef.Importance.MEDIUM,
                    "What becomes of a property that the topic's table does not have, as a newer gateway writes it. skip: it is"
                            + " dropped, without a word. fail: the task fails before anything is dropped, until the plugins are"
                            + " updated.");

    private static final JsonFactory JSON = new JsonFactory();

    static final String WAY_OUT = ". Correct its producer; errors.tolerance=all keeps the record as a dead letter";

    private final Map<String, TopicRows> topics = new ConcurrentHashMap<>();
    private UnknownProperties unknown = UnknownProperties.SKIP;

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (isKey) {
            throw new ConfigException(
                    "key.converter",
                    EventConverter.class.getName(),
                    "reads values only; for keys use org.apache.kafka.connect.converters.ByteArrayConverter"
                            + " or org.apache.kafka.connect.storage.StringConverter");
        }
        unknown = UnknownProperties.of(new AbstractConfig(OPTIONS, configs, false).getString(UNKNOWN_PROPERTIES));
    }

    @Override
    public ConfigDef config() {
        return OPTIONS;
    }

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        if (value == null) {
            return SchemaAndValue.NULL;
        }
        TopicRows rows = rows(topic);
        try (JsonParser parser = JSON.createParser(value)) {
            parser.nextToken();
            Struct row = rows.reader.read(parser);
            JsonToken trailing = parser.nextToken();
            if (trailing != null) {
                throw new DataException("topic " + topic + ": a value is one JSON object, but there is more after it: "
                        + trailing + WAY_OUT);
            }
            return new SchemaAndValue(rows.schema, row);
        } catch (StreamConstraintsException e) {
            throw new DataException(
                    "topic " + topic + ": the value has too many levels, or a text or number that is too long: "
                            + e.getOriginalMessage() + WAY_OUT,
                    e);
        } catch (IOException e) {
            throw new DataException("topic " + topic + ": the value is not valid JSON: " + e.getMessage() + WAY_OUT, e);
        }
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof Struct row)) {
            throw new DataException("topic " + topic + ": a value must be a struct, but is "
                    + value.getClass().getName());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            new RowWriter(json, topic).write(row);
        } catch (IOException e) {
            throw new DataException("topic " + topic + ": the struct cannot be written as JSON: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private TopicRows rows(String topic) {
        TopicRows rows = topics.get(topic);
        return rows != null ? rows : topics.computeIfAbsent(topic, name -> TopicRows.of(name, unknown));
    }

    private record TopicRows(Schema schema, RowReader reader) {

        static TopicRows of(String topic, UnknownProperties unknown) {
            Table table = Tables.byTopic(topic)
                    .orElseThrow(() -> new DataException("topic " + topic
                            + " feeds no table of the event contract. Use another value.converter for it; known are "
                            + Tables.all().stream().map(Table::topic).toList()));
            Schema schema = ConnectSchemas.of(table);
            return new TopicRows(schema, new RowReader(topic, table.columns(), schema, unknown));
        }
    }
}
