package io.goldstream.connect.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventConverterTest {

    private static final String LISTENS = "bronze.listen_events";
    private static final String LISTEN = """
            {"event_id":"e1","event_time":1700000000123,"session_id":"s","user_id":"u","artist":"Beyoncé","song":"\\"\\"",
             "duration_seconds":213.5,"item_in_session":7,"lon":-73,"lat":40.7,"gender":null,"received_at":1700000000999,
             "source_topic":"raw.listen_events","source_partition":2,"source_offset":3000000000,"source_timestamp":5}""";
    private static final String QUARANTINED = """
            {"event_id":"e1","kind":"invalid","type":"listen","reason":"r",
             "violations":[{"rule":"listen.duration.positive","pointer":"/duration","message":"m"}],
             "value":"AP8=","headers":[{"key":"ce_id","value":"MQ=="},{"key":"empty"}],
             "attempt":0,"rules_version":"1","received_at":1,
             "source_topic":"raw.listen_events","source_partition":0,"source_offset":1,"source_timestamp":2}""";

    private final EventConverter converter = new EventConverter();

    @Test
    void everyTablesSchemaHasItsColumnsInOrder() {
        for (Table table : Tables.all()) {
            Schema schema = ConnectSchemas.of(table);
            assertThat(schema.fields())
                    .extracting(Field::name)
                    .isEqualTo(table.columns().stream().map(Column::name).toList());
            assertThat(schema.fields())
                    .extracting(field -> !field.schema().isOptional())
                    .isEqualTo(table.columns().stream().map(Column::required).toList());
        }
    }

    @Test
    void readsEveryType() {
        Struct row = read(LISTENS, LISTEN);

        assertThat(row.getString("artist")).isEqualTo("Beyoncé");
        assertThat(row.getString("song")).isEqualTo("\"\"");
        assertThat(row.get("event_time")).isEqualTo(new Date(1700000000123L));
        assertThat(row.schema().field("event_time").schema().name()).isEqualTo(Timestamp.LOGICAL_NAME);
        assertThat(row.getFloat64("duration_seconds")).isEqualTo(213.5);
        assertThat(row.getFloat64("lon")).isEqualTo(-73.0);
        assertThat(row.getInt32("source_partition")).isEqualTo(2);
        assertThat(row.getInt64("source_offset")).isEqualTo(3_000_000_000L);
        assertThat(row.get("gender")).isNull();
        assertThat(row.get("rescued")).isNull();
    }

    @Test
    void readsRowsAndBytes() {
        Struct row = read("quarantine.events", QUARANTINED);

        assertThat(row.getBytes("value")).isEqualTo(new byte[] {0, (byte) 0xff});
        assertThat(row.get("key")).isNull();
        List<Struct> violations = row.getArray("violations");
        assertThat(violations).hasSize(1);
        assertThat(violations.get(0).getString("pointer")).isEqualTo("/duration");
        List<Struct> headers = row.getArray("headers");
        assertThat(headers.get(0).getBytes("value")).isEqualTo(new byte[] {'1'});
        assertThat(headers.get(1).get("value")).isNull();
    }

    @Test
    void absentRowsAreNoRows() {
        Struct row = read("quarantine.events", QUARANTINED.replace("headers", "unknown"));

        assertThat(row.getArray("headers")).isEmpty();
    }

    /** Also in a property that is skipped. */
    @Test
    void whatIsNestedTooDeeplyIsToldTheWayOut() {
        String deep = LISTEN.replaceFirst("\\{", "{\"x\":" + "[".repeat(1001) + "]".repeat(1001) + ",");

        assertThatThrownBy(() -> read(LISTENS, deep))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has too many levels")
                .hasMessageContaining("Correct its producer; errors.tolerance=all keeps the record as a dead letter");
    }

    @Test
    void skipsPropertiesThatTheTableDoesNotHave() {
        Struct row = read(LISTENS, LISTEN.replaceFirst("\\{", "{\"newer\":{\"song\":[1,{\"song\":2}]},"));

        assertThat(row.getString("song")).isEqualTo("\"\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "artist":"Beyoncé"       | "artist":12          | column artist: expected a string, found 12
            "item_in_session":7      | "item_in_session":1.5| column item_in_session: expected a 32-bit integer, found 1.5
            "source_partition":2     | "source_partition":3000000000 | column source_partition: expected a 32-bit integer, found 3000000000
            "lat":40.7               | "lat":"40.7"         | column lat: expected a number, found the string "40.7"
            "lat":40.7               | "lat":-1e400         | column lat: expected a number, found -1e400
            "event_time":1700000000123 | "event_time":{}    | column event_time: expected an integer, epoch milliseconds, found an object
            "user_id":"u"            | "user_id":null       | column user_id: required, found nothing
            "user_id":"u"            | "other":1            | column user_id: required, found nothing
            """)
    void namesTopicColumnAndWhatWasFound(String good, String bad, String message) {
        assertThatThrownBy(() -> read(LISTENS, LISTEN.replace(good, bad)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic " + LISTENS)
                .hasMessageContaining(message);
    }

    @Test
    void namesTheColumnInsideRows() {
        assertThatThrownBy(() -> read("quarantine.events", QUARANTINED.replace("\"pointer\":\"/duration\",", "")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic quarantine.events, column violations, column pointer: required");
        assertThatThrownBy(() -> read("quarantine.events", QUARANTINED.replace("AP8=", "***")))
                .hasMessageContaining("column value: expected a base64 string, found the string \"***\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [1]        | expected a JSON object, found an array
            ''         | expected a JSON object, found nothing
            null       | expected a JSON object, found null
            {"a":      | not valid JSON
            {"a" 1}    | not valid JSON
            """)
    void refusesWhatIsNotOneObject(String value, String message) {
        assertThatThrownBy(() -> read(LISTENS, value))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> read(LISTENS, LISTEN + LISTEN))
                .hasMessageContaining("there is more after it")
                .hasMessageContaining("Correct its producer");
    }

    @Test
    void refusesTopicsWithoutATable() {
        assertThatThrownBy(() -> read("orders", "{}"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("topic orders feeds no table")
                .hasMessageContaining(LISTENS);
    }

    @Test
    void aTombstoneIsNullBothWays() {
        assertThat(converter.toConnectData(LISTENS, null)).isEqualTo(SchemaAndValue.NULL);
        assertThat(converter.fromConnectData(LISTENS, null, null)).isNull();
    }

    @Test
    void whatItWritesItReadsBack() {
        for (var topic :
                Map.of(LISTENS, LISTEN, "quarantine.events", QUARANTINED).entrySet()) {
            Struct row = read(topic.getKey(), topic.getValue());

            byte[] json = converter.fromConnectData(topic.getKey(), row.schema(), row);

            assertThat(read(topic.getKey(), new String(json, StandardCharsets.UTF_8)))
                    .isEqualTo(row);
        }
    }

    @Test
    void isForValuesOnly() {
        assertThatThrownBy(() -> converter.configure(Map.of(), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ByteArrayConverter");
    }

    private Struct read(String topic, String json) {
        return (Struct) converter
                .toConnectData(topic, json.getBytes(StandardCharsets.UTF_8))
                .value();
    }
}
