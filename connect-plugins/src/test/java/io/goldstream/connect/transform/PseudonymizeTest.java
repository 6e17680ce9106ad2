package io.goldstream.connect.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.connect.value.Zones;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymizeTest {

    private static final String KEY = base64("0123456789abcdef0123456789abcdef");
    private static final String OTHER_KEY = base64("0123456789abcdef0123456789abcdeF");

    /** By openssl: printf 'Olomidé' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef. */
    private static final String OLOMIDE = "3c9600b318de908919f2949eabdde6b8278cdb52e2bc2347f830a6707aad4513";

    /** The same of 1354. */
    private static final String NUMBER = "471aedff017c8bd385a92bccf43943335d9f46324a935a5e32e07eaf4121adfd";

    private static final Schema PERSON = SchemaBuilder.struct()
            .name("person")
            .field("id", Schema.INT64_SCHEMA)
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("age", Schema.INT32_SCHEMA)
            .build();

    @Test
    void isTheKeysIdAndTheHmacOfTheText() {
        Struct row = (Struct) transform(Map.of("fields", "id,name"))
                .apply(value(PERSON, person("Olomidé")))
                .value();

        assertThat(row.getString("name")).isEqualTo("k1:" + OLOMIDE);
        assertThat(row.getString("id")).isEqualTo("k1:" + NUMBER);
        assertThat(row.getInt32("age")).isEqualTo(33);
        assertThat(row.schema().name()).isEqualTo("person");
        assertThat(row.schema().field("id").schema()).isEqualTo(Schema.STRING_SCHEMA);
    }

    @Test
    void nullStaysNull() {
        Pseudonymize<SinkRecord> transform = transform(Map.of("fields", "name"));

        assertThat(((Struct) transform.apply(value(PERSON, person(null))).value()).get("name"))
                .isNull();
        assertThat(transform.apply(value(null, null)).value()).isNull();
    }

    @Test
    void worksInSchemalessMaps() {
        Map<String, Object> person = new HashMap<>();
        person.put("id", 1354L);
        person.put("name", null);
        person.put("age", 33);

        Object row = transform(Map.of("fields", "id,name,absent", "absent", "null"))
                .apply(value(null, person))
                .value();

        Map<String, Object> expected = new HashMap<>(person);
        expected.put("id", "k1:" + NUMBER);
        assertThat(row).isEqualTo(expected);
    }

    @Test
    void withoutFieldsItReplacesTheWholeKey() {
        Pseudonymize<SinkRecord> transform = transform(Map.of("part", "key"));

        SinkRecord withSchema =
                transform.apply(new SinkRecord("t", 0, Schema.INT32_SCHEMA, 1354, Schema.STRING_SCHEMA, "v", 0));
        SinkRecord schemaless = transform.apply(new SinkRecord("t", 0, null, "1354", null, "v", 0));

        assertThat(withSchema.key()).isEqualTo("k1:" + NUMBER);
        assertThat(withSchema.keySchema()).isEqualTo(Schema.STRING_SCHEMA);
        assertThat(schemaless.key()).isEqualTo("k1:" + NUMBER);
        assertThat(schemaless.keySchema()).isNull();
        assertThat(schemaless.value()).isEqualTo("v");
    }

    @Test
    void worksOnFieldsOfKeys() {
        Pseudonymize<SinkRecord> transform = transform(Map.of("part", "key", "fields", "id,name"));
        Struct person = person("Olomidé");
        Map<String, Object> map = Map.of("id", 1354L, "name", "Olomidé", "age", 33);

        SinkRecord withSchema = transform.apply(new SinkRecord("t", 0, PERSON, person, PERSON, person, 0));
        SinkRecord schemaless = transform.apply(new SinkRecord("t", 0, null, map, null, map, 0));

        assertThat(((Struct) withSchema.key()).getString("name")).isEqualTo("k1:" + OLOMIDE);
        assertThat(((Struct) withSchema.key()).getString("id")).isEqualTo("k1:" + NUMBER);
        assertThat(withSchema.keySchema()).isSameAs(((Struct) withSchema.key()).schema());
        assertThat(withSchema.value()).isSameAs(person);
        assertThat(schemaless.key()).isEqualTo(Map.of("id", "k1:" + NUMBER, "name", "k1:" + OLOMIDE, "age", 33));
        assertThat(schemaless.value()).isSameAs(map);
    }

    /** What docs/connect.md says of rotation. */
    @Test
    void aRotatedKeyCountsEverybodyOnceInEachGeneration() {
        Pseudonymize<SinkRecord> before = transform(Map.of());
        Pseudonymize<SinkRecord> after = transform(Map.of("key", OTHER_KEY, "key.id", "k2"));
        Map<String, Long> people = new HashMap<>();
        for (String name : new String[] {"a", "b", "a", "c"}) {
            for (Pseudonymize<SinkRecord> transform : List.of(before, after)) {
                people.merge((String) transform.apply(value(null, name)).value(), 1L, Long::sum);
            }
        }

        assertThat(people.keySet().stream().filter(pseudonym -> pseudonym.startsWith("k1:")))
                .hasSize(3);
        assertThat(people).hasSize(6);
        assertThat(Stream.of("a", "b", "c")
                        .map(name -> before.apply(value(null, name)).value()))
                .allMatch(people::containsKey);
    }

    @Test
    void aMisspeltFieldLetsNothingThrough() {
        Map<String, Object> map = new HashMap<>();
        map.put("name", "x");
        for (SinkRecord record : List.of(value(PERSON, person("x")), value(null, map), value(PERSON, null))) {
            assertThatThrownBy(() -> transform(Map.of("fields", "nane")).apply(record))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("no field nane")
                    .hasMessageContaining("absent=null")
                    .hasMessageNotContaining("x\"");
            assertThat(transform(Map.of("fields", "nane", "absent", "null"))
                            .apply(record)
                            .value())
                    .isEqualTo(record.value());
        }
    }

    /** As those of an envelope are: {@code absent=null} would let them through. */
    @ParameterizedTest
    @ValueSource(strings = {"fail", "null"})
    void aFieldOfAFieldIsRefusedAndIsReplacedOnceItIsFlat(String absent) {
        Schema person =
                SchemaBuilder.struct().field("mail", Schema.STRING_SCHEMA).build();
        Schema envelope = SchemaBuilder.struct().field("after", person).build();
        Struct struct = new Struct(envelope).put("after", new Struct(person).put("mail", "a@x"));
        Pseudonymize<SinkRecord> transform = transform(Map.of("fields", "after.mail", "absent", absent));

        for (SinkRecord record :
                List.of(value(envelope, struct), value(null, Map.of("after", Map.of("mail", "a@x"))))) {
            assertThatThrownBy(() -> transform.apply(record))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("no field after.mail")
                    .hasMessageContaining("Flatten");
        }
        Map<?, ?> flat = (Map<?, ?>)
                transform.apply(value(null, Map.of("after.mail", "a@x"))).value();
        assertThat(flat.get("after.mail")).asString().startsWith("k1:");
    }

    /** A null has the schema that its neighbours have, so that all of them fit one column. */
    @Test
    void aNullsSchemaIsReplacedToo() {
        Schema struct = SchemaBuilder.struct()
                .optional()
                .field("id", Schema.INT64_SCHEMA)
                .build();

        assertThat(transform(Map.of())
                        .apply(value(Schema.OPTIONAL_INT64_SCHEMA, null))
                        .valueSchema())
                .isEqualTo(transform(Map.of())
                        .apply(value(Schema.OPTIONAL_INT64_SCHEMA, 5L))
                        .valueSchema());
        assertThat(transform(Map.of("fields", "id")).apply(value(struct, null)).valueSchema())
                .isEqualTo(transform(Map.of("fields", "id"))
                        .apply(value(struct, new Struct(struct).put("id", 5L)))
                        .valueSchema());
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(Schema.STRING_SCHEMA, "1354", "1354"),
                Arguments.of(
                        SchemaBuilder.string().name("io.debezium.data.Uuid").build(), "AB-c", "AB-c"),
                Arguments.of(
                        SchemaBuilder.string().name("io.debezium.data.Enum").build(), "x", "x"),
                Arguments.of(Schema.INT8_SCHEMA, (byte) 7, "7"),
                Arguments.of(SchemaBuilder.int32().name("io.debezium.time.Year").build(), 2025, "2025"),
                Arguments.of(Decimal.schema(2), new BigDecimal("1.50"), "1.50"),
                Arguments.of(Timestamp.SCHEMA, new Date(0), "1970-01-01T00:00:00"),
                Arguments.of(Schema.BYTES_SCHEMA, "é".getBytes(StandardCharsets.UTF_8), "é"),
                Arguments.of(Schema.BYTES_SCHEMA, ByteBuffer.wrap("é".getBytes(StandardCharsets.UTF_8)), "é"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void oneTextHasOnePseudonymInStructsAndMaps(Schema schema, Object content, String text) {
        Pseudonymize<SinkRecord> whole = transform(Map.of());
        Pseudonymize<SinkRecord> field = transform(Map.of("fields", "x"));
        Schema struct = SchemaBuilder.struct().field("x", schema).build();
        Object pseudonym = whole.apply(value(null, text)).value();

        Zones.everywhere(() -> {
            assertThat(whole.apply(value(schema, content)).value()).isEqualTo(pseudonym);
            assertThat(whole.apply(value(null, content)).value()).isEqualTo(pseudonym);
            assertThat(((Struct) field.apply(value(struct, new Struct(struct).put("x", content)))
                                    .value())
                            .get("x"))
                    .isEqualTo(pseudonym);
            assertThat(field.apply(value(null, Map.of("x", content))).value()).isEqualTo(Map.of("x", pseudonym));
        });
    }

    @Test
    void aDateHasNoZone() {
        Schema day = org.apache.kafka.connect.data.Date.SCHEMA;

        Zones.everywhere(() -> assertThat(transform(Map.of())
                        .apply(value(day, new Date(1_735_689_600_000L)))
                        .value())
                .isEqualTo(transform(Map.of()).apply(value(null, "2025-01-01")).value()));
    }

    @ParameterizedTest
    @MethodSource("noTexts")
    void whatHasNoOneTextIsRefused(Schema schema, Object content) {
        Schema struct = SchemaBuilder.struct().field("x", schema).build();
        Struct row = new Struct(struct).put("x", content);

        for (SinkRecord record : List.of(value(struct, row), value(null, Map.of("x", content)))) {
            assertThatThrownBy(() -> transform(Map.of("fields", "x")).apply(record))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll(
                            "Pseudonymize cannot replace field x", "only text", "such as with Connect's Cast");
        }
    }

    /** As question marks they would all be one person. */
    @ParameterizedTest
    @ValueSource(strings = {"a\ud800", "a\ud801", "\udc00a"})
    void halfASurrogatePairHasNoPseudonym(String text) {
        assertThatThrownBy(() -> transform(Map.of()).apply(value(Schema.STRING_SCHEMA, text)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("half a surrogate pair");
    }

    static Stream<Arguments> noTexts() {
        return Stream.of(
                Arguments.of(Schema.FLOAT64_SCHEMA, 1.5),
                Arguments.of(Schema.FLOAT32_SCHEMA, 1.5f),
                Arguments.of(Schema.BOOLEAN_SCHEMA, true),
                Arguments.of(SchemaBuilder.array(Schema.STRING_SCHEMA).build(), List.of("a")));
    }

    @Test
    void aMapKeepsItsOrderAndItsSchema() {
        Map<String, Object> person = new LinkedHashMap<>();
        for (String field : List.of("z", "name", "a", "m")) {
            person.put(field, field);
        }
        Schema texts =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
        Schema numbers =
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA).build();
        Pseudonymize<SinkRecord> transform = transform(Map.of("fields", "name"));

        SinkRecord replaced = transform.apply(value(texts, person));

        assertThat(((Map<?, ?>) replaced.value()).keySet()).isEqualTo(person.keySet());
        assertThat(((Map<?, ?>) replaced.value()).keySet().toString()).isEqualTo("[z, name, a, m]");
        assertThat(replaced.valueSchema()).isSameAs(texts);
        assertThatThrownBy(() -> transform.apply(value(numbers, Map.of("name", 5L))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a map whose values are all of type int64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "no base 64, but long enough to be a key", "${env:PSEUDONYM_KEY}"})
    void aKeyThatIsNoneIsRefusedAndNotTold(String key) {
        assertThatThrownBy(() -> transform(Map.of("key", key)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("option key must be 32 bytes or more in Base64")
                .satisfies(refused -> assertThat(
                                key.isEmpty() || !refused.getMessage().contains(key))
                        .isTrue());
    }

    @Test
    void aKeyNeedsAnId() {
        assertThatThrownBy(() -> new Pseudonymize<SinkRecord>().configure(Map.of("key", KEY)))
                .hasMessageContaining("key.id");
        assertThatThrownBy(() -> transform(Map.of("key.id", "a:b"))).hasMessageContaining("key.id");
    }

    private static Pseudonymize<SinkRecord> transform(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(Map.of("key", KEY, "key.id", "k1"));
        all.putAll(options);
        Pseudonymize<SinkRecord> transform = new Pseudonymize<>();
        transform.configure(all);
        return transform;
    }

    private static Struct person(String name) {
        return new Struct(PERSON).put("id", 1354L).put("name", name).put("age", 33);
    }

    private static SinkRecord value(Schema schema, Object value) {
        return new SinkRecord("t", 0, null, null, schema, value, 0);
    }

    private static String base64(String key) {
        return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.US_ASCII));
    }
}
