package io.goldstream.connect.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTextTest {

    /** New Year's Day of 2025, UTC; in New York it is the day before. */
    private static final long NEW_YEAR = 1_735_689_600_000L;

    private static final int NEW_YEARS_DAY = 20_089;

    /** A value, its text, and its JSON where that is not the text in quotes. */
    record Case(LogicalType type, Schema schema, Object value, String text, String json) {
        Case(LogicalType type, Schema schema, Object value, String text) {
            this(type, schema, value, text, '"' + text + '"');
        }
    }

    static Stream<Case> logical() {
        return Stream.of(
                new Case(LogicalType.DATE, org.apache.kafka.connect.data.Date.SCHEMA, new Date(NEW_YEAR), "2025-01-01"),
                new Case(
                        LogicalType.DATE,
                        org.apache.kafka.connect.data.Date.SCHEMA,
                        new Date(-86_400_000),
                        "1969-12-31"),
                new Case(LogicalType.TIME, Time.SCHEMA, new Date(0), "00:00:00"),
                new Case(LogicalType.TIME, Time.SCHEMA, new Date(86_399_999), "23:59:59.999"),
                new Case(LogicalType.TIMESTAMP, Timestamp.SCHEMA, new Date(NEW_YEAR), "2025-01-01T00:00:00"),
                new Case(LogicalType.TIMESTAMP, Timestamp.SCHEMA, new Date(-1), "1969-12-31T23:59:59.999"),
                new Case(LogicalType.DECIMAL, Decimal.schema(2), new BigDecimal("-1000.50"), "-1000.50", "-1000.50"),
                new Case(LogicalType.DECIMAL, Decimal.schema(-3), new BigDecimal(BigInteger.TWO, -3), "2000", "2000"),
                new Case(LogicalType.DAYS, debezium("Date", Schema.Type.INT32), NEW_YEARS_DAY, "2025-01-01"),
                new Case(LogicalType.TIME_MILLIS, debezium("Time", Schema.Type.INT32), 3_600_000, "01:00:00"),
                new Case(
                        LogicalType.TIME_MICROS,
                        debezium("MicroTime", Schema.Type.INT64),
                        3_600_000_001L,
                        "01:00:00.000001"),
                new Case(
                        LogicalType.TIMESTAMP_MILLIS,
                        debezium("Timestamp", Schema.Type.INT64),
                        NEW_YEAR + 1,
                        "2025-01-01T00:00:00.001"),
                new Case(
                        LogicalType.TIMESTAMP_MICROS,
                        debezium("MicroTimestamp", Schema.Type.INT64),
                        NEW_YEAR * 1000 + 1,
                        "2025-01-01T00:00:00.000001"),
                new Case(
                        LogicalType.UUID_TEXT,
                        SchemaBuilder.string().name("io.debezium.data.Uuid").build(),
                        "00000000-0000-0001-0000-0000000000ff",
                        "00000000-0000-0001-0000-0000000000ff"));
    }

    @ParameterizedTest
    @MethodSource("logical")
    void aLogicalTypeHasOneTextOnEveryMachine(Case of) {
        Zones.everywhere(() -> {
            assertThat(ValueText.of(of.schema, of.value)).isEqualTo(of.text);
            assertThat(json(of.schema, of.value)).isEqualTo(of.json);
            Schema map = SchemaBuilder.map(of.schema, of.schema).build();
            assertThat(json(map, Map.of(of.value, of.value))).isEqualTo("{\"" + of.text + "\":" + of.json + "}");
            Schema list = SchemaBuilder.array(of.schema).build();
            assertThat(json(list, List.of(of.value))).isEqualTo("[" + of.json + "]");
            assertThat(ValueText.of(list, List.of(of.value))).isEqualTo("[" + of.json + "]");
        });
    }

    @ParameterizedTest
    @EnumSource(LogicalType.class)
    void noLogicalTypeIsLeftOut(LogicalType type) {
        assertThat(logical()).filteredOn(of -> of.type == type).isNotEmpty().allSatisfy(of -> assertThat(
                        LogicalType.of(of.schema))
                .contains(type));
    }

    @Test
    void aNameOnAnotherTypeMeansNothing() {
        Schema text = SchemaBuilder.string().name("io.debezium.time.Date").build();

        assertThat(LogicalType.of(text)).isEmpty();
        assertThat(ValueText.of(text, "today")).isEqualTo("today");
    }

    @Test
    void plainValuesAreAsJsonHasThem() {
        Schema named = SchemaBuilder.int32().name("io.debezium.time.Year").build();

        assertThat(ValueText.of(null, true)).isEqualTo("true");
        assertThat(ValueText.of(Schema.INT8_SCHEMA, (byte) -7)).isEqualTo("-7");
        assertThat(ValueText.of(named, 2025)).isEqualTo("2025");
        assertThat(ValueText.of(null, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(ValueText.of(null, 1.5f)).isEqualTo("1.5").isEqualTo(json(null, 1.5f));
        assertThat(ValueText.of(null, 1e10)).isEqualTo("1.0E10").isEqualTo(json(null, 1e10));
        assertThat(ValueText.of(null, new BigDecimal("1E+3")))
                .isEqualTo("1000")
                .isEqualTo(json(null, new BigDecimal("1E+3")));
        assertThat(ValueText.of(null, new BigDecimal("1E+9999"))).isEqualTo("1E+9999");
        assertThat(ValueText.of(null, "Ólafur")).isEqualTo("Ólafur");
    }

    @Test
    void aDateWithoutASchemaIsATimestamp() {
        Zones.everywhere(() -> {
            assertThat(ValueText.of(null, new Date(NEW_YEAR))).isEqualTo("2025-01-01T00:00:00");
            assertThat(json(null, Map.of("at", new Date(NEW_YEAR)))).isEqualTo("{\"at\":\"2025-01-01T00:00:00\"}");
        });
    }

    @Test
    void whatDriversOfDatabasesGiveIsADate() {
        Zones.everywhere(() -> {
            for (Date date : List.of(
                    new java.sql.Date(NEW_YEAR), new java.sql.Time(NEW_YEAR), new java.sql.Timestamp(NEW_YEAR))) {
                assertThat(ValueText.of(null, date)).isEqualTo("2025-01-01T00:00:00");
                assertThat(ValueText.of(Timestamp.SCHEMA, date)).isEqualTo("2025-01-01T00:00:00");
                assertThat(json(Timestamp.SCHEMA, date)).isEqualTo("\"2025-01-01T00:00:00\"");
                assertThat(ValueText.of(org.apache.kafka.connect.data.Date.SCHEMA, date))
                        .isEqualTo("2025-01-01");
            }
        });
    }

    @Test
    void bytesAreTextOrNone() {
        byte[] bytes = "Ólafur".getBytes(StandardCharsets.UTF_8);

        assertThat(ValueText.of(Schema.BYTES_SCHEMA, bytes)).isEqualTo("Ólafur");
        assertThat(ValueText.of(Schema.BYTES_SCHEMA, ByteBuffer.wrap(bytes))).isEqualTo("Ólafur");
        for (Object none : List.of(new byte[] {(byte) 0xff}, ByteBuffer.wrap(new byte[] {(byte) 0xc3}))) {
            assertThatThrownBy(() -> ValueText.of(null, none))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("not UTF-8 text");
        }
    }

    @Test
    void whatHasPartsIsJson() {
        Schema row = SchemaBuilder.struct()
                .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
                .field(
                        "tags",
                        SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build())
                .build();
        Struct value = new Struct(row).put("day", new Date(NEW_YEAR)).put("tags", Arrays.asList("a", null));

        assertThat(ValueText.of(row, value)).isEqualTo("{\"day\":\"2025-01-01\",\"tags\":[\"a\",null]}");
        assertThat(ValueText.of(null, new TreeMap<>(Map.of("a", 1, "b", List.of()))))
                .isEqualTo("{\"a\":1,\"b\":[]}");
    }

    @Test
    void whatJsonCannotHaveIsTheRecordsFault() {
        for (Object value : List.of(Collections.singletonMap(null, 1), new Object(), Map.of("x", new Object()))) {
            assertThatThrownBy(() -> json(null, value)).isInstanceOf(DataException.class);
        }
        assertThatThrownBy(() -> json(Timestamp.SCHEMA, 5L)).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> ValueText.of(null, new Object())).isInstanceOf(DataException.class);
    }

    private static Schema debezium(String name, Schema.Type type) {
        return SchemaBuilder.type(type).name("io.debezium.time." + name).build();
    }

    private static String json(Schema schema, Object value) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JsonText.write(schema, value, json);
        return json.toString(StandardCharsets.UTF_8);
    }
}
