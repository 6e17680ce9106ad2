package io.goldstream.connect.sink.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {

    private static final Schema ROW = SchemaBuilder.struct()
            .field("event_time", Timestamp.builder().optional().build())
            .field("state", Schema.OPTIONAL_STRING_SCHEMA)
            .field("n", Schema.INT64_SCHEMA)
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {topic:/}/event_date={value.event_time:yyyy-MM-dd} | bronze/listen_events/event_date=2026-02-28
            {topic:/}/ingest_date={timestamp:yyyy-MM-dd}       | bronze/listen_events/ingest_date=2026-03-01
            {topic}/p={partition}/{value.event_time:HH.mm}     | bronze.listen_events/p=3/23.59
            state={value.state}/n={value.n}                    | state=N%2fY Ü%3a/n=5
            plain                                              | plain
            """)
    void fillsInTheRecord(String template, String folder) {
        assertThat(parse(template).folder(record("2026-02-28T23:59:59.999Z", "N/Y Ü:")))
                .isEqualTo(folder);
    }

    /** Azure takes none of them in a name, and mojibake is full of those from 80 to 9f. */
    @Test
    void controlCharactersAreEncoded() {
        for (char c = 0; c < 0x100; c++) {
            if (Character.isISOControl(c)) {
                assertThat(parse("{value.state}").folder(record("2026-02-28T23:59:59.999Z", "a" + c)))
                        .isEqualTo(String.format("a%%%02x", (int) c));
            }
        }
    }

    @Test
    void daysAreOfUtcBeforeAndAfterMidnight() {
        PathTemplate template = parse("{value.event_time:yyyy-MM-dd}");

        assertThat(template.folder(record("2025-12-31T23:59:59.999Z", ""))).isEqualTo("2025-12-31");
        assertThat(template.folder(record("2026-01-01T00:00:00.000Z", ""))).isEqualTo("2026-01-01");
        assertThat(template.folder(record("1969-12-31T23:59:59.999Z", ""))).isEqualTo("1969-12-31");
    }

    @Test
    void neighboursInOneFolderShareItsText() {
        PathTemplate template = parse("{topic:/}/event_date={value.event_time:yyyy-MM-dd}");
        String first = template.folder(record("2026-01-01T00:00:00Z", ""));

        assertThat(template.folder(record("2026-01-01T23:59:00Z", ""))).isSameAs(first);
        assertThat(template.folder(record("2026-01-02T00:00:00Z", "")))
                .isEqualTo("bronze/listen_events/event_date=2026-01-02");
        assertThat(template.folder(record("2026-01-01T00:00:00Z", ""))).isEqualTo(first);
    }

    @Test
    void nullAndEmptyTextsAreHivesNull() {
        PathTemplate template = parse("s={value.state}");

        assertThat(template.folder(record("2026-01-01T00:00:00Z", null))).isEqualTo("s=__HIVE_DEFAULT_PARTITION__");
        assertThat(template.folder(record("2026-01-01T00:00:00Z", ""))).isEqualTo("s=__HIVE_DEFAULT_PARTITION__");
    }

    @Test
    void aFieldCannotClimbOutOfItsFolder() {
        assertThat(parse("a/{value.state}").folder(record("2026-01-01T00:00:00Z", "..")))
                .isEqualTo("a/%2e%2e");
    }

    @Test
    void namesTheRecordWhoseTimeIsMissing() {
        SinkRecord record = record(null, "");

        assertThatThrownBy(() -> parse("{value.event_time:yyyy}").folder(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("{value.event_time}")
                .hasMessageContaining("bronze.listen_events-3@42");
        assertThatThrownBy(() -> parse("{value.other}").folder(record)).hasMessageContaining("needs value.other");
        assertThatThrownBy(() -> parse("{value.state.x}").folder(record))
                .hasMessageContaining("but value.state is of type string in the record");
        assertThatThrownBy(() -> parse("{value.state:yyyy}").folder(record))
                .hasMessageContaining("not a time such as 2025-01-01T12:34:56Z: correct the producer, or");
    }

    @Test
    void aPartLongerThanAFileSystemTakesIsTheRecordsFault() {
        PathTemplate template = parse("s={value.state}");

        assertThat(template.folder(record(null, "x".repeat(253)))).hasSize(255);
        assertThatThrownBy(() -> template.folder(record(null, "Ü".repeat(127))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("255 bytes");
    }

    @Test
    void aTimeBeyondAllCountingIsTheRecordsFault() {
        SinkRecord record = record(null, "+999999999-12-31T00:00:00Z");

        assertThatThrownBy(() -> parse("{value.state:yyyy}").folder(record)).isInstanceOf(DataException.class);
    }

    @Test
    void aTimeBeyondAllCalendarsMovesNoClock() {
        RecordTime time = RecordTime.parse("value.n");
        Layout layout = new Layout(parse("x"), time, Duration.ofHours(1), Duration.ofHours(1), LateData.REPORT);
        EventClock clock = new EventClock(layout, Clock.systemUTC());
        Struct first = new Struct(ROW).put("n", Long.MIN_VALUE);
        Struct second = new Struct(ROW).put("n", 0L);

        assertThatThrownBy(() -> clock.isLate(new SinkRecord("t", 0, null, null, ROW, first, 0)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("value.n of the record t-0@0 is -9223372036854775808, which with time.unit=");
        assertThat(clock.isLate(new SinkRecord("t", 0, null, null, ROW, second, 1)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{tpoic}",
                "{timestamp}",
                "{topic:x}",
                "{value.}",
                "{partition:d}",
                "{",
                "a}b",
                "{value.a",
                "a\nb"
            })
    void listsTheKnownVariables(String template) {
        assertThatThrownBy(() -> parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{topic:/}")
                .hasMessageContaining("{timestamp:PATTERN}")
                .hasMessageContaining("{value.FIELD}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "a/",
                "a//b",
                "../a",
                "a/./b",
                "{timestamp:}",
                "{timestamp:ss}",
                "{timestamp:qqqqqqqq}",
                "{timestamp:yyyy-MM-dd'T}",
                "_staging/NAME",
                "_checkpoints",
                "a/_b",
                ".a",
                "a/.b={partition}",
                "a./b",
                "{topic}.",
                "_{topic}",
                "{timestamp:'_staging'/yyyy}",
                "{timestamp:yyyy/.MM}",
                "{timestamp:yyyy/}",
                "{timestamp:yyyy//MM}",
                "{timestamp:/yyyy}",
                "{timestamp:yyyy.}",
                "{timestamp:yyyy-MM-dd'T'HHxxx}"
            })
    void refusesPathsThatLeadNowhere(String template) {
        assertThatThrownBy(() -> parse(template)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A shell takes the quotes away, too. */
    @Test
    void tellsHowToWriteLettersThatStandForThemselves() {
        assertThatThrownBy(() -> parse("{timestamp:yyyy-MM-ddTHH}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("yyyy-MM-ddTHH")
                .hasMessageContaining("Unknown pattern letter: T")
                .hasMessageContaining("yyyy-MM-dd'T'HH");
    }

    /** Folders whose dates are not those of their records, or that several hours share. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{timestamp:YYYY-MM-dd}",
                "{timestamp:yyyy-MM-DD}",
                "{timestamp:yyyy-DD}",
                "{timestamp:yyyy-mm-dd}",
                "{timestamp:yyyy-MM-dd-HH-MM}",
                "{timestamp:yyyy'-'MM'-'MM}",
                "{timestamp:yyyy-MM-dd'T'HH'-'HH}",
                "{timestamp:yyyyMMddhh}",
                "{timestamp:yyyy-MM-dd/KK}",
                "{timestamp:yyyy-MM-dd/kk}",
                "{timestamp:yyyy-dd}",
                "{timestamp:yyyy-'W'ww}",
                "{event:yyyy-MM-DD}",
                "{value.n:YYYY}",
                "y={timestamp:YYYY}/m={timestamp:MM}",
                "y={timestamp:yyyy}/m={timestamp:mm}/d={timestamp:dd}",
                "y={timestamp:yyyy}/m={timestamp:MM}/d={timestamp:DD}",
                "d={timestamp:yyyy-MM-dd}/h={timestamp:hh}",
                "d={timestamp:yyyy-MM-dd}/h={timestamp:HH}/m={timestamp:MM}",
                "{timestamp:yyyy-W}",
                "{timestamp:W}",
                "{timestamp:yyyy-e}",
                "{timestamp:yyyy}/{timestamp:c}",
                "{timestamp:yyyy-EEE}",
                "{timestamp:e}",
                "{timestamp:YYYY-'W'ww-dd}",
                "{timestamp:YYYY-MM-'W'ww}",
                "{timestamp:YYYY-LL}/{timestamp:ww}",
                "{timestamp:MM-ww}",
                "{timestamp:yyyy-MM-dd/MM}",
                "{timestamp:yyyy-MM-dd-yyyy}",
                "{timestamp:yyyy-HH}",
                "{timestamp:yyyy-MM}/{timestamp:HH}",
                "{timestamp:YYYY-'W'ww-HH}",
                "{timestamp:yyyy-MM-hha}",
                "{event:yyyy}/{timestamp:MM}",
                "{event:yyyy-MM}/{timestamp:dd}",
                "{timestamp:MM}/{value.n:dd}",
                "{event:YYYY}-{event:ww}/{timestamp:e}"
            })
    void refusesPatternsThatAreNearlyAlwaysMistakes(String template) {
        assertThatThrownBy(() -> parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would be wrong")
                .hasMessageContaining(": write ");
    }

    @ParameterizedTest
    @CsvSource({
        "{timestamp:yyyy-MM-dd'T'HH.mm}, 2027-01-01T13.05",
        "y={timestamp:yyyy}/m={timestamp:MM}/d={timestamp:dd}/h={timestamp:HH}/{timestamp:mm},"
                + " y=2027/m=01/d=01/h=13/05",
        "{timestamp:yyyy-DDD}, 2027-001",
        "{timestamp:YYYY-'W'ww}, 2026-W53",
        "{timestamp:yyyy-MM-dd-hha}, 2027-01-01-01PM",
        "{timestamp:HH}, 13",
        "{timestamp:MM}, 01",
        "{timestamp:MM-dd-HH}, 01-01-13",
        "{timestamp:EEE}, Fri",
        "{timestamp:yyyy-MM-W}, 2027-01-0",
        "{timestamp:YYYY-'W'ww-e}, 2026-W53-5",
        "{timestamp:YYYY-'W'ww-e-HH}, 2026-W53-5-13",
        "{timestamp:yyyy-MM-dd}/{timestamp:e}, 2027-01-01/5",
        "{timestamp:yyyy-DDD-HH}, 2027-001-13",
        "{timestamp:yyyy-MM-dd}/{event:HH}, 2027-01-01/13",
        "{timestamp:yyyy-MM-dd}/{event:yyyy-MM-dd}, 2027-01-01/2027-01-01",
        "'{timestamp:''d''yyyy-MM-dd}', d2027-01-01",
        "{timestamp:MMM uuuu}, Jan 2027",
        "{timestamp:yyyy-MM}/{timestamp:yyyy-MM-dd}, 2027-01/2027-01-01"
    })
    void takesPatternsThatMeanWhatTheySay(String template, String folder) {
        long timestamp = Instant.parse("2027-01-01T13:05:00Z").toEpochMilli();
        SinkRecord record = new SinkRecord("t", 0, null, null, null, "v", 0, timestamp, TimestampType.CREATE_TIME);

        assertThat(parse(template).folder(record)).isEqualTo(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{value}", "a/{value}/b", "v={value}", "{value}x", "x{value}", "{topic}", "{topic:/}"})
    void noTopicAndNoValueReachesANameThatIsKeptOrHiddenAndNoTwoShareOne(String template) {
        String letters = template.contains("topic") ? "_.a-" : "_.a%/:é \\=";
        PathTemplate path = parse(template.replace("{value}", "{header.h}"));
        Map<String, String> texts = new HashMap<>();
        List<String> all = new ArrayList<>(texts(letters, 4));
        all.addAll(List.of("_staging", "_checkpoints", "__HIVE_DEFAULT_PARTITION__", "%5fa", "%2e"));
        for (String text : all) {
            if (template.contains("topic") && (text.matches("\\.{1,2}") || !text.matches("[a-zA-Z0-9._-]+"))) {
                continue;
            }
            SinkRecord record = new SinkRecord(text, 0, null, null, null, "v", 0);
            record.headers().addString("h", text);

            String folder = path.folder(record);

            assertThat(folder.split("/", -1))
                    .as("folder of \"%s\"", text)
                    .allMatch(part -> part.matches("[^_.].*") && !part.endsWith("."));
            assertThat(texts.put(folder, text)).as("%s of \"%s\"", folder, text).isNull();
        }
        SinkRecord nobodys = new SinkRecord("t", 0, null, null, null, "v", 0);
        assertThat(template.contains("topic") || !texts.containsKey(path.folder(nobodys)))
                .isTrue();
    }

    private static List<String> texts(String letters, int longest) {
        List<String> all = new ArrayList<>();
        List<String> ofLength = List.of("");
        for (int length = 1; length <= longest; length++) {
            ofLength = ofLength.stream()
                    .flatMap(text -> letters.chars().mapToObj(letter -> text + (char) letter))
                    .toList();
            all.addAll(ofLength);
        }
        return all;
    }

    @Test
    void aPathLongerThanAStorageTakesAndHalfACharacterAreTheRecordsFault() {
        String template = "{value.state}/".repeat(4) + "x";

        assertThatThrownBy(() -> parse(template).folder(record(null, "y".repeat(200))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("640 characters");
        assertThatThrownBy(() -> parse("{value.state}").folder(record(null, "a\ud83d")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "the path needs value.state, whose text in the record bronze.listen_events-3@42 has half a"
                                + " surrogate pair at character 1: correct the producer, or take another field");
        assertThat(parse("{value.state}").folder(record(null, "\ud83d\ude00"))).isEqualTo("\ud83d\ude00");
    }

    @Test
    void onlyLateRecordsAreInTheirFolder() {
        RecordTime time = RecordTime.parse("timestamp");
        Layout layout = new Layout(parse("{topic:/}"), time, Duration.ZERO, Duration.ZERO, LateData.SEPARATE);
        SinkRecord record = new SinkRecord("late.plays", 0, null, null, null, "v", 0);

        assertThat(layout.folder(record, false)).isEqualTo("%6cate/plays");
        assertThat(layout.folder(record, true)).isEqualTo("late/late/plays");
    }

    @ParameterizedTest
    @ValueSource(strings = {"_private", ".hidden", "__consumer_offsets", "a.b"})
    void filesOfEveryTopicAreSeenAndKnown(String topic) {
        TopicPartition partition = new TopicPartition(topic, 1);
        Author author = new Author("01234567", 12);
        String name = FileName.of(partition, 5, author, 2, ".parquet");

        assertThat(name).matches("[^_.].*");
        assertThat(FileName.parse("x/" + name, partition)).contains(new FileName(5, author));
        assertThat(FileName.ofOtherAuthors(partition, new Author("01234567", 13))
                        .matcher(name)
                        .matches())
                .isTrue();
    }

    @Test
    void filesOfOtherAuthorsAreToldByTheirNames() {
        TopicPartition partition = new TopicPartition("a", 1);
        Author author = new Author("01234567", 12);
        String mine = FileName.of(partition, 5, author, 2, ".parquet");
        String older = FileName.of(partition, 5, new Author("01234567", 1), 2, ".parquet");
        String others = FileName.of(partition, 5, new Author("11111111", 12), 2, ".parquet");
        String otherTopic =
                FileName.of(new TopicPartition("a-1", 5), 12345678, new Author("11112222", 1), 0, ".parquet");

        assertThat(mine).isEqualTo("a-1-5-01234567-12-2.parquet");
        var orphans = FileName.ofOtherAuthors(partition, author);
        assertThat(orphans.matcher("x/y/" + others).matches()).isTrue();
        assertThat(orphans.matcher("x/y/" + older).matches()).isTrue();
        assertThat(orphans.matcher("x/y/" + mine).matches()).isFalse();
        assertThat(orphans.matcher("x/y/" + otherTopic).matches()).isFalse();
        assertThat(FileName.parse("x/y/" + mine, partition)).contains(new FileName(5, author));
        assertThat(FileName.parse("x/y/" + otherTopic, partition)).isEmpty();
    }

    private static PathTemplate parse(String template) {
        return PathTemplate.parse(template, RecordTime.parse("timestamp"), ZoneOffset.UTC);
    }

    private static SinkRecord record(String eventTime, String state) {
        Date time = eventTime == null ? null : Date.from(Instant.parse(eventTime));
        Struct row = new Struct(ROW).put("event_time", time).put("state", state).put("n", 5L);
        long timestamp = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
        return new SinkRecord(
                "bronze.listen_events", 3, null, null, ROW, row, 42, timestamp, TimestampType.CREATE_TIME);
    }
}
