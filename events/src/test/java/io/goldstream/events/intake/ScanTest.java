package io.goldstream.events.intake;

import static io.goldstream.events.EventType.LISTEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.Lines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A scan says that an event is valid only where parsing it says so, and finds the same in it; of ordinary events it does say so. */
class ScanTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RUNS = 50_000;

    /** At the edges of what JSON, the contract's fields and its rules allow, on both sides. */
    private static final String[] VALUES = {
        "null",
        "true",
        "false",
        "tru",
        "truex",
        "nul",
        "{}",
        "[]",
        "[1,{\"a\":\"]\"}]",
        "\"\"",
        "\" \"",
        "\"x\"",
        "\" x\"",
        "\"x \"",
        "\"\\\"\"",
        "\"\\\"x\\\"\"",
        "\"\\\"\\\"\"",
        "\"\\\" \\\"\"",
        "\"\\\" x\\\"\"",
        "\"\\\"x y \\\"\"",
        "\"\\\"ca\\\"\"",
        "\"\\\"CA\\\"\"",
        "\"\\\"x\\\\\\\"\"",
        "\"\\\"\\\"x\"",
        "\"\\\"x\\\\\"",
        "\"x\\\"\\\"\"",
        "\"\\\"Bjö\\\"\"",
        "\"ca\"",
        "\"CA\"",
        "\"cA-1\"",
        "\"\\\\\"",
        "\"\\/\"",
        "\"\\n\"",
        "\"\\t\\t\"",
        "\"\\x\"",
        "\"\\u0041\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud800\"",
        "\"a\\",
        "\"free\"",
        "\"paid\"",
        "\"Free\"",
        "\"gold\"",
        "\"Logged In\"",
        "\"Logged In \"",
        "\"Logged Out\"",
        "\"Guest\"",
        "\"Ólafur\"",
        "\"OlomidÃ©\"",
        "\"\u00a0\"",
        "\"\u0085\"",
        "\"\u2003x\"",
        "\"日本\"",
        "\"\uD83C\uDFB5\"",
        "\"\u007f\"",
        "\"x\u007f\"",
        "\"a\u0001b\"",
        "\"a\nb\"",
        "\"" + "x".repeat(200) + "\"",
        "\"" + "x".repeat(201) + "\"",
        "0",
        "-0",
        "-0.0",
        "00",
        "01",
        "1",
        "-1",
        "- 1",
        "+1",
        "1.",
        ".5",
        "0.5",
        "-0.5",
        "0.0",
        "1e2",
        "100.0",
        "7.0",
        "17381952090e2",
        "1.5e-1",
        "1500",
        "1500.0",
        "1E2",
        "1.5e3",
        "1x",
        "99",
        "100",
        "200",
        "599",
        "600",
        "599.5",
        "999",
        "1000",
        "1500",
        "1000.5",
        "86399.9",
        "86400",
        "86400.0",
        "86400000",
        "86400001",
        "90",
        "-90",
        "89.99999",
        "90.0000001",
        "-90.1",
        "180",
        "-180",
        "-179.5",
        "180.5",
        "-180.00000000000000000001",
        "179.99999999999999999999",
        "2147483647",
        "2147483648",
        "-2147483648",
        "-2147483649",
        "1577836799999",
        "1577836800000",
        "1738200000000",
        "1738200300000",
        "1738200300001",
        "-62135596800000",
        "-62135596800001",
        "253402300799999",
        "253402300800000",
        "999999999999999999",
        "1000000000000000000",
        "9223372036854775807",
        "9223372036854775808",
        "9".repeat(400),
        "0." + "1".repeat(80),
        "0." + "1".repeat(1100),
        "NaN",
        ""
    };

    private static final String[] NAMES = {
        "",
        "t",
        "tss",
        "TS",
        "new",
        "sessionId ",
        "statusChangeType ",
        "statusChangeTypes",
        "itemInSessio",
        "t\\u0073",
        "Ärger"
    };

    private static final String[] SPACES = {
        "", "", "", "", "", "", "", "", "", " ", "\t\r\n", "\u00a0", "\u0000", "\f", ","
    };

    private static final Map<EventType, String> OTHER_DIALECT = Map.of(
            EventType.PAGE_VIEW,
            "{\"ts\":1738195209000,\"userId\":\"u-17\",\"sessionId\":\"s-4\",\"page\":\"Home\",\"auth\":"
                    + "\"Logged In\",\"method\":\"GET\",\"status\":200,\"level\":\"paid\",\"itemInSession\":3,\"lon\":1,\"lat\":-2,"
                    + "\"userAgent\":\"Mozilla/5.0\"}",
            LISTEN,
            "{\"ts\":1738195209000,\"userId\":\"u-17\",\"sessionId\":\"s-4\",\"auth\":\"Logged In\",\"level\":\"paid\","
                    + "\"itemInSession\":3,\"artist\":\"Björk\",\"song\":\"S\",\"duration\":215000,\"eventId\":\"e-1\"}",
            EventType.AUTH_ATTEMPT,
            "{\"ts\":1738195209000,\"sessionId\":\"s-4\",\"auth\":\"Logged Out\",\"success\":false}",
            EventType.STATUS_CHANGE,
            "{\"ts\":1738195209000,\"userId\":\"u-17\",\"sessionId\":\"s-4\",\"auth\":\"Logged In\","
                    + "\"level\":\"paid\",\"page\":\"Upgrade\",\"method\":\"PUT\",\"status\":200,\"prevLevel\":\"free\","
                    + "\"statusChangeType\":\"upgrade\"}");

    private final EventReader reader = new EventReader();

    @ParameterizedTest
    @EnumSource
    void ordinaryEventsOfBothDialectsNeedNoParsing(EventType type) {
        assertThat(scan(type, Lines.eventsim(type))).isPresent();
        assertThat(scan(type, OTHER_DIALECT.get(type))).isPresent();
    }

    static Stream<String> ordinaryChanges() {
        return Stream.of(
                "{\"artist\":\"OlomidÃ©\",\"song\":\"\\\"Quiet\\\" \\\\ Ærø\"}",
                "{\"eventId\":\"play-1\"}",
                "{\"eventId\":17}",
                "{\"lastName\":\"\",\"gender\":\" \"}",
                "{\"userAgent\":\"\\n\\t\\u007f\"}",
                "{\"lon\":-179.99,\"lat\":89.99,\"duration\":86399}",
                "{\"sessionId\":\"s-4\",\"userId\":\"u-7\",\"duration\":86399000}",
                "{\"registration\":-1}");
    }

    @ParameterizedTest
    @MethodSource
    void ordinaryChanges(String changes) {
        assertThat(scan(LISTEN, new String(Lines.with(LISTEN, changes), UTF_8))).isPresent();
    }

    @Test
    void aGuestsKeyIsTheSession() {
        byte[] guest = Lines.with(EventType.PAGE_VIEW, "{\"userId\":null,\"auth\":\"Guest\"}");

        assertThat(scan(EventType.PAGE_VIEW, new String(guest, UTF_8)))
                .hasValueSatisfying(
                        outline -> assertThat(outline.key()).asString(UTF_8).isEqualTo("3067"));
    }

    /** They are told apart by words of eight bytes, which end in zeros where a name is shorter. */
    @ParameterizedTest
    @ValueSource(strings = {"ts", "userId", "song", "artist"})
    void aNameThatEndsInZerosIsAnother(String name) {
        for (int zeros = 1; zeros <= 14; zeros++) {
            String line = Lines.eventsim(LISTEN).replace('"' + name + '"', '"' + name + "\u0000".repeat(zeros) + '"');

            assertThat(scan(LISTEN, line)).as(line).isEmpty();
            assertThat(reader.read(LISTEN, line.getBytes(UTF_8), Lines.RECEIVED_AT))
                    .isInstanceOf(Reading.Malformed.class);
        }
    }

    @Test
    void whatFollowsASliceIsNotSeen() {
        byte[] line = Lines.with(LISTEN, "{}");
        byte[] twice = (new String(line, UTF_8) + new String(line, UTF_8)).getBytes(UTF_8);

        for (int length = 0; length < twice.length; length++) {
            assertThat(reader.scan(LISTEN, twice, 0, length, Lines.RECEIVED_AT).isPresent())
                    .isEqualTo(length == line.length);
        }
    }

    /** Fields lost, doubled, bent and moved, white space and single bytes strewn in: whichever, both agree. */
    @ParameterizedTest
    @EnumSource
    void aScanIsNeverMoreLenientThanParsing(EventType type) throws Exception {
        Random random = new Random(type.ordinal());
        int scanned = 0;
        int valid = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] bytes = bent(type, random);
            Reading reading = reader.parse(type, bytes, 0, bytes.length, Lines.RECEIVED_AT);
            Optional<Outline> outline = reader.scan(type, bytes, 0, bytes.length, Lines.RECEIVED_AT);
            valid += reading instanceof Reading.Valid ? 1 : 0;
            if (outline.isPresent()) {
                scanned++;
                if (!(reading instanceof Reading.Valid) || !areEqual(outline.get(), Outline.of(reading))) {
                    fail("scanned as valid: " + new String(bytes, UTF_8) + ", but parsed as " + reading);
                }
            }
            assertThat(reader.filled(type, bytes, 0, bytes.length, Lines.RECEIVED_AT)
                            .isPresent())
                    .as(new String(bytes, UTF_8))
                    .isEqualTo(outline.isPresent());
            Reading read = reader.read(type, bytes, Lines.RECEIVED_AT);
            if (read instanceof Reading.Valid there) {
                assertVerbatimIsJson(there.event());
            }
            assertThat(told(read)).as(new String(bytes, UTF_8)).isEqualTo(told(reading));
        }
        assertThat(scanned).as("scanned, of " + valid + " valid ones").isBetween(valid / 2, valid);
        assertThat(valid).as("valid").isBetween(RUNS / 10, RUNS * 9 / 10);
    }

    private static boolean areEqual(Outline one, Outline other) {
        return one.violations().equals(other.violations())
                && Arrays.equals(one.key(), other.key())
                && Objects.equals(one.id(), other.id());
    }

    /** {@code 1 << 32} is {@code 1}: a field more would count as there whenever the first one is. */
    @Test
    void everyFieldHasABitOfAnInt() {
        assertThat(Field.values()).hasSizeLessThanOrEqualTo(Integer.SIZE);
    }

    /** All that a reading says. */
    private static List<Object> told(Reading reading) {
        if (reading instanceof Reading.Valid valid) {
            return values(valid.event());
        } else if (reading instanceof Reading.Invalid invalid) {
            return List.of(values(invalid.event()), invalid.violations());
        }
        return List.of(((Reading.Malformed) reading).violation());
    }

    private static List<Object> values(ParsedEvent event) {
        List<Object> values = new ArrayList<>();
        for (Field field : Field.values()) {
            if (event.has(field)) {
                values.add(List.of(field, value(event, field)));
            }
        }
        values.add(Objects.toString(event.rescued()));
        event.forEachRepair((repair, times) -> values.add(List.of(repair, times)));
        return values;
    }

    private static Object value(ParsedEvent event, Field field) {
        return switch (field.kind()) {
            case TEXT -> event.text(field);
            case ID -> List.of(event.text(field), event.isNumber(field));
            // The bits tell -0.0 from 0.0.
            case REAL, DURATION -> Double.doubleToRawLongBits(event.real(field));
            case INT, INSTANT, BOOL -> event.integer(field);
        };
    }

    /** What is verbatim is taken to be JSON, and to say the value. */
    private static void assertVerbatimIsJson(ParsedEvent event) throws Exception {
        for (Field field : Field.values()) {
            if (event.has(field) && event.isVerbatim(field)) {
                String there =
                        new String(event.source(), event.begin(field), event.end(field) - event.begin(field), UTF_8);
                if (field.kind().isText()) {
                    assertThat(JSON.writeValueAsString(event.text(field))).isEqualTo('"' + there + '"');
                } else {
                    assertThat(JSON.readTree(there).doubleValue()).isEqualTo(event.real(field));
                }
            }
        }
    }

    private byte[] bent(EventType type, Random random) throws Exception {
        String line = random.nextInt(3) == 0 ? OTHER_DIALECT.get(type) : Lines.eventsim(type);
        Map<String, String> fields = new LinkedHashMap<>();
        JSON.readTree(line)
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().toString()));
        List<Field> known = type.fields();
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            String name = random.nextInt(20) == 0
                    ? pick(NAMES, random)
                    : known.get(random.nextInt(known.size())).jsonName();
            if (random.nextInt(8) == 0) {
                fields.remove(name);
            } else {
                fields.put(name, pick(VALUES, random));
            }
        }
        List<String> members = new ArrayList<>();
        fields.forEach((name, value) ->
                members.add(space(random) + '"' + name + '"' + space(random) + ":" + space(random) + value));
        if (random.nextInt(20) == 0) {
            members.add(members.get(random.nextInt(members.size())));
        }
        Collections.shuffle(members, random);
        byte[] bytes = (space(random) + "{" + String.join(space(random) + ",", members) + space(random) + "}"
                        + space(random))
                .getBytes(UTF_8);
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** Mostly none: each event has many places for it. */
    private static String space(Random random) {
        return random.nextInt(20) == 0 ? pick(SPACES, random) : "";
    }

    private static String pick(String[] of, Random random) {
        return of[random.nextInt(of.length)];
    }

    private Optional<Outline> scan(EventType type, String line) {
        byte[] bytes = line.getBytes(UTF_8);
        return reader.scan(type, bytes, 0, bytes.length, Lines.RECEIVED_AT);
    }
}
