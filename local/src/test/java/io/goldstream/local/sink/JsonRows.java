package io.goldstream.local.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Ports;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A topic that is landed as lines of JSON, with dates, times and decimals, and what Trino reads of it. */
public final class JsonRows {

    private static final String TOPIC = "typed_lines";

    private static final String RECORD = """
            {"schema": {"type": "struct", "fields": [
              {"field": "d", "type": "int32", "name": "org.apache.kafka.connect.data.Date"},
              {"field": "ms", "type": "int64", "name": "org.apache.kafka.connect.data.Timestamp"},
              {"field": "us", "type": "int64", "name": "io.debezium.time.MicroTimestamp"},
              {"field": "amount", "type": "bytes", "name": "org.apache.kafka.connect.data.Decimal",
               "parameters": {"scale": "2"}},
              {"field": "x", "type": "double", "optional": true}]},
             "payload": {"d": 20089, "ms": 1735689600000, "us": 1735689600123456, "amount": "MDk=", "x": null}}""";

    private JsonRows() {}

    /** Lands a row, and has Trino read it back by both of its readers of JSON. */
    public static void landAndReadBack(Ports ports, Path lake) throws Exception {
        TestSink sink = new TestSink(ports.connectUrl(), ports.bootstrapServers(), TOPIC)
                .with("store.type", "local")
                .with("store.root", lake.toString())
                .with("value.converter", "org.apache.kafka.connect.json.JsonConverter")
                .with("value.converter.schemas.enable", "true")
                .with("transforms", "lineage")
                .with("transforms.lineage.type", "io.goldstream.connect.transform.Lineage")
                .with("format", "json");
        sink.createTopic();
        sink.produce(List.of(RECORD.replace('\n', ' ')));
        sink.put();
        try (Connection trino = LakeConnection.open(ports);
                Statement sql = trino.createStatement()) {
            sql.execute("SET SESSION music_streaming.timestamp_precision = 'MICROSECONDS'");
            for (String format : List.of("JSON", "OPENX_JSON")) {
                sql.execute("""
                        CREATE TABLE raw.typed_lines (
                          d date, ms timestamp(6), us timestamp(6), amount decimal(10, 2), x double,
                          source_offset bigint, source_timestamp timestamp(6))
                        WITH (external_location = 'local:///typed_lines', format = '%s')""".formatted(format));
                try {
                    sink.await("a row", () -> row(sql, "SELECT count(*) FROM raw.typed_lines")
                            .equals("1"));
                    assertThat(row(sql, """
                            SELECT concat_ws('|', CAST(d AS varchar), CAST(ms AS varchar), CAST(us AS varchar),
                              CAST(amount AS varchar), coalesce(CAST(x AS varchar), 'null'), CAST(source_offset AS varchar),
                              CAST(source_timestamp > TIMESTAMP '2020-01-01 00:00:00' AS varchar))
                            FROM raw.typed_lines"""))
                            .isEqualTo(
                                    "2025-01-01|2025-01-01 00:00:00.000000|2025-01-01 00:00:00.123456|123.45|null|0|true");
                } finally {
                    sql.execute("DROP TABLE raw.typed_lines");
                }
            }
        } finally {
            sink.delete();
        }
    }

    private static String row(Statement sql, String query) throws SQLException {
        try (ResultSet found = sql.executeQuery(query)) {
            assertThat(found.next()).isTrue();
            return found.getString(1);
        }
    }
}
