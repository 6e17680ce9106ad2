package io.goldstream.connect.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CoarsenLocationTest {

    private static final Schema PLACE = SchemaBuilder.struct()
            .field("city", Schema.STRING_SCHEMA)
            .field("lon", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("lat", Schema.OPTIONAL_FLOAT32_SCHEMA)
            .build();

    @ParameterizedTest
    @CsvSource({"-73.98765, -73.99", "1.005, 1.01", "-1.005, -1.01", "40.7, 40.7", "0.004, 0.0", "180, 180"})
    void roundsHalfUpAsTheDecimalIsRead(double exact, double rounded) {
        Struct place = apply(new Struct(PLACE).put("city", "x").put("lon", exact));

        assertThat(place.getFloat64("lon")).isEqualTo(rounded);
        assertThat(place.getString("city")).isEqualTo("x");
    }

    @Test
    void leavesTheRecordThatItWasGiven() {
        Struct place = new Struct(PLACE).put("city", "x").put("lon", 1.234).put("lat", 5.678f);

        Struct coarse = apply(place);

        assertThat(coarse.getFloat32("lat")).isEqualTo(5.68f);
        assertThat(coarse.schema()).isSameAs(PLACE);
        assertThat(place.getFloat64("lon")).isEqualTo(1.234);
    }

    @Test
    void nullStaysNull() {
        assertThat(apply(new Struct(PLACE).put("city", "x")).get("lon")).isNull();
        assertThat(transform().apply(record(null, null)).value()).isNull();
    }

    /** Converters write the schema's default beside the rows, or in the place of null. */
    @Test
    void aDefaultIsRoundedToo() {
        Schema decimal =
                Decimal.builder(4).defaultValue(new BigDecimal("1.2390")).build();
        Schema schema = SchemaBuilder.struct()
                .field(
                        "lon",
                        SchemaBuilder.float64()
                                .name("degrees")
                                .version(3)
                                .doc("east")
                                .parameter("p", "q")
                                .optional()
                                .defaultValue(-73.98765)
                                .build())
                .field("lat", decimal)
                .field("other", SchemaBuilder.float64().defaultValue(1.239).build())
                .build();

        Struct coarse =
                (Struct) transform().apply(record(schema, new Struct(schema))).value();

        assertThat(coarse.schema().field("lon").schema())
                .isEqualTo(SchemaBuilder.float64()
                        .name("degrees")
                        .version(3)
                        .doc("east")
                        .parameter("p", "q")
                        .optional()
                        .defaultValue(-73.99)
                        .build());
        assertThat(coarse.schema().field("lat").schema())
                .isEqualTo(Decimal.builder(4)
                        .defaultValue(new BigDecimal("1.2400"))
                        .build());
        assertThat(coarse.get("lat")).isEqualTo(new BigDecimal("1.2400"));
        assertThat(coarse.getWithoutDefault("lon")).isNull();
        assertThat(coarse.schema().field("other").schema())
                .isSameAs(schema.field("other").schema());
    }

    @Test
    void roundsInMaps() {
        Map<String, Object> place = new HashMap<>();
        place.put("lon", 1.239);
        place.put("other", 1.239);
        place.put("lat", null);

        Object coarse = transform().apply(record(null, place)).value();

        Map<String, Object> expected = new HashMap<>(place);
        expected.put("lon", 1.24);
        assertThat(coarse).isEqualTo(expected);
    }

    @Test
    void aMisspeltFieldLetsNothingThrough() {
        Schema other =
                SchemaBuilder.struct().field("longitude", Schema.FLOAT64_SCHEMA).build();
        for (SinkRecord record : List.of(
                record(other, new Struct(other).put("longitude", 1.0)), record(null, Map.of("longitude", 1.0)))) {
            assertThatThrownBy(() -> transform().apply(record))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("no field lon")
                    .hasMessageContaining("longitude")
                    .hasMessageContaining("absent=null");
            CoarsenLocation<SinkRecord> lenient = new CoarsenLocation<>();
            lenient.configure(Map.of("fields", "lon", "absent", "null"));
            assertThat(lenient.apply(record).value()).isEqualTo(record.value());
        }
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of(Schema.FLOAT64_SCHEMA, 1.239, 1.24),
                Arguments.of(Schema.FLOAT32_SCHEMA, 1.239f, 1.24f),
                Arguments.of(Decimal.schema(6), new BigDecimal("1.239000"), new BigDecimal("1.240000")),
                Arguments.of(Decimal.schema(1), new BigDecimal("1.2"), new BigDecimal("1.2")),
                Arguments.of(Schema.INT64_SCHEMA, 7L, 7L),
                Arguments.of(Schema.INT32_SCHEMA, -180, -180),
                Arguments.of(Schema.INT8_SCHEMA, (byte) 90, (byte) 90));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberIsRoundedAlikeInStructsAndMaps(Schema schema, Object exact, Object rounded) {
        CoarsenLocation<SinkRecord> transform = new CoarsenLocation<>();
        transform.configure(Map.of("fields", "x"));
        Schema row = SchemaBuilder.struct().field("x", schema).build();

        Struct struct = (Struct)
                transform.apply(record(row, new Struct(row).put("x", exact))).value();

        assertThat(struct.get("x")).isEqualTo(rounded);
        assertThat(transform.apply(record(null, Map.of("x", exact))).value()).isEqualTo(Map.of("x", rounded));
    }

    @Test
    void whatIsNoNumberIsRefused() {
        Schema row = SchemaBuilder.struct()
                .field("lon", Schema.STRING_SCHEMA)
                .field("lat", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .build();
        Map<String, Object> map = new HashMap<>();
        map.put("lon", "1.2345");
        map.put("lat", null);
        for (SinkRecord record : List.of(record(row, new Struct(row).put("lon", "1.2345")), record(null, map))) {
            assertThatThrownBy(() -> transform().apply(record))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("java.lang.String: convert it to a number, such as with Connect's Cast");
        }
    }

    @Test
    void aValueWithoutFieldsIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> transform().apply(record(Schema.STRING_SCHEMA, "1.2345")))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("is a java.lang.String: set a value.converter that gives structs or maps");
    }

    @Test
    void worksOnKeys() {
        CoarsenLocation<SinkRecord> transform = new CoarsenLocation<>();
        transform.configure(Map.of("fields", "lon", "part", "key"));

        SinkRecord coarse =
                transform.apply(new SinkRecord("t", 0, null, Map.of("lon", 1.239), null, Map.of("lon", 1.239), 0));

        assertThat(coarse.key()).isEqualTo(Map.of("lon", 1.24));
        assertThat(coarse.value()).isEqualTo(Map.of("lon", 1.239));
    }

    @Test
    void worksOnKeysWithASchema() {
        CoarsenLocation<SinkRecord> transform = new CoarsenLocation<>();
        transform.configure(Map.of("fields", "lon", "part", "key", "decimals", "1"));
        Struct place = new Struct(PLACE).put("city", "x").put("lon", 1.26);

        SinkRecord coarse = transform.apply(new SinkRecord("t", 0, PLACE, place, PLACE, place, 0));

        assertThat(((Struct) coarse.key()).getFloat64("lon")).isEqualTo(1.3);
        assertThat(coarse.keySchema()).isSameAs(PLACE);
        assertThat(coarse.value()).isSameAs(place);
    }

    @Test
    void checksItsOptions() {
        CoarsenLocation<SinkRecord> transform = new CoarsenLocation<>();
        assertThatThrownBy(() -> transform.configure(Map.of("fields", "lon", "decimals", "11")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("decimals");
        assertThatThrownBy(() -> transform.configure(Map.of())).hasMessageContaining("fields");
    }

    private static Struct apply(Struct place) {
        return (Struct) transform().apply(record(PLACE, place)).value();
    }

    private static CoarsenLocation<SinkRecord> transform() {
        CoarsenLocation<SinkRecord> transform = new CoarsenLocation<>();
        transform.configure(Map.of("fields", "lon,lat", "decimals", "2"));
        return transform;
    }

    private static SinkRecord record(Schema schema, Object value) {
        return new SinkRecord("t", 0, null, null, schema, value, 0);
    }
}
