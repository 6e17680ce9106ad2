package io.goldstream.connect.sink.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
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
