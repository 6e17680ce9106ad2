package io.goldstream.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventsTest {

    private static final String EVENT = "{\"ts\": 1}";
    private static final String BASE64 = "\"eyJ0cyI6IDF9\"";
    private static final List<String> OPTIONAL =
            List.of("time", "datacontenttype", "dataschema", "subject", "traceparent", "data_base64");

    /** An envelope that is whole, in its JSON text by member. */
    private final Map<String, String> envelope = new LinkedHashMap<>(Map.of(
            "specversion",
            "\"1.0\"",
            "id",
            "\"play-1\"",
            "source",
            "\"/player\"",
            "type",
            "\"listen\"",
            "data",
            EVENT));

    @Test
    void anEnvelopeGivesTheBytesOfItsData() {
        assertThat(event().id()).isEqualTo("play-1");
        assertThat(data()).isEqualTo(EVENT);
        envelope.remove("data");
        envelope.put("data_base64", BASE64);
        assertThat(data()).isEqualTo(EVENT);
    }

    @Test
    void nullIsAsIfItWereNotThere() {
        for (String name : OPTIONAL) {
            envelope.put(name, "null");
        }
        assertThat(data()).isEqualTo(EVENT);
        envelope.put("data", "null");
        envelope.put("data_base64", BASE64);
        assertThat(data()).isEqualTo(EVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type", "data"})
    void whatIsRequiredIsNeitherAbsentNorNullNorOfAnotherType(String name) {
        for (String value : new String[] {null, "null", "5", "true", "[\"1.0\"]", "{\"a\": 1}", "\"\""}) {
            boolean isOfAnyType = name.equals("data") && value != null && !value.equals("null");
            Map<String, String> broken = new LinkedHashMap<>(envelope);
            if (value == null) {
                broken.remove(name);
            } else {
                broken.put(name, value);
            }
            if (isOfAnyType) {
                assertThat(new String(bytes((Submission.Event) read(broken)), UTF_8))
                        .isEqualTo(value);
            } else {
                assertThat(rule(read(broken))).isEqualTo("cloudevent." + name);
            }
        }
    }

    /** Else the event would be kept without what its sender said of it, or without its bytes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "time | \"yesterday\"",
                "time | 1738195209000",
                "time | \"2025-02-30 00:00:00Z\"",
                "time | \"2025-01-30T00:00:00\"",
                "time | \"2025-02-30T00:00:00Z\"",
                "time | \"2025-02-29T00:00:00Z\"",
                "time | \"2025-04-31T00:00:00Z\"",
                "time | \"\"",
                "datacontenttype | \"text/xml\"",
                "datacontenttype | \"application/json; charset=utf-16\"",
                "datacontenttype | 5",
                "data_base64 | 5",
                "data_base64 | \"\"",
                "data_base64 | \"no base64\"",
                "data_base64 | {\"a\": \"b\"}"
            })
    void anEnvelopeIsTakenWholeOrRefused(String name, String value) {
        if (name.equals("data_base64")) {
            envelope.remove("data");
        }
        envelope.put(name, value);
        assertThat(rule(read(envelope))).isEqualTo("cloudevent." + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON; Charset=\"UTF-8\"",
                "application/vnd.play+json",
                "text/json"
            })
    void dataOfAnyJsonTypeIsTaken(String type) {
        envelope.put("datacontenttype", "\"" + type.replace("\"", "\\\"") + "\"");
        assertThat(data()).isEqualTo(EVENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-01-30T00:00:09Z",
                "2025-01-30t00:00:09.1234567890123z",
                "2025-01-30T23:59:60+05:30",
                "2024-02-29T00:00:00Z"
            })
    void aTimeIsKeptAsItIsWritten(String time) {
        envelope.put("time", "\"" + time + "\"");
        assertThat(event().time()).isEqualTo(time);
    }

    static Stream<String> beyondTheLimitsOfAnEvent() {
        return BatchTest.beyondTheLimitsOfAnEvent();
    }

    /** What is wrong with the event itself is told by its own verdict, and its bytes are kept. */
    @ParameterizedTest
    @MethodSource("beyondTheLimitsOfAnEvent")
    void anEnvelopeIsTakenWhateverItsEventIs(String event) {
        envelope.put("data", event);
        assertThat(data()).isEqualTo(event);
    }

    @Test
    void bothDataAreRefused() {
        envelope.put("data_base64", BASE64);
        assertThat(rule(read(envelope))).isEqualTo("cloudevent.data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type", "data"})
    void whatStandsThereTwiceIsRefused(String name) {
        String twice = text(envelope).replaceFirst("}$", ", \"" + name + "\": " + envelope.get(name) + "}");
        assertThat(rule(read(twice))).isEqualTo("cloudevent.envelope");
    }

    @Test
    void anIdIsNotRepeatedWhereItIsNone() {
        String longId = "\"" + "i".repeat(600_000) + "\"";
        for (String other : List.of("specversion", "type", "source", "time")) {
            Map<String, String> broken = new HashMap<>(envelope);
            broken.put("id", longId);
            broken.put(other, "\"?\"");
            assertThat(((Submission.Refused) read(broken)).id()).isNull();
        }
    }

    /** As everywhere: Unicode code points, of which some take two chars. */
    @ParameterizedTest
    @ValueSource(strings = {"id", "source"})
    void aLengthIsThatOfCharacters(String name) {
        for (String character : List.of("i", "é", "😀")) {
            envelope.put(name, json(character.repeat(200)));
            assertThat(data()).as(character).isEqualTo(EVENT);
            envelope.put(name, json(character.repeat(201)));
            assertThat(rule(read(envelope))).as(character).isEqualTo("cloudevent." + name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "play-1",
                "Größe 7",
                "100%",
                "100%25",
                "a\"b\\c",
                "\"quoted\"",
                "Euro € 😀",
                "a,b;c=d",
                "%41",
                " ",
                "/p?q=%7E"
            })
    void binaryModeSaysWhatStructuredModeSays(String text) {
        envelope.put("id", json(text));
        envelope.put("source", json(text));
        Submission structured = read(envelope);
        Submission encoded = binary(percent(text), percent(text));
        Submission lowerCase = binary(percent(text).toLowerCase(), percent(text).toLowerCase());
        if (structured instanceof Submission.Event event) {
            assertThat(((Submission.Event) encoded).id()).isEqualTo(event.id());
            assertThat(((Submission.Event) encoded).source()).isEqualTo(event.source());
            if (text.equals(text.toLowerCase())) {
                assertThat(((Submission.Event) lowerCase).id()).isEqualTo(event.id());
            }
        } else {
            assertThat(encoded).isEqualTo(structured);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"play 1\" | play 1",
                "\"a\\\"b\" | a\"b",
                "\"100\\%25\" | 100%",
                "play 1 | play 1",
                "100% | 100%",
                "%zz | %zz",
                "caf\u00C3\u00A9 | café", // UTF-8 that is not encoded, as a server gives it: a char for each byte
            })
    void quotedAndUnencodedHeadersAreUnderstood(String header, String id) {
        assertThat(((Submission.Event) binary(header, "/player")).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%C0%A0", "%FF", "%ED%A0%80", "caf\u00E9"})
    void bytesThatAreNoTextAreRefused(String header) {
        Submission.Refused refused = (Submission.Refused) binary(header, "/player");
        assertThat(refused.violation().rule()).isEqualTo("cloudevent.id");
        assertThat(refused.violation().message()).contains("ce-id is not UTF-8");
        assertThat(rule(binary("play-1", header))).isEqualTo("cloudevent.source");
    }

    @Test
    void anEventWhoseNameHasHalfASurrogatePairIsNotFound() {
        envelope.put("data", "{\"\\ud800\": 1}");
        assertThat(rule(read(envelope))).isEqualTo("cloudevent.envelope");
    }

    @Test
    void anAttributeIsInOneHeader() {
        Map<String, List<String>> headers = headers("play-1", "/player");
        headers.put("ce-id", List.of("play-1", "play-2"));
        assertThat(rule(CloudEvents.binary(name -> headers.getOrDefault(name, List.of()), EVENT.getBytes(UTF_8))))
                .isEqualTo("cloudevent.envelope");
    }

    @Test
    void anEmptyBodyIsNoData() {
        Map<String, List<String>> headers = headers("play-1", "/player");
        assertThat(rule(CloudEvents.binary(name -> headers.getOrDefault(name, List.of()), new byte[0])))
                .isEqualTo("cloudevent.data");
    }

    private static Submission binary(String id, String source) {
        Map<String, List<String>> headers = headers(id, source);
        return CloudEvents.binary(name -> headers.getOrDefault(name, List.of()), EVENT.getBytes(UTF_8));
    }

    private static Map<String, List<String>> headers(String id, String source) {
        return new HashMap<>(Map.of(
                "ce-specversion",
                List.of("1.0"),
                "ce-id",
                List.of(id),
                "ce-source",
                List.of(source),
                "ce-type",
                List.of("listen")));
    }

    private static String percent(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static String json(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private Submission.Event event() {
        return (Submission.Event) read(envelope);
    }

    private String data() {
        return new String(bytes(event()), UTF_8);
    }

    private static byte[] bytes(Submission.Event event) {
        return java.util.Arrays.copyOfRange(event.bytes(), event.offset(), event.offset() + event.length());
    }

    private static Submission read(Map<String, String> members) {
        return read(text(members));
    }

    private static String text(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\": " + member.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static Submission read(String json) {
        return CloudEvents.structured(Batch.ofJson(json.getBytes(UTF_8), 1)).getFirst();
    }

    private static String rule(Submission submission) {
        return ((Submission.Refused) submission).violation().rule();
    }
}
