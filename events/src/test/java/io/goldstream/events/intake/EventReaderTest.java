package io.goldstream.events.intake;

import static io.goldstream.events.EventType.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.TokenStreamFactory;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.Lines;
import io.goldstream.events.repair.Repair;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private final EventReader reader = new EventReader();

    @ParameterizedTest
    @EnumSource
    void readsWhatEventsimWrites(EventType type) {
        assertThat(read(type, Lines.eventsim(type))).isInstanceOf(Reading.Valid.class);
    }

    /** A factory keeps the names that it has read, so one that stays would make a verdict depend on earlier events. */
    @Test
    void keepsNothingOfOneEventForTheNext() {
        assertThat(Stream.of(EventReader.class, EventJson.class, FieldReader.class)
                        .flatMap(type -> Stream.of(type.getDeclaredFields())))
                .noneMatch(field -> TokenStreamFactory.class.isAssignableFrom(field.getType()));
    }

    @Test
    void typesEveryFieldOfAListen() {
        ParsedEvent event = valid(LISTEN, Lines.eventsim(LISTEN));

        assertThat(event.text(Field.ARTIST)).isEqualTo("Ashbrg");
        assertThat(event.text(Field.SONG)).isEqualTo("Night Shift");
        assertThat(event.real(Field.DURATION)).isEqualTo(164.57098);
        assertThat(event.instant(Field.TS)).isEqualTo(Instant.parse("2025-01-30T00:00:09Z"));
        assertThat(event.text(Field.SESSION_ID)).isEqualTo("3067");
        assertThat(event.text(Field.USER_ID)).isEqualTo("1354");
        assertThat(event.integer(Field.ITEM_IN_SESSION)).isZero();
        assertThat(event.has(Field.ITEM_IN_SESSION)).isTrue();
        assertThat(event.text(Field.ZIP)).isEqualTo("43901");
        assertThat(event.real(Field.LON)).isEqualTo(-80.855814);
        assertThat(event.text(Field.USER_AGENT)).startsWith("Mozilla/5.0").doesNotContain("\"");
        assertThat(event.instant(Field.REGISTRATION)).isEqualTo(Instant.parse("2021-11-23T11:09:33Z"));
        assertThat(event.has(Field.PAGE)).isFalse();
        assertThat(event.rescued()).isNull();
        assertThat(event.key()).asString(StandardCharsets.UTF_8).isEqualTo("1354");
        assertThat(repairs(event)).isEqualTo(Map.of(Repair.WRAPPING_QUOTES, 1));
    }

    @Test
    void readsTheOtherDialectToo() {
        ParsedEvent listen = valid(LISTEN, """
                {"ts":1738195209000,"userId":"u-17","sessionId":"s-4","auth":"Logged In","level":"paid",
                 "itemInSession":3,"artist":"A","song":"S","duration":215000,"userAgent":"Mozilla/5.0","lon":1,"lat":2}
                """);
        assertThat(listen.text(Field.USER_ID)).isEqualTo("u-17");
        assertThat(listen.text(Field.SESSION_ID)).isEqualTo("s-4");
        assertThat(listen.real(Field.DURATION)).isEqualTo(215.0);
        assertThat(repairs(listen)).isEqualTo(Map.of(Repair.DURATION_UNIT, 1));

        ParsedEvent change = valid(STATUS_CHANGE, """
                {"ts":1738195209000,"userId":"u-17","sessionId":"s-4","auth":"Logged In","level":"paid","page":"Upgrade",
                 "method":"PUT","status":200,"prevLevel":"free","statusChangeType":"upgrade"}
                """);
        assertThat(change.text(Field.PREV_LEVEL)).isEqualTo("free");
        assertThat(change.text(Field.STATUS_CHANGE_TYPE)).isEqualTo("upgrade");
        assertThat(change.text(Field.PAGE)).isEqualTo("Upgrade");
    }

    static Stream<Arguments> units() {
        String seconds = "\"sessionId\":4,\"userId\":7";
        String millis = "\"sessionId\":\"s-4\",\"userId\":\"u-7\"";
        return Stream.of(
                arguments(seconds, "999", 999.0),
                arguments(seconds, "1500", 1500.0),
                arguments(seconds, "1500.0", 1500.0),
                arguments(seconds, "15e2", 1500.0),
                arguments(seconds, "215.123", 215.123),
                arguments(millis, "999", 0.999),
                arguments(millis, "1500", 1.5),
                arguments(millis, "1500.0", 1.5),
                arguments(millis, "15e2", 1.5),
                arguments(millis, "215123.5", 215.1235),
                // A number among the ids is eventsim's mark.
                arguments("\"sessionId\":\"s-4\",\"userId\":7", "1500", 1500.0),
                arguments("\"sessionId\":4,\"userId\":\"u-7\"", "1500", 1500.0));
    }

    /** Wherever the ids stand, and however the number is written. */
    @ParameterizedTest
    @MethodSource
    void units(String ids, String number, double seconds) {
        String rest = "\"ts\":1738195209000,\"artist\":\"A\",\"song\":\"S\"";
        String duration = "\"duration\":" + number;
        for (String event :
                List.of("{" + ids + "," + rest + "," + duration + "}", "{" + duration + "," + rest + "," + ids + "}")) {
            ParsedEvent listen = valid(LISTEN, event);
            assertThat(listen.real(Field.DURATION)).as(event).isEqualTo(seconds);
            assertThat(repairs(listen))
                    .isEqualTo(
                            ids.contains("\"s-4\"") && ids.contains("\"u-7\"")
                                    ? Map.of(Repair.DURATION_UNIT, 1)
                                    : Map.of());
        }
    }

    @Test
    void aGuestsUnitIsToldByTheSession() {
        String guest = "{\"ts\":1738195209000,\"sessionId\":%s,\"page\":\"NextSong\",\"status\":200,\"duration\":1500}";

        assertThat(valid(PAGE_VIEW, guest.formatted("4")).real(Field.DURATION)).isEqualTo(1500.0);
        assertThat(valid(PAGE_VIEW, guest.formatted("\"s-4\"")).real(Field.DURATION))
                .isEqualTo(1.5);
    }

    /** As JSON Schema has it, and as pandas writes ids. */
    @ParameterizedTest
    @ValueSource(strings = {"1738195209000", "1738195209000.0", "1738195209e3", "1.738195209E+12", "17381952090000e-1"})
    void anIntegerIsOneByItsValue(String ts) {
        ParsedEvent event = valid(
                LISTEN,
                "{\"ts\":" + ts + ",\"sessionId\":3067.0,\"userId\":1.354e3,\"itemInSession\":2.0,\"artist\":\"A\","
                        + "\"song\":\"S\",\"duration\":1,\"eventId\":-0.0}");

        assertThat(event.integer(Field.TS)).isEqualTo(1_738_195_209_000L);
        assertThat(event.text(Field.SESSION_ID)).isEqualTo("3067");
        assertThat(event.key()).asString(StandardCharsets.UTF_8).isEqualTo("1354");
        assertThat(event.integer(Field.ITEM_IN_SESSION)).isEqualTo(2);
        assertThat(event.text(Field.EVENT_ID)).isEqualTo("0");
    }

    /** A key that two types share is one key only where both mend the same text to the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\"\\\"",
                " \\\"\\\" ",
                "\\\" \\\"",
                "Ã©",
                "Â\\u00a0",
                "\\u0001x",
                "x\\t",
                "\\u00c2\\u0085",
                "\\\"\\u0001\\\"",
                " x"
            })
    void aTextIsRepairedTheSameWayWhereverItStands(String text) {
        Set<String> kept = new HashSet<>();
        for (EventType type : EventType.values()) {
            for (Field field : type.fields()) {
                if (field.kind() == Field.Kind.TEXT
                        && !Set.of(Field.LEVEL, Field.AUTH, Field.STATE).contains(field)) {
                    String changes = "{\"" + field.jsonName() + "\":\"" + text + "\"}";
                    kept.add(valid(type, new String(Lines.with(type, changes), StandardCharsets.UTF_8))
                            .text(field));
                }
            }
        }
        assertThat(kept).hasSize(1).doesNotContainNull();
    }

    @Test
    void anUnknownFieldIsRescuedToTheLetter() {
        ParsedEvent event = valid(
                LISTEN,
                new String(Lines.with(LISTEN, "{}"), StandardCharsets.UTF_8)
                        .replaceFirst(
                                "\\{",
                                "{\"a\\\\\"b\":1.50e-3,\"n\":{\"x\": [1, {\"y\":\"ü\"}]},\"page\":\"Home\",\"z\":null,"));

        assertThat(event.rescued())
                .isEqualTo("{\"a\\\"b\":1.50e-3,\"n\":{\"x\": [1, {\"y\":\"ü\"}]},\"page\":\"Home\",\"z\":null}");
    }

    /** What the contract does not know is kept as it came: the half of a surrogate pair as its escape. */
    @Test
    void aTextThatTheContractDoesNotKnowMayHoldHalfASurrogatePair() {
        byte[] line = Lines.with(LISTEN, "{}");
        String more = "\"x\":[\"\\ud800\"],\"\\ud83c\\udfb5\":\"\\udc00\",";

        assertThat(valid(
                                LISTEN,
                                new String(line, StandardCharsets.UTF_8)
                                        .replaceFirst("\\{", Matcher.quoteReplacement("{" + more)))
                        .rescued())
                .isEqualTo("{\"x\":[\"\\ud800\"],\"\ud83c\udfb5\":\"\\udc00\"}");
    }

    static Stream<Arguments> large() {
        return Stream.of(
                arguments("{\"eventId\":\"play-1\",\"x\":\"", "play-1"),
                arguments("\ufeff {\"x\":{\"eventId\":1},\"eventId\":\"\\\" Café \\\"\",\"y\":\"", "Café"),
                arguments("{\"eventId\":7.0,\"x\":\"", "7"),
                arguments("{\"eventId\":\"" + "i".repeat(201) + "\",\"x\":\"", null),
                arguments("{\"eventId\":\"\\ud800\",\"x\":\"", null),
                arguments("{\"eventId\":\" \",\"x\":\"", null),
                arguments("{\"eventId\":[1],\"x\":\"", null),
                arguments("{\"eventId\":7", null), // what follows may be more digits
                arguments("{\"x\":\"", null),
                arguments("[{\"eventId\":\"play-1\",\"x\":\"", null),
                arguments("{broken,\"eventId\":\"play-1\",\"x\":\"", null));
    }

    @ParameterizedTest
    @MethodSource
    void large(String begin, String id) {
        byte[] bytes = ("[" + begin).getBytes(StandardCharsets.UTF_8);

        assertThat(reader.idAmongFirst(LISTEN, bytes, 1, bytes.length - 1)).isEqualTo(Optional.ofNullable(id));
    }

    @Test
    void aSliceOfALargerArrayIsReadAlone() {
        byte[] line = Lines.with(LISTEN, "{\"extra\":[1,2]}");
        byte[] batch = ("[ü," + new String(line, StandardCharsets.UTF_8) + ",{}]").getBytes(StandardCharsets.UTF_8);

        Reading reading = reader.read(LISTEN, batch, 4, line.length, Lines.RECEIVED_AT);

        assertThat(reading).isInstanceOfSatisfying(Reading.Valid.class, valid -> assertThat(
                        valid.event().rescued())
                .isEqualTo("{\"extra\":[1,2]}"));
    }

    @Test
    void theKeyIsTheUserElseTheSession() {
        assertThat(valid(PAGE_VIEW, new String(Lines.with(PAGE_VIEW, "{\"userId\":null,\"auth\":\"Guest\"}")))
                        .key())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("3067");
    }

    static Stream<Arguments> rubbish() {
        return Stream.of(
                arguments("", "event.object"),
                arguments(" \n", "event.object"),
                arguments("null", "event.object"),
                arguments("[]", "event.object"),
                arguments("\"text\"", "event.object"),
                arguments("{} {}", "event.object"),
                arguments("{}x", "event.syntax"),
                arguments("hello", "event.syntax"),
                arguments("{\"ts\":17", "event.syntax"),
                arguments("{\"ts\":1738195209000", "event.syntax"),
                arguments("{'ts':1}", "event.syntax"),
                arguments("{\"lon\":NaN}", "event.syntax"),
                arguments("{\"lon\":+1}", "event.syntax"),
                arguments("{\"song\":\"a\u0000b\"}", "event.syntax"),
                arguments("{\"song\":\"\\ud800\"}", "event.encoding"),
                arguments("{\"song\":\"\\udc00\\ud800\"}", "event.encoding"),
                arguments("{\"new\\ud800\":1}", "event.encoding"),
                arguments("{\"new\\udc00\":1}", "event.encoding"),
                arguments("{\"\\ud800\\ud800\":1}", "event.encoding"),
                arguments("{\"ts\":1,\"x\":[{\"a\\ud800b\":1}],broken", "event.encoding"),
                arguments("{\"x\":\"\\ud800\",broken", "event.syntax"),
                arguments("{\"x\\u00\":1}", "event.syntax"),
                arguments("\ufeff\ufeff{}", "event.syntax"),
                arguments("\ufeff".repeat(300_000), "event.syntax"),
                arguments("{\"ts\":1,\"ts\":1}", "event.duplicate_field"),
                arguments("{\"ts\":null,\"ts\":1}", "event.duplicate_field"),
                arguments("{\"new\":1,\"new\":2}", "event.duplicate_field"),
                arguments("{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}", "event.limits"),
                arguments("{\"x\":" + "9".repeat(1_001) + "}", "event.limits"),
                arguments("{\"" + "x".repeat(1_001) + "\":1}", "event.limits"),
                arguments("{\"" + "é".repeat(501) + "\":1}", "event.limits"),
                arguments("{\"x\":[" + "1,".repeat(20_000) + "1]}", "event.limits"),
                arguments("{\"x\":[" + "[],".repeat(10_000) + "1]}", "event.limits"),
                arguments("{\"x\":1" + names(10_000) + "}", "event.limits"));
    }

    private static String names(int count) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            names.append(",\"n").append(i).append("\":1");
        }
        return names.toString();
    }

    @ParameterizedTest
    @MethodSource
    void rubbish(String text, String rule) {
        assertThat(read(LISTEN, text)).isInstanceOfSatisfying(Reading.Malformed.class, malformed -> assertThat(
                        malformed.violation().rule())
                .isEqualTo(rule));
        assertThat(reader.rules(LISTEN)).contains(rule);
    }

    @Test
    void invalidUtf8IsMalformedWhereverItStands() {
        byte[] inText = "{\"song\":\"?\"}".getBytes(StandardCharsets.ISO_8859_1);
        inText[9] = (byte) 0xE9;
        byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'};

        for (byte[] bytes : new byte[][] {inText, overlong, {(byte) 0xFF, (byte) 0xFE}}) {
            assertThat(reader.read(LISTEN, bytes, Lines.RECEIVED_AT))
                    .isInstanceOfSatisfying(Reading.Malformed.class, malformed -> assertThat(
                                    malformed.violation().rule())
                            .isEqualTo("event.encoding"));
        }
    }

    @Test
    void anotherEncodingThanUtf8IsMalformed() {
        for (String name : new String[] {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"}) {
            for (String line : new String[] {Lines.eventsim(LISTEN), "{\"unknown\":1}", "{"}) {
                assertThat(reader.read(LISTEN, line.getBytes(Charset.forName(name)), Lines.RECEIVED_AT))
                        .as(name)
                        .isInstanceOf(Reading.Malformed.class);
            }
        }
    }

    @Test
    void aByteOrderMarkMeansNothing() {
        assertThat(read(LISTEN, "\ufeff" + Lines.eventsim(LISTEN))).isInstanceOf(Reading.Valid.class);
        assertThat(valid(LISTEN, "\ufeff" + new String(Lines.with(LISTEN, "{\"new\":[1]}"), StandardCharsets.UTF_8))
                        .rescued())
                .isEqualTo("{\"new\":[1]}");
    }

    @Test
    void numbersOfFourHundredDigitsAreAnswered() {
        String digits = "9".repeat(400);
        for (String field : new String[] {"ts", "itemInSession", "duration", "lon", "registration"}) {
            assertThat(reader.read(LISTEN, Lines.with(LISTEN, "{\"" + field + "\":" + digits + "}"), Lines.RECEIVED_AT))
                    .as(field)
                    .isInstanceOf(Reading.Invalid.class);
        }
        assertThat(valid(LISTEN, new String(Lines.with(LISTEN, "{\"new\":" + digits + "}")))
                        .rescued())
                .isEqualTo("{\"new\":" + digits + "}");
    }

    /** Whatever the bytes: a reading, never an exception. */
    @Test
    void isTotal() {
        Random random = new Random(7);
        for (int run = 0; run < 200_000; run++) {
            EventType type = EventType.values()[random.nextInt(4)];
            byte[] bytes = Lines.eventsim(type).getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(reader.read(type, bytes, 0, random.nextInt(bytes.length + 1), Lines.RECEIVED_AT))
                    .isNotNull();
        }
    }

    private ParsedEvent valid(EventType type, String line) {
        Reading reading = read(type, line);
        assertThat(reading).isInstanceOf(Reading.Valid.class);
        return ((Reading.Valid) reading).event();
    }

    private Reading read(EventType type, String line) {
        return reader.read(type, line.getBytes(StandardCharsets.UTF_8), Lines.RECEIVED_AT);
    }

    private static Map<Repair, Integer> repairs(ParsedEvent event) {
        Map<Repair, Integer> repairs = new HashMap<>();
        event.forEachRepair((repair, count) -> repairs.put(repair, count));
        return repairs;
    }
}
