package io.goldstream.connect.sink.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.value.EpochUnit;
import io.goldstream.connect.value.Zones;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths and event times out of keys, headers and what is nested, in any zone. */
class RecordPartsInPathsTest {

    private static final Schema PLACE = SchemaBuilder.struct()
            .optional()
            .field("city", Schema.STRING_SCHEMA)
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .field("place", PLACE)
            .field("dotted.name", Schema.STRING_SCHEMA)
            .build();
    private static final Schema KEY = SchemaBuilder.struct()
            .field("tenant", Schema.STRING_SCHEMA)
            .field("at", Timestamp.SCHEMA)
            .build();
    private static final String MORNING = "2026-03-01T08:00:00Z";

    @ParameterizedTest
    @CsvSource({
        "{header.region}, west",
        "{header.bytes}, raw",
        "{header.none}, %5f_HIVE_DEFAULT_PARTITION__",
        "{header.sent:yyyy-MM-dd}, 2026-03-01",
        "{key.tenant}, acme",
        "{key.at:HH}, 08",
        "{value.place.city}, Oslo",
        "{value.dotted.name}, whole"
    })
    void aStructsPartsAreFound(String template, String folder) {
        assertThat(parse(template).folder(structs(MORNING))).isEqualTo(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "{key.tenant}, acme",
        "{value.place.city}, Oslo",
        "{value.place.none}, %5f_HIVE_DEFAULT_PARTITION__",
        "{value.none.city}, %5f_HIVE_DEFAULT_PARTITION__",
        "{value.dotted.name}, whole"
    })
    void aMapsPartsAreFound(String template, String folder) {
        SinkRecord maps = new SinkRecord(
                "t",
                0,
                null,
                Map.of("tenant", "acme"),
                null,
                Map.of("place", Map.of("city", "Oslo"), "dotted.name", "whole"),
                0);

        assertThat(parse(template).folder(maps)).isEqualTo(folder);
    }

    @Test
    void ofSeveralHeadersTheLastOneCounts() {
        SinkRecord record = structs(MORNING);
        record.headers().addString("region", "east");

        assertThat(parse("{header.region}").folder(record)).isEqualTo("east");
    }

    @Test
    void whereTheOuterOneIsNullItIsHivesNull() {
        Struct homeless = new Struct(ROW).put("dotted.name", "whole");

        assertThat(parse("{value.place.city}").folder(new SinkRecord("t", 0, null, null, ROW, homeless, 0)))
                .isEqualTo("%5f_HIVE_DEFAULT_PARTITION__");
    }

    /** Berlin's midnight is 23:00 UTC in winter and 22:00 in summer. */
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T22:59:59.999Z, 2026-01-31T23",
        "2026-01-31T23:00:00.000Z, 2026-02-01T00",
        "2026-06-30T21:59:59.999Z, 2026-06-30T23",
        "2026-06-30T22:00:00.000Z, 2026-07-01T00",
        "2026-03-29T00:59:59.999Z, 2026-03-29T01",
        "2026-03-29T01:00:00.000Z, 2026-03-29T03"
    })
    void daysAndHoursAreOfTheChosenZone(String at, String folder) {
        PathTemplate template = PathTemplate.parse(
                "{event:yyyy-MM-dd'T'HH}/{timestamp:HH}", RecordTime.parse("key.at"), ZoneId.of("Europe/Berlin"));

        assertThat(template.folder(structs(at))).isEqualTo(folder + "/01");
    }

    @ParameterizedTest
    @CsvSource({"key.at", "header.sent"})
    void anEventsTimeMayBeInItsKeyOrAHeader(String eventTime) {
        RecordTime time = RecordTime.parse(eventTime);
        PathTemplate template = PathTemplate.parse("{event:HH}", time, ZoneOffset.UTC);
        Layout layout = new Layout(template, time, Duration.ZERO, Duration.ofMinutes(10), LateData.KEEP);
        EventClock clock = new EventClock(layout, Clock.systemUTC());

        assertThat(template.folder(structs(MORNING))).isEqualTo("08");
        assertThat(clock.isLate(structs(MORNING))).isFalse();
        assertThat(clock.isLate(structs("2026-03-01T07:50:00Z"))).isFalse();
        assertThat(clock.isLate(structs("2026-03-01T07:49:59Z"))).isTrue();
    }

    /** In New York it is still the day before, in Kiritimati 14 hours later. */
    @Test
    void aValueHasTheSameTextOnEveryMachine() {
        Date newYear = Date.from(Instant.parse("2025-01-01T00:00:00Z"));
        Zones.everywhere(() -> {
            assertThat(folder(org.apache.kafka.connect.data.Date.SCHEMA, newYear))
                    .isEqualTo("2025-01-01");
            assertThat(folder(Timestamp.SCHEMA, newYear)).isEqualTo("2025-01-01T00%3a00%3a00");
            assertThat(folder(Time.SCHEMA, new Date(0))).isEqualTo("00%3a00%3a00");
            assertThat(folder(null, newYear)).isEqualTo("2025-01-01T00%3a00%3a00");
            assertThat(folder(Decimal.schema(2), new BigDecimal("1.50"))).isEqualTo("1.50");
            assertThat(folder(Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {'r', 'a', 'w'})))
                    .isEqualTo("raw");
            assertThat(folder(Schema.FLOAT64_SCHEMA, 1.5)).isEqualTo("1.5");
            assertThat(folder(Schema.BOOLEAN_SCHEMA, true)).isEqualTo("true");
        });
    }

    @Test
    void whatIsNoSingleValueHasNoFolder() {
        Schema list = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
        Schema map =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
        Map<Schema, Object> values = Map.of(
                list,
                List.of("a"),
                map,
                Map.of("a", "b"),
                PLACE,
                new Struct(PLACE).put("city", "Oslo"),
                Schema.BYTES_SCHEMA,
                new byte[] {(byte) 0xff});

        values.forEach((schema, value) -> assertThatThrownBy(() -> folder(schema, value))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("value.x")
                .hasMessageContaining("t-0@0"));
        assertThatThrownBy(() -> folder(null, List.of("a"))).isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @CsvSource({"Pacific/Kiritimati", "America/New_York", "UTC"})
    void aDateIsTheSameInEveryZone(String zone) {
        Date newYear = Date.from(Instant.parse("2025-01-01T00:00:00Z"));
        PathTemplate template =
                PathTemplate.parse("{value.x:yyyy-MM-dd'T'HH}", RecordTime.parse("timestamp"), ZoneId.of(zone));

        Zones.everywhere(() -> {
            assertThat(template.folder(row(org.apache.kafka.connect.data.Date.SCHEMA, newYear)))
                    .isEqualTo("2025-01-01T00");
            assertThat(template.folder(row(Schema.STRING_SCHEMA, "2025-01-01"))).isEqualTo("2025-01-01T00");
            assertThat(template.folder(row(Timestamp.SCHEMA, newYear)))
                    .isEqualTo(
                            switch (zone) {
                                case "UTC" -> "2025-01-01T00";
                                case "America/New_York" -> "2024-12-31T19";
                                default -> "2025-01-01T14";
                            });
        });
    }

    /** As ByteArrayConverter, StringConverter and, from a header, transformations give it. */
    @Test
    void aHeadersTimeIsOneInAnyForm() {
        PathTemplate template = parse("{header.at:yyyy-MM-dd'T'HH}");
        for (Object at : List.of(
                "2026-03-01T08:00:00.123Z",
                "2026-03-01T08:00:00.123Z".getBytes(StandardCharsets.UTF_8),
                "1772352000123",
                1772352000123L,
                new Date(1772352000123L))) {
            SinkRecord record = structs(MORNING);
            record.headers().add("at", at, null);

            Zones.everywhere(() -> assertThat(template.folder(record)).isEqualTo("2026-03-01T08"));
        }
    }

    @Test
    void aNullKeyOrValueIsHivesNull() {
        SinkRecord tombstone = new SinkRecord("t", 0, null, null, ROW, null, 0);

        assertThat(parse("{key.tenant}/{value.place.city}").folder(tombstone))
                .isEqualTo("%5f_HIVE_DEFAULT_PARTITION__/%5f_HIVE_DEFAULT_PARTITION__");
    }

    @Test
    void integersCountWhatTheUnitSays() {
        RecordTime seconds = RecordTime.parse("value.x", EpochUnit.S);
        PathTemplate template =
                PathTemplate.parse("{event:HH}/{value.x:HH-mm}/{timestamp:HH}", seconds, ZoneOffset.UTC);

        assertThat(template.folder(row(Schema.INT64_SCHEMA, 1_772_354_040L))).isEqualTo("08/08-34/00");
        assertThatThrownBy(() -> parse("{value.x:HH}").folder(row(Schema.INT64_SCHEMA, 1_772_354_040L)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("value.x of the record t-0@0 is 1772354040, which may be seconds");
    }

    private static String folder(Schema schema, Object value) {
        return parse("{value.x}").folder(row(schema, value));
    }

    private static SinkRecord row(Schema schema, Object value) {
        if (schema == null) {
            return new SinkRecord("t", 0, null, null, null, Map.of("x", value), 0);
        }
        Schema row = SchemaBuilder.struct().field("x", schema).build();
        return new SinkRecord(
                "t", 0, null, null, row, new Struct(row).put("x", value), 0, 0L, TimestampType.CREATE_TIME);
    }

    private static PathTemplate parse(String template) {
        return PathTemplate.parse(template, RecordTime.parse("timestamp"), ZoneOffset.UTC);
    }

    /** With the time in its key and in a header; the record's own timestamp is midnight, UTC. */
    private static SinkRecord structs(String at) {
        Struct key = new Struct(KEY).put("tenant", "acme").put("at", Date.from(Instant.parse(at)));
        Struct row = new Struct(ROW)
                .put("place", new Struct(PLACE).put("city", "Oslo"))
                .put("dotted.name", "whole");
        long midnight = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
        SinkRecord record = new SinkRecord("t", 0, KEY, key, ROW, row, 0, midnight, TimestampType.CREATE_TIME);
        record.headers().addString("region", "west");
        record.headers().addBytes("bytes", new byte[] {'r', 'a', 'w'});
        record.headers().addString("sent", at);
        return record;
    }
}
