package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.EventHeaders;
import io.goldstream.events.EventType;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.Reading;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.protocol.RefineryProtocol;
import io.goldstream.events.rules.Violation;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.QuarantineKind;
import io.goldstream.gateway.useragent.Devices;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RefinedRowsTest {

    private static final long EVENT_TIME = 1_738_195_209_000L;
    private static final long MINUTE = 60_000;
    private static final String LISTEN = "{\"eventId\":\"e-1\",\"ts\":" + EVENT_TIME
            + ",\"sessionId\":1,\"userId\":2,\"artist\":\"Ashbrg\",\"song\":\"Night Shift\",\"duration\":164.5}";

    private final EventReader reader = new EventReader();
    private final RowEncoder encoder = new RowEncoder(new Devices());

    /** The time of receipt decides, not the time of refining: a rebuild years later says the same. */
    @Test
    void aClockThatRunsAheadIsToldByTheTimeOfReceipt() {
        RawRecord early = raw(EventHeaders.RECEIVED_AT, Long.toString(EVENT_TIME - 6 * MINUTE));
        RawRecord justInTime = raw(EventHeaders.RECEIVED_AT, Long.toString(EVENT_TIME - 4 * MINUTE));

        Outcome outcome = refine(early, new Classifier(reader)).outcome();

        assertThat(((Outcome.Quarantined) outcome).violations())
                .extracting(Violation::rule)
                .containsExactly("listen.ts.in_future");
        assertThat(refine(justInTime, new Classifier(reader)).outcome()).isInstanceOf(Outcome.Refined.class);
    }

    @Test
    void whatComesLateIsKept() {
        RawRecord late = raw(EventHeaders.RECEIVED_AT, Long.toString(EVENT_TIME + 400L * 24 * 60 * MINUTE));

        assertThat(refine(late, new Classifier(reader)).outcome()).isInstanceOf(Outcome.Refined.class);
    }

    @Test
    void envelopeAndTraceGoOnWithTheRowsUnlessTheyCouldBurstThem() {
        RawRecord raw = raw(
                EventHeaders.TIME,
                "2025-01-30T00:00:08Z",
                EventHeaders.TRACE_PARENT,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                EventHeaders.TRACE_STATE,
                "x".repeat(100_000),
                "anything",
                "else",
                EventHeaders.TIME,
                "2025-01-30T00:00:09Z");

        assertThat(raw.metadata().forwarded())
                .extracting(Header::key, header -> new String(header.value(), UTF_8))
                .containsExactly(
                        tuple("ce_time", "2025-01-30T00:00:09Z"),
                        tuple("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }

    /** In the header as in the event: by characters, and blank as there. */
    @Test
    void anIdInAHeaderHasTheBoundsOfOneInTheEvent() {
        String longest = "\uD83C\uDFB5".repeat(200);

        assertThat(raw(EventHeaders.ID, longest).metadata().givenId()).isEqualTo(longest);
        assertThat(raw(EventHeaders.ID, longest + "x").metadata().givenId()).isNull();
        assertThat(raw(EventHeaders.ID, "\u00a0\u0001").metadata().givenId()).isNull();
    }

    /** Others write to raw topics in any encoding: of two events whose ids are not the same, none is a copy. */
    @Test
    void bytesThatAreNoTextMakeNoTwoEventsOne() {
        for (String header : List.of(EventHeaders.ID, EventHeaders.SOURCE)) {
            DedupeWindow window = new DedupeWindow(Duration.ofMinutes(15), 10);
            Classifier classifier = new Classifier(reader);
            for (byte last : new byte[] {(byte) 0xE8, (byte) 0xE9}) {
                RawRecord raw = raw(new byte[] {'c', 'a', 'f', last}, header);
                String ownId = header.equals(EventHeaders.ID) ? "e-1" + last : "e-1";
                RawRecord named = new RawRecord(
                        raw.type(),
                        raw.topic(),
                        null,
                        1,
                        42,
                        raw.timestampMillis(),
                        raw.key(),
                        LISTEN.replace("e-1", ownId).getBytes(UTF_8),
                        raw.headers());

                Outcome outcome = classifier.classify(named, window);

                assertThat(outcome).isInstanceOf(Outcome.Refined.class);
                assertThat(outcome.eventId()).isEqualTo(ownId);
            }
        }
        assertThat(raw(EventHeaders.ID, "caf\uFFFD").metadata().givenId())
                .as("a text may hold the character that stands in for others")
                .isEqualTo("caf\uFFFD");
    }

    /** Compressed, five million blanks pass the broker's limit. */
    @Test
    void whatFitsNoRowIsQuarantinedWithoutItsBytes() throws IOException {
        RawRecord raw = raw(EventHeaders.ATTEMPT, "2");
        for (RawRecord large : List.of(
                new RawRecord(raw.type(), raw.topic(), null, 1, 42, 0, raw.key(), new byte[5_000_000], raw.headers()),
                new RawRecord(
                        raw.type(), raw.topic(), null, 1, 42, 0, new byte[5_000_000], raw.value(), raw.headers()))) {
            RefinedRows refined = refine(large, new Classifier(reader));

            byte[] value = refined.rows().getFirst().value();
            JsonNode row = new ObjectMapper().readTree(value);
            assertThat(value.length).isLessThan(RecordSizes.ROW);
            assertThat(row.get("event_id").asText()).isEqualTo("raw.listen_events-1-42");
            assertThat(row.get("reason").asText()).contains("are only in the raw topic");
            assertThat(row.get("attempt").asInt()).isEqualTo(2);
            assertThat(row.has("value")).isFalse();
            assertThat(row.has("key")).isFalse();
        }
    }

    @Test
    void aRecordAtWhichOurCodeFailsIsUnreadUnderTheIdOfItsHeaders() throws IOException {
        Classifier failing = new Classifier(reader) {
            @Override
            Reading read(RawRecord raw) {
                throw new IllegalStateException("as if it had a fault");
            }
        };
        DedupeWindow window = new DedupeWindow(Duration.ofMinutes(15), 10);
        RawRecord named = raw(EventHeaders.ID, "e-9");

        JsonNode row = new ObjectMapper()
                .readTree(RefinedRows.of(named, failing, window, encoder, OutputTopics.of(Generation.FIRST))
                        .rows()
                        .getFirst()
                        .value());

        assertThat(row.get("kind").asText()).isEqualTo("unread");
        assertThat(row.get("event_id").asText()).isEqualTo("e-9");
        assertThat(row.get("value").binaryValue()).isEqualTo(named.value());
        assertThat(RefinedRows.of(named, failing, window, encoder, OutputTopics.of(Generation.FIRST))
                        .outcome())
                .as("a repetition is told by its headers, and not read")
                .isInstanceOf(Outcome.Duplicate.class);
        assertThat(refine(raw("x", "y"), failing).outcome().eventId()).isEqualTo("raw.listen_events-1-42");
    }

    /** So that whoever reads the window again, and whoever reads it for the first time, say the same. */
    @Test
    void whatIsSetAsideIsRememberedAsWhatIsRefined() {
        DedupeWindow aside = new DedupeWindow(Duration.ofMinutes(15), 10);
        DedupeWindow refined = new DedupeWindow(Duration.ofMinutes(15), 10);
        RawRecord named = raw(EventHeaders.ID, "e-9");
        Classifier classifier = new Classifier(reader);
        RefinedRows.setAside(named, classifier, aside, encoder, OutputTopics.of(Generation.FIRST));
        classifier.remember(named, refined);

        for (DedupeWindow window : List.of(aside, refined)) {
            assertThat(classifier.classify(named, window)).isEqualTo(Outcome.Duplicate.of("e-9", 42));
        }
    }

    /** In a rebuild under mended rules it would be valid: but it was sent again, and must not count twice. */
    @Test
    void aRecordThatWasReplayedCountsWhereItWasSentAgain() {
        Classifier classifier =
                new Classifier(reader, record -> record.coordinates().equals("raw.listen_events-1-42"));

        RefinedRows refined = refine(raw("x", "y"), classifier);

        assertThat(refined.outcome()).isEqualTo(new Outcome.Duplicate("e-1", RefineryProtocol.REPLAYED_AS + 1));
        assertThat(refined.rows()).extracting(RefinedRows.Row::topic).containsExactly("quarantine.events_g2");
    }

    /** So that a filter of one kind by a rule of another is told to match nothing, ever. */
    @Test
    void aRuleBelongsToOneKind() {
        Classifier failing = new Classifier(reader) {
            @Override
            Reading read(RawRecord raw) {
                throw new IllegalStateException("as if it had a fault");
            }
        };
        Classifier classifier = new Classifier(reader);
        assertThat(kindsOfItsRule(refine(raw(), failing))).containsExactly(QuarantineKind.UNREAD);
        assertThat(kindsOfItsRule(refine(withValue(null), classifier))).containsExactly(QuarantineKind.MALFORMED);
        assertThat(kindsOfItsRule(refine(withValue(new byte[5_000_000]), classifier)))
                .containsExactly(QuarantineKind.MALFORMED);
        for (String fault : List.of("", "{", "[]", "{\"a\":1,\"a\":2}", "{\"song\":\"\\ud800\"}", "[".repeat(100))) {
            assertThat(kindsOfItsRule(refine(withValue(fault.getBytes(UTF_8)), classifier)))
                    .as(fault)
                    .containsExactly(QuarantineKind.MALFORMED);
        }
        for (String invalid : List.of("{}", "{\"ts\":\"now\"}", LISTEN.replace("164.5", "-1"))) {
            assertThat(kindsOfItsRule(refine(withValue(invalid.getBytes(UTF_8)), classifier)))
                    .as(invalid)
                    .containsExactly(QuarantineKind.INVALID);
        }
    }

    private List<QuarantineKind> kindsOfItsRule(RefinedRows refined) {
        Outcome.Quarantined quarantined = (Outcome.Quarantined) refined.outcome();
        List<QuarantineKind> kinds = Stream.of(QuarantineKind.values())
                .filter(kind -> quarantined.violations().stream()
                        .allMatch(broken -> new Classifier(reader).hasRule(kind, EventType.LISTEN, broken.rule())))
                .toList();
        assertThat(kinds).contains(quarantined.kind());
        return kinds;
    }

    private static RawRecord withValue(byte[] value) {
        RawRecord raw = raw();
        return new RawRecord(
                raw.type(), raw.topic(), null, 1, 42, raw.timestampMillis(), raw.key(), value, raw.headers());
    }

    private RefinedRows refine(RawRecord raw, Classifier classifier) {
        DedupeWindow window = new DedupeWindow(Duration.ofMinutes(15), 10);
        return RefinedRows.of(raw, classifier, window, encoder, OutputTopics.of(new Generation(2)));
    }

    private static RawRecord raw(String... namesAndValues) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(UTF_8));
        }
        return raw(headers);
    }

    private static RawRecord raw(byte[] value, String name) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(name, value);
        return raw(headers);
    }

    private static RawRecord raw(RecordHeaders headers) {
        return new RawRecord(
                EventType.LISTEN,
                "raw.listen_events",
                null,
                1,
                42,
                EVENT_TIME + 1_000,
                "k".getBytes(UTF_8),
                LISTEN.getBytes(UTF_8),
                headers);
    }
}
