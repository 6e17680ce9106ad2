package io.goldstream.connect.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

        Object row = transform(Map.of("fields", "id,name,absent"))
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
        Map<String, Object> map = Map.of("id", 1354L, "age", 33);

        SinkRecord withSchema = transform.apply(new SinkRecord("t", 0, PERSON, person, PERSON, person, 0));
        SinkRecord schemaless = transform.apply(new SinkRecord("t", 0, null, map, null, map, 0));

        assertThat(((Struct) withSchema.key()).getString("name")).isEqualTo("k1:" + OLOMIDE);
        assertThat(((Struct) withSchema.key()).getString("id")).isEqualTo("k1:" + NUMBER);
        assertThat(withSchema.keySchema()).isSameAs(((Struct) withSchema.key()).schema());
        assertThat(withSchema.value()).isSameAs(person);
        assertThat(schemaless.key()).isEqualTo(Map.of("id", "k1:" + NUMBER, "age", 33));
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
        assertThatThrownBy(() -> transform(Map.of("fields", "nane")).apply(value(PERSON, person("x"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no field nane")
                .hasMessageNotContaining("x\"");
    }

    @Test
    void whatHasNoOneTextIsRefused() {
        Schema schema = SchemaBuilder.struct().field("at", Timestamp.SCHEMA).build();

        assertThatThrownBy(() -> transform(Map.of("fields", "at")).apply(value(schema, new Struct(schema))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Timestamp");
        assertThatThrownBy(() -> transform(Map.of("fields", "x")).apply(value(null, Map.of("x", 1.5))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("java.lang.Double");
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
