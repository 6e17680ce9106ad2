package io.goldstream.events.intake;

import static io.goldstream.events.EventType.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.Lines;
import io.goldstream.events.rules.Constraint;
import io.goldstream.events.rules.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {

    private final EventReader reader = new EventReader();

    /** Type, changes that break exactly one rule, changes just within it, the rule. */
    static Stream<Arguments> rules() {
        Stream<Arguments> common = Stream.of(EventType.values())
                .flatMap(type -> Stream.of(
                        rule(type, "ts.required", "{'ts':null}", "{}"),
                        // 2019-12-31T23:59:59.999Z and a millisecond later
                        rule(type, "ts.too_old", "{'ts':1577836799999}", "{'ts':1577836800000}"),
                        rule(type, "ts.in_future", ts(5 * 60_000 + 1), ts(5 * 60_000)),
                        rule(type, "sessionId.required", "{'sessionId':null}", "{'sessionId':'s-1'}"),
                        rule(type, "sessionId.required", "{'sessionId':' '}", "{'sessionId':0}"),
                        rule(type, "itemInSession.not_negative", "{'itemInSession':-1}", "{'itemInSession':0}"),
                        rule(type, "level.allowed", "{'level':'Free'}", "{'level':'paid'}"),
                        rule(type, "auth.allowed", "{'auth':'logged in'}", "{'auth':'Cancelled'}"),
                        rule(type, "lon.range", "{'lon':180.001}", "{'lon':180}"),
                        rule(type, "lon.range", "{'lon':-180.001}", "{'lon':-180.0}"),
                        rule(type, "lat.range", "{'lat':90.001}", "{'lat':90}"),
                        rule(type, "lat.range", "{'lat':-91}", "{'lat':-90}")));
        Stream<Arguments> own = Stream.of(
                rule(LISTEN, "userId.required", "{'userId':null}", "{'userId':'u-1'}"),
                rule(LISTEN, "userId.required", "{'userId':''}", "{'userId':0}"),
                rule(LISTEN, "artist.required", "{'artist':null}", "{'artist':'A'}"),
                rule(LISTEN, "artist.required", "{'artist':'\\u0001'}", "{'artist':'\\\"\\\"'}"),
                rule(LISTEN, "artist.required", "{'artist':'\u00a0\u2007'}", "{'artist':'\u00a0A'}"),
                rule(LISTEN, "userId.required", "{'userId':'\u00a0'}", "{'userId':0}"),
                rule(LISTEN, "song.required", "{'song':null}", "{'song':'\\\"\\\"'}"),
                rule(LISTEN, "duration.required", "{'duration':null}", "{'duration':1}"),
                rule(LISTEN, "duration.positive", "{'duration':0.0}", "{'duration':0.001}"),
                rule(LISTEN, "duration.positive", "{'duration':-164}", "{'duration':164}"),
                rule(LISTEN, "duration.range", "{'duration':86400.001}", "{'duration':86400.0}"),
                rule(LISTEN, "duration.range", "{'duration':86401}", "{'duration':86400}"),
                rule(LISTEN, "duration.range", millis("86400000.1"), millis("86400000")),
                rule(LISTEN, "duration.positive", millis("-215000"), millis("0.5")),
                rule(STATUS_CHANGE, "userId.required", "{'userId':null}", "{'userId':7}"),
                rule(PAGE_VIEW, "userId.required", "{'userId':null}", "{'userId':null,'auth':'Logged Out'}"),
                rule(PAGE_VIEW, "userId.required", "{'userId':' '}", "{'userId':null,'auth':'Guest'}"),
                rule(PAGE_VIEW, "page.required", "{'page':null}", "{'page':'Home'}"),
                rule(PAGE_VIEW, "status.required", "{'status':null}", "{'status':404}"),
                rule(PAGE_VIEW, "status.range", "{'status':99}", "{'status':100}"),
                rule(PAGE_VIEW, "status.range", "{'status':600}", "{'status':599}"),
                rule(AUTH_ATTEMPT, "userId.required", "{'userId':null}", "{'userId':null,'success':false}"),
                rule(AUTH_ATTEMPT, "success.required", "{'success':null}", "{'success':true}"));
        return Stream.of(common, own, lengths()).flatMap(rules -> rules);
    }

    /** A character is a code point, whatever it takes in UTF-16; blanks are characters, too. */
    private static Stream<Arguments> lengths() {
        return Stream.of(EventType.values())
                .flatMap(type -> mostCharacters(type).entrySet().stream().map(bound -> {
                    String name = bound.getKey().jsonName();
                    boolean isListed = bound.getKey() == Field.LEVEL || bound.getKey() == Field.AUTH;
                    return rule(
                            type,
                            name + ".length",
                            "{'%s':'%s'}".formatted(name, "\uD83C\uDFB5".repeat(bound.getValue() + 1)),
                            "{'%s':'%s'}".formatted(name, (isListed ? " " : "\uD83C\uDFB5").repeat(bound.getValue())));
                }));
    }

    private static Map<Field, Integer> mostCharacters(EventType type) {
        Map<Field, Integer> bounds = new EnumMap<>(Field.class);
        for (Rules.Rule rule : Rules.of(type).all()) {
            if (rule.constraint() instanceof Constraint.Length length) {
                bounds.put(rule.field(), length.maximum());
            }
        }
        return bounds;
    }

    /** The longest that eventsim's events, and the song catalogue, were seen to have. */
    private static final Map<Field, Integer> LONGEST_SEEN = Map.ofEntries(
            Map.entry(Field.SESSION_ID, 4),
            Map.entry(Field.USER_ID, 4),
            Map.entry(Field.FIRST_NAME, 11),
            Map.entry(Field.LAST_NAME, 11),
            Map.entry(Field.GENDER, 1),
            Map.entry(Field.LEVEL, 4),
            Map.entry(Field.AUTH, 10),
            Map.entry(Field.PAGE, 19),
            Map.entry(Field.METHOD, 3),
            Map.entry(Field.ARTIST, 255),
            Map.entry(Field.SONG, 174),
            Map.entry(Field.CITY, 23),
            Map.entry(Field.STATE, 2),
            Map.entry(Field.ZIP, 5),
            Map.entry(Field.USER_AGENT, 143));

    @ParameterizedTest
    @EnumSource
    void everyTextMayBeFourTimesAsLongAsAnySeenAndIdsAreShort(EventType type) {
        Map<Field, Integer> bounds = mostCharacters(type);

        assertThat(bounds.keySet())
                .containsExactlyInAnyOrderElementsOf(type.fields().stream()
                        .filter(field -> field.kind().isText())
                        .toList());
        bounds.forEach((field, most) -> assertThat(most)
                .as(field.jsonName())
                .isBetween(4 * LONGEST_SEEN.getOrDefault(field, 4), field.kind() == Field.Kind.ID ? 200 : 2_048));
    }

    @ParameterizedTest
    @EnumSource
    void theDocumentNamesTheBounds(EventType type) throws IOException {
        String document = Files.readString(Path.of("../docs/gateway.md"));
        mostCharacters(type).forEach((field, most) -> assertThat(document.lines()
                        .filter(line -> line.startsWith("  | ") && line.contains("`" + field.jsonName() + "`"))
                        .findAny()
                        .orElse("  | every other text | 100 |"))
                .endsWith("| %,d |".formatted(most)));
        assertThat(document).contains("  | every other text | 100 |");
        assertThat(document.replaceAll("\\s+", " "))
                .contains(
                        "at most %d levels deep, has at most %,d names, values, and ends of objects and arrays, no number of more than %,d digits and no name of more than %,d bytes"
                                .formatted(
                                        EventReader.MAX_DEPTH,
                                        EventReader.MAX_TOKENS,
                                        EventReader.MAX_NUMBER_LENGTH,
                                        EventReader.MAX_NAME_LENGTH),
                        "up to %,d levels, numbers of %,d digits and names of as many bytes"
                                .formatted(EventJson.MAX_SURROUNDING_DEPTH, EventJson.MAX_SURROUNDING_LENGTH));
    }

    @Test
    void ofATextThatIsTooLongNothingIsMade() {
        String tooLong = "ö".repeat(201);
        Reading reading = read(LISTEN, "{'userId':'%s','eventId':'%s'}".formatted(tooLong, tooLong));

        assertThat(reading).isInstanceOfSatisfying(Reading.Invalid.class, invalid -> {
            assertThat(invalid.event().key()).asString(UTF_8).isEqualTo("3067");
            assertThat(invalid.event().text(Field.EVENT_ID)).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isBrokenByTheOneAndKeptByTheOther(EventType type, String rule, String broken, String kept) {
        assertThat(read(type, broken))
                .isInstanceOfSatisfying(Reading.Invalid.class, invalid -> assertThat(invalid.violations())
                        .extracting(Violation::rule)
                        .containsExactly(rule));
        assertThat(read(type, kept)).isInstanceOf(Reading.Valid.class);
    }

    /** Violations go to answers, logs and tables, which personal data must not reach by them. */
    @ParameterizedTest
    @EnumSource
    void noViolationRepeatsAValue(EventType type) {
        List<String> wrong = List.of(
                "['s3cret']", "{'s3cret':'s3cret'}", "'" + "s3cret".repeat(50) + "'", "-7654321.25", "'\\ud800s3cret'");
        int broken = 0;
        for (Field field : type.fields()) {
            for (String value : wrong) {
                List<Violation> violations = violations(read(type, "{'%s':%s}".formatted(field.jsonName(), value)));
                broken += violations.size();
                assertThat(violations.toString()).as("%s: %s", field, value).doesNotContain("s3cret", "7654321");
            }
        }
        assertThat(broken).isGreaterThan(type.fields().size());
        Reading cut = reader.read(type, "{\"userId\": \"s3cret\", s3cret".getBytes(UTF_8), Lines.RECEIVED_AT);
        assertThat(violations(cut)).isNotEmpty();
        assertThat(violations(cut).toString()).doesNotContain("s3cret");
    }

    private static List<Violation> violations(Reading reading) {
        if (reading instanceof Reading.Malformed malformed) {
            return List.of(malformed.violation());
        }
        return reading instanceof Reading.Invalid invalid ? invalid.violations() : List.of();
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleStandsInTheTable(EventType type) {
        Set<String> inTable = new HashSet<>();
        rules().filter(row -> row.get()[0] == type).forEach(row -> inTable.add((String) row.get()[1]));

        assertThat(inTable).containsExactlyInAnyOrderElementsOf(Rules.of(type).names());
        assertThat(reader.rules(type)).containsAll(inTable);
    }

    static Stream<Arguments> types() {
        return Stream.of(
                arguments(LISTEN, "ts", "{'ts':'1738195209000'}"),
                arguments(LISTEN, "ts", "{'ts':1738195209000.5}"),
                arguments(LISTEN, "ts", "{'ts':17381952090000000000}"),
                arguments(LISTEN, "sessionId", "{'sessionId':1.5}"),
                arguments(LISTEN, "sessionId", "{'sessionId':{'id':1}}"),
                arguments(LISTEN, "userId", "{'userId':true}"),
                arguments(LISTEN, "itemInSession", "{'itemInSession':'0'}"),
                arguments(LISTEN, "itemInSession", "{'itemInSession':2147483648}"),
                arguments(LISTEN, "song", "{'song':['a','b']}"),
                arguments(LISTEN, "duration", "{'duration':'164'}"),
                arguments(LISTEN, "duration", "{'duration':1e999}"),
                arguments(LISTEN, "lon", "{'lon':'-80.8'}"),
                arguments(LISTEN, "level", "{'level':1}"),
                arguments(LISTEN, "registration", "{'registration':9000000000000000}"),
                arguments(PAGE_VIEW, "status", "{'status':'200'}"),
                arguments(AUTH_ATTEMPT, "success", "{'success':'true'}"));
    }

    @ParameterizedTest
    @MethodSource
    void types(EventType type, String field, String changes) {
        assertThat(read(type, changes))
                .isInstanceOfSatisfying(Reading.Invalid.class, invalid -> assertThat(invalid.violations())
                        .singleElement()
                        .satisfies(violation -> {
                            assertThat(violation.rule()).isEqualTo(type.id() + "." + field + ".type");
                            assertThat(violation.pointer()).isEqualTo("/" + field);
                            assertThat(reader.rules(type)).contains(violation.rule());
                        }));
    }

    @Test
    void allBrokenRulesAreReported() {
        assertThat(read(LISTEN, "{'artist':null,'duration':-1.5,'level':'gold','lat':91,'ts':'now'}"))
                .isInstanceOfSatisfying(Reading.Invalid.class, invalid -> assertThat(invalid.violations())
                        .extracting(Violation::rule)
                        .containsExactlyInAnyOrder(
                                "listen.artist.required",
                                "listen.duration.positive",
                                "listen.level.allowed",
                                "listen.lat.range",
                                "listen.ts.type"));
    }

    @Test
    void theFirstDateIsASetting() {
        EventReader lenient = new EventReader(LocalDate.of(1999, 12, 31));
        byte[] old = Lines.with(LISTEN, "{\"ts\":946598400000}"); // 1999-12-31T00:00:00Z

        assertThat(lenient.read(LISTEN, old, Lines.RECEIVED_AT)).isInstanceOf(Reading.Valid.class);
        assertThat(reader.read(LISTEN, old, Lines.RECEIVED_AT)).isInstanceOf(Reading.Invalid.class);
    }

    @Test
    void aMessageNeverRepeatsTheValue() {
        List<Violation> violations =
                ((Reading.Invalid) read(LISTEN, "{'level':'Secret','userId':['Secret']}")).violations();

        assertThat(violations)
                .hasSize(2)
                .noneMatch(violation -> violation.toString().contains("Secret"));
    }

    private Reading read(EventType type, String changes) {
        return reader.read(type, Lines.with(type, changes.replace('\'', '"')), Lines.RECEIVED_AT);
    }

    /** In the dialect whose durations are milliseconds. */
    private static String millis(String duration) {
        return "{'sessionId':'s-4','userId':'u-7','duration':" + duration + "}";
    }

    private static Arguments rule(EventType type, String rule, String broken, String kept) {
        return arguments(type, type.id() + "." + rule, broken, kept);
    }

    private static String ts(long afterReceiptMillis) {
        return "{'ts':" + (Lines.RECEIVED_AT + afterReceiptMillis) + "}";
    }
}
