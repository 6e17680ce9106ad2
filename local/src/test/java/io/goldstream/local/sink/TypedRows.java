package io.goldstream.local.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.local.stack.LakeConnection;
import io.goldstream.local.stack.Ports;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A topic with a column of every type that the sink has for Parquet, of a schema that grows, and what Trino reads of it. */
public final class TypedRows {

    private static final String TOPIC = "typed";

    /** A column's name and its Connect schema, without the braces. */
    private static final List<List<String>> COLUMNS = List.of(
            List.of("b", plain("int8")),
            List.of("s", plain("int16")),
            List.of("i", plain("int32")),
            List.of("r", plain("float")),
            List.of("ok", plain("boolean")),
            List.of("raw", plain("bytes")),
            List.of("d", type("int32", "org.apache.kafka.connect.data.Date")),
            List.of("t", type("int32", "org.apache.kafka.connect.data.Time")),
            List.of("ms", type("int64", "org.apache.kafka.connect.data.Timestamp")),
            List.of("us", type("int64", "io.debezium.time.MicroTimestamp")),
            List.of("amount", type("bytes", "org.apache.kafka.connect.data.Decimal") + """
                    , "parameters": {"scale": "2", "connect.decimal.precision": "10"}"""),
            List.of("id", type("string", "io.debezium.data.Uuid")),
            List.of("counts", """
                    "type": "map", "optional": true, "keys": {"type": "string"}, "values": {"type": "int32"}"""),
            List.of("tags", """
                    "type": "array", "optional": true, "items": {"type": "string", "optional": true}"""),
            List.of("nested", """
                    "type": "struct", "optional": true, "fields": [
                      {"field": "deep", "type": "struct", "fields": [{"field": "flag", "type": "boolean"}]}]"""));

    private static final String VALUES = """
            "b": -8, "s": 300, "i": 70000, "r": 1.5, "ok": true, "raw": "/w==",
            "d": 19723, "t": 3600000, "ms": 1704067199123, "us": 1704067199123456, "amount": "MDk=",
            "id": "00112233-4455-6677-8899-aabbccddeeff", "counts": {"a": 1, "b": 2}, "tags": ["x", null],
            "nested": {"deep": {"flag": true}}""";

    private static final String ALL =
            "-8|300|70000|1.5|true|FF|2024-01-01|2023-12-31 23:59:59.123|123.45|00112233445566778899AABBCCDDEEFF"
                    + "|{\"a\":1,\"b\":2}|[\"x\",null]|{\"deep\":{\"flag\":true}}";

    private static final String NONE = String.join("|", Collections.nCopies(13, "null"));

    private TypedRows() {}

    private static String plain(String type) {
        return "\"type\": \"%s\", \"optional\": true".formatted(type);
    }

    private static String type(String type, String name) {
        return "\"type\": \"%s\", \"optional\": true, \"name\": \"%s\"".formatted(type, name);
    }

    /** Lands them, and has Trino read them back. */
    public static void landAndReadBack(Ports ports, Path lake) throws Exception {
        TestSink sink = new TestSink(ports.connectUrl(), ports.bootstrapServers(), TOPIC)
                .with("store.type", "local")
                .with("store.root", lake.toString())
                .with("value.converter", "org.apache.kafka.connect.json.JsonConverter")
                .with("value.converter.schemas.enable", "true")
                .with("format", "parquet")
                .with("rotate.max.rows", "3");
        sink.createTopic();
        // Within one flush integers, floats and decimals widen, and a field comes; in the next, another field comes.
        // Files of milliseconds come before and after one of microseconds, which holds milliseconds, too.
        sink.produce(List.of(
                record(
                        "\"n\": 1, \"x\": 0.5, \"tiny\": 5, \"price\": \"MDk=\", \"at\": 1704067199123, " + VALUES,
                        "int32",
                        "float",
                        "org.apache.kafka.connect.data.Timestamp",
                        List.of()),
                record(
                        "\"n\": 5000000000, \"x\": 0.1, \"tiny\": 300, \"price\": \"AYag\", \"note\": \"new\","
                                + " \"at\": 1704067199123456",
                        "int64",
                        "double",
                        "io.debezium.time.MicroTimestamp",
                        List.of("note")),
                record(
                        "\"n\": 3, \"x\": null, \"at\": 1704067199124",
                        "int32",
                        "float",
                        "org.apache.kafka.connect.data.Timestamp",
                        List.of()),
                record(
                        "\"n\": 4, \"more\": \"newer\", \"at\": 1704067199125",
                        "int64",
                        "double",
                        "io.debezium.time.Timestamp",
                        List.of("note", "more"))));
        sink.put();
        try (Connection trino = LakeConnection.open(ports);
                Statement sql = trino.createStatement()) {
            sql.execute("SET SESSION music_streaming.timestamp_precision = 'MICROSECONDS'");
            // No t: Trino's Hive connector has no type for the time of a day.
            sql.execute("""
                    CREATE TABLE raw.typed (
                      n bigint, x double, note varchar, more varchar,
                      b tinyint, s smallint, i integer, r real, ok boolean, raw varbinary,
                      d date, ms timestamp(6), us timestamp(6), amount decimal(10, 2), id varbinary,
                      counts map(varchar, integer), tags array(varchar), nested row(deep row(flag boolean)),
                      tiny smallint, price decimal(12, 2), at timestamp(6))
                    WITH (external_location = 'local:///typed', format = 'PARQUET')""");
            try {
                sink.await("4 rows", () -> rows(sql, "SELECT count(*) FROM raw.typed")
                        .equals(List.of("4")));
                assertThat(rows(sql, """
                        SELECT n, x, note, more, b, s, i, r, ok, to_hex(raw), d, CAST(ms AS timestamp(3)), amount, to_hex(id),
                          json_format(CAST(counts AS json)), json_format(CAST(tags AS json)),
                          json_format(CAST(nested AS json))
                        FROM raw.typed ORDER BY n"""))
                        .containsExactly(
                                "1|0.5|null|null|" + ALL,
                                "3|null|null|null|" + NONE,
                                "4|null|null|newer|" + NONE,
                                "5000000000|0.1|new|null|" + NONE);
                // Filters go by the files' statistics, which are of narrower types in the older files.
                for (String filter : List.of(
                        "x > 0.2",
                        "x = 0.5",
                        "n < 2",
                        "n = 1",
                        "tiny = 5",
                        "price = 123.45",
                        "price < 200",
                        "r = 1.5",
                        "r < 2",
                        "at = TIMESTAMP '2023-12-31 23:59:59.123'",
                        "at < TIMESTAMP '2023-12-31 23:59:59.123456'")) {
                    assertThat(rows(sql, "SELECT n FROM raw.typed WHERE " + filter))
                            .as(filter)
                            .containsExactly("1");
                }
                assertThat(rows(
                                sql,
                                "SELECT n FROM raw.typed WHERE x < 0.2 AND price >= 1000 AND tiny > 127 AND n > 3"))
                        .containsExactly("5000000000");
                assertThat(rows(sql, "SELECT CAST(us AS varchar) FROM raw.typed WHERE n = 1"))
                        .containsExactly("2023-12-31 23:59:59.123456");
                assertThat(rows(sql, "SELECT CAST(at AS varchar) FROM raw.typed ORDER BY n"))
                        .containsExactly(
                                "2023-12-31 23:59:59.123000",
                                "2023-12-31 23:59:59.124000",
                                "2023-12-31 23:59:59.125000",
                                "2023-12-31 23:59:59.123456");
                assertThat(rows(
                                sql,
                                "SELECT n FROM raw.typed WHERE at > TIMESTAMP '2023-12-31 23:59:59.123' ORDER BY n"))
                        .containsExactly("3", "4", "5000000000");
                assertThat(rows(sql, "SELECT count(DISTINCT \"$path\") FROM raw.typed"))
                        .containsExactly("3");
            } finally {
                sql.execute("DROP TABLE raw.typed");
                sink.delete();
            }
        }
    }

    private static String record(String values, String integer, String real, String time, List<String> texts) {
        List<String> fields = new ArrayList<>(List.of(
                "{\"field\": \"n\", \"type\": \"%s\"}".formatted(integer),
                "{\"field\": \"x\", \"type\": \"%s\", \"optional\": true}".formatted(real),
                "{\"field\": \"at\", %s}".formatted(type("int64", time)),
                "{\"field\": \"tiny\", %s}".formatted(plain(integer.equals("int32") ? "int8" : "int16")),
                "{\"field\": \"price\", %s, \"parameters\": {\"scale\": \"2\", \"connect.decimal.precision\": \"%s\"}}"
                        .formatted(
                                type("bytes", "org.apache.kafka.connect.data.Decimal"),
                                integer.equals("int32") ? "10" : "12")));
        texts.forEach(
                text -> fields.add("{\"field\": \"%s\", \"type\": \"string\", \"optional\": true}".formatted(text)));
        COLUMNS.forEach(column -> fields.add("{\"field\": \"%s\", %s}".formatted(column.getFirst(), column.getLast())));
        return """
                {"schema": {"type": "struct", "name": "typed", "fields": [%s]}, "payload": {%s}}""".formatted(String.join(", ", fields), values);
    }

    private static List<String> rows(Statement sql, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet found = sql.executeQuery(query)) {
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(found.getString(column)));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }
}
