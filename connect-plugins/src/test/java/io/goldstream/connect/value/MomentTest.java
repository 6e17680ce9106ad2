package io.goldstream.connect.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {

    @ParameterizedTest
    @CsvSource({
        "2025-01-01T12:34:56.789Z, 2025-01-01T12:34:56.789Z",
        "2025-01-01T12:34:56Z, 2025-01-01T12:34:56Z",
        "2025-01-01t12:34z, 2025-01-01T12:34:00Z",
        "2025-01-01 12:34:56.7, 2025-01-01T12:34:56.700Z",
        "2025-01-01T12:34:56.123456789, 2025-01-01T12:34:56.123Z",
        "2025-01-01T12:34:56+05:30, 2025-01-01T07:04:56Z",
        "2025-01-01T12:34:56-0800, 2025-01-01T20:34:56Z",
        "2025-01-01T12:34:56+01, 2025-01-01T11:34:56Z",
        "1735734896789, 2025-01-01T12:34:56.789Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"
    })
    void textIsReadInUtcOnEveryMachine(String text, Instant time) {
        Moment moment = new Moment(time.toEpochMilli(), false);
        Zones.everywhere(() -> {
            assertThat(Moment.of(null, text, EpochUnit.DEFAULT)).isEqualTo(moment);
            assertThat(Moment.of(Schema.STRING_SCHEMA, text, EpochUnit.DEFAULT)).isEqualTo(moment);
            assertThat(Moment.of(Schema.BYTES_SCHEMA, text.getBytes(StandardCharsets.UTF_8), EpochUnit.DEFAULT))
                    .isEqualTo(moment);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2025-1-1",
                "2025-02-30",
                "2025-01-01T",
                "2025-01-01T24:00:00Z",
                "2025-01-01T12:60Z",
                "2025-01-01T12:34:60Z",
                "2025-01-01T12:34:56,5Z",
                "2025-01-01T12:34:56+25:00",
                "2025-01-01T12:34:56 Z",
                "2025-01-01T12:34:56Z ",
                "2025-01-01T12:34:56Z[UTC]",
                "2025-01-01T12:34:56 EST",
                "Wed Jan 01 00:00:00 UTC 2025",
                "01/02/2025",
                "0000-12-31T00:00:00Z",
                "9999-12-31T23:59:59-01:00",
                "10000-01-01T00:00:00Z",
                "-2025-01-01T00:00:00Z",
                "20250101",
                "20250101123456",
                "1735689600",
                "1735689600.5",
                "99999999999999999999",
                "9999999999999999"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> Moment.of(null, text, EpochUnit.DEFAULT)).isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "DEFAULT, 1735689600000",
        "S, 1735689600",
        "MS, 1735689600000",
        "US, 1735689600000999",
        "NS, 1735689600000999999"
    })
    void anIntegerCountsWhatItsUnitSays(EpochUnit unit, long number) {
        Moment newYear = new Moment(1_735_689_600_000L, false);

        assertThat(Moment.of(null, number, unit)).isEqualTo(newYear);
        assertThat(Moment.of(Schema.INT64_SCHEMA, number, unit)).isEqualTo(newYear);
        assertThat(Moment.of(null, Long.toString(number), unit)).isEqualTo(newYear);
    }

    @Test
    void anIntegerOfAnySizeIsOne() {
        Moment moment = new Moment(100_000, false);

        for (Number number : new Number[] {(byte) 100, (short) 100, 100, 100L}) {
            assertThat(Moment.of(null, number, EpochUnit.S)).isEqualTo(moment);
        }
        assertThat(Moment.of(Schema.INT8_SCHEMA, (byte) 100, EpochUnit.S)).isEqualTo(moment);
        assertThat(Moment.of(Schema.INT16_SCHEMA, (short) 100, EpochUnit.S)).isEqualTo(moment);
    }

    /** As languages whose numbers are doubles write them. */
    @Test
    void aDoubleIsReadToTheMillisecond() {
        assertThat(Moment.of(null, 1.735689600123E12, EpochUnit.DEFAULT).millis())
                .isEqualTo(1_735_689_600_123L);
        assertThat(Moment.of(null, 1735689600.123, EpochUnit.S).millis()).isEqualTo(1_735_689_600_123L);
        assertThat(Moment.of(null, -0.0001, EpochUnit.S).millis()).isEqualTo(-1);
        for (double none : new double[] {1735689600.5, Double.NaN, Double.POSITIVE_INFINITY, 1e300, -1e300}) {
            assertThatThrownBy(() -> Moment.of(null, none, EpochUnit.DEFAULT)).isInstanceOf(DataException.class);
        }
    }

    @Test
    void whatMayBeSecondsIsAskedFor() {
        for (long number : new long[] {100_000_000, 1_735_689_600, -1_735_689_600, 99_999_999_999L}) {
            assertThatThrownBy(() -> Moment.of(null, number, EpochUnit.DEFAULT))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(number + ", which may be seconds or milliseconds: set time.unit");
            assertThat(Moment.of(null, number, EpochUnit.MS).millis()).isEqualTo(number);
        }
        assertThat(Moment.of(null, 1_735_689_600, EpochUnit.S).millis()).isEqualTo(1_735_689_600_000L);
        assertThat(Moment.of(null, 99_999_999L, EpochUnit.DEFAULT).millis()).isEqualTo(99_999_999L);
        assertThat(Moment.of(null, 100_000_000_000L, EpochUnit.DEFAULT).millis())
                .isEqualTo(100_000_000_000L);
    }

    @Test
    void yearsBeyondAllCalendarsAreRefused() {
        for (EpochUnit unit : EpochUnit.values()) {
            for (long number : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
                if (unit != EpochUnit.NS) {
                    assertThatThrownBy(() -> Moment.of(null, number, unit))
                            .isInstanceOf(DataException.class)
                            .hasMessageContaining("beyond the years 1 to 9999");
                }
            }
        }
    }

    @Test
    void aNumberOfAnotherUnitIsToldAsItCame() {
        for (Object number : new Object[] {1_735_689_600_123L, "1735689600123"}) {
            assertThatThrownBy(() -> Moment.of(null, number, EpochUnit.S))
                    .isInstanceOf(DataException.class)
                    .hasMessage("is 1735689600123, which with time.unit=s is beyond the years 1 to 9999:"
                            + " set time.unit to the number's unit");
        }
    }

    @Test
    void aSchemasNameSaysWhatANumberCounts() {
        Moment newYear = new Moment(1_735_689_600_000L, false);
        Moment newYearsDay = new Moment(1_735_689_600_000L, true);
        Date date = new Date(1_735_689_600_000L);

        Zones.everywhere(() -> {
            assertThat(moment(Timestamp.SCHEMA, date)).isEqualTo(newYear);
            assertThat(moment(null, date)).isEqualTo(newYear);
            assertThat(moment(org.apache.kafka.connect.data.Date.SCHEMA, date)).isEqualTo(newYearsDay);
            assertThat(moment(null, "2025-01-01")).isEqualTo(newYearsDay);
            assertThat(moment(debezium("Date", Schema.Type.INT32), 20_089)).isEqualTo(newYearsDay);
            assertThat(moment(debezium("Timestamp", Schema.Type.INT64), 1_735_689_600_000L))
                    .isEqualTo(newYear);
            assertThat(moment(debezium("MicroTimestamp", Schema.Type.INT64), 1_735_689_600_000_999L))
                    .isEqualTo(newYear);
            assertThat(moment(debezium("NanoTimestamp", Schema.Type.INT64), 1_735_689_600_000_999_999L))
                    .isEqualTo(newYear);
            assertThat(moment(debezium("ZonedTimestamp", Schema.Type.STRING), "2025-01-01T01:00:00+01:00"))
                    .isEqualTo(newYear);
        });
    }

    @Test
    void timesOfADayAndOtherValuesAreNoTimes() {
        Map<Schema, Object> none = Map.of(
                Time.SCHEMA,
                new Date(5),
                debezium("Time", Schema.Type.INT32),
                5,
                debezium("MicroTime", Schema.Type.INT64),
                5L,
                debezium("NanoTime", Schema.Type.INT64),
                5L,
                debezium("Year", Schema.Type.INT32),
                2025,
                Schema.BOOLEAN_SCHEMA,
                true,
                Schema.FLOAT64_SCHEMA,
                1.7e9,
                org.apache.kafka.connect.data.Date.SCHEMA,
                new Date(1),
                SchemaBuilder.array(Schema.INT64_SCHEMA).build(),
                List.of(5L));

        none.forEach((schema, value) ->
                assertThatThrownBy(() -> moment(schema, value)).isInstanceOf(DataException.class));
    }

    private static Moment moment(Schema schema, Object value) {
        return Moment.of(schema, value, EpochUnit.DEFAULT);
    }

    private static Schema debezium(String name, Schema.Type type) {
        return SchemaBuilder.type(type).name("io.debezium.time." + name).build();
    }
}
