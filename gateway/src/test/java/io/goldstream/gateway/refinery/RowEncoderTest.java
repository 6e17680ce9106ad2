package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.EventType;
import io.goldstream.events.Keys;
import io.goldstream.events.intake.EventReader;
import io.goldstream.events.schema.Column;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.gateway.useragent.Devices;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowEncoderTest {

    /** Every field that a type can have, and one that none has. */
    private static final String FULL = """
            {"eventId":"e-1","ts":1738195209000,"sessionId":3067,"page":"NextSong","auth":"Logged In","method":"PUT",
             "status":200,"level":"free","itemInSession":0,"city":"Adena","zip":"43901","state":"OH",
             "userAgent":"\\"Mozilla/5.0 (Windows NT 6.1; rv:31.0) Gecko/20100101 Firefox/31.0\\"","lon":-80.8,"lat":40.2,
             "userId":1354,"lastName":"Foster","firstName":"Aiden","gender":"M","registration":1637665773000,
             "artist":"OlomidÃ©","song":"Night Shift","duration":164.57098,"success":true,"prevLevel":"paid",
             "statusChangeType":"downgrade","new":{"a":1}}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Classifier classifier = new Classifier(new EventReader());
    private final RowEncoder encoder = new RowEncoder(new Devices());

    @ParameterizedTest
    @EnumSource
    void aFullEventFillsEveryColumnOfBronzeAndSilver(EventType type) throws IOException {
        RawRecord raw = raw(type, FULL);
        Outcome.Refined refined = (Outcome.Refined) refine(raw);

        assertThat(names(encoder.bronze(raw, refined)))
                .containsExactlyInAnyOrderElementsOf(columns(Layer.BRONZE, type));
        // A type that knows no song keeps it in rescued, not in silver.
        assertThat(names(encoder.silver(raw, refined)))
                .containsExactlyInAnyOrderElementsOf(columns(Layer.SILVER, type));
    }

    @Test
    void silverKnowsKeysAndDevice() throws IOException {
        RawRecord raw = raw(EventType.LISTEN, FULL);
        JsonNode silver = JSON.readTree(encoder.silver(raw, (Outcome.Refined) refine(raw)));

        assertThat(silver.get("artist_key").asText()).isEqualTo(Keys.artist("Olomidé"));
        assertThat(silver.get("song_key").asText()).isEqualTo(Keys.song("Olomidé", "Night Shift"));
        assertThat(silver.get("location_key").asText()).isEqualTo(Keys.location("Adena", "OH", "43901"));
        assertThat(silver.get("os").asText()).isEqualTo("Windows");
        assertThat(silver.get("browser").asText()).isEqualTo("Firefox");
        assertThat(silver.get("form").asText()).isEqualTo("desktop");
        assertThat(silver.get("event_time").asLong()).isEqualTo(1738195209000L);
        assertThat(silver.get("source_offset").asLong()).isEqualTo(42);
        assertThat(silver.get("source_topic_id").asText()).isEqualTo("4vD0lSpVQ2WXn8lE2bXDYw");
    }

    @Test
    void quarantineKeepsTheBytesAndTheReason() throws IOException {
        RawRecord raw = raw(EventType.LISTEN, "{\"ts\":\u0000");
        raw.headers().add("x", new byte[] {1, 2});
        JsonNode row = JSON.readTree(encoder.quarantine(raw, (Outcome.Quarantined) refine(raw)));

        assertThat(names(encoder.quarantine(raw, (Outcome.Quarantined) refine(raw))))
                .isSubsetOf(Tables.byTopic("quarantine.events").orElseThrow().columns().stream()
                        .map(Column::name)
                        .toList());
        assertThat(row.get("value").binaryValue()).isEqualTo(raw.value());
        assertThat(row.get("kind").asText()).isEqualTo("malformed");
        assertThat(row.get("violations").get(0).get("rule").asText()).isEqualTo("event.syntax");
        assertThat(row.get("headers").get(0).get("value").binaryValue()).containsExactly(1, 2);
        assertThat(row.get("event_id").asText()).isEqualTo("raw.listen_events-1-42");
        assertThat(row.get("source_topic_id").asText()).isEqualTo("4vD0lSpVQ2WXn8lE2bXDYw");
    }

    @Test
    void aStatusChangeSaysFromWhichLevelToWhich() throws IOException {
        assertThat(change("{'level':'free'}")).isEqualTo(Map.of("from", "free", "to", "paid", "type", "upgrade"));
        assertThat(change("{'level':'paid'}")).isEqualTo(Map.of("from", "paid", "to", "free", "type", "downgrade"));
        assertThat(change("{'level':'paid','prevLevel':'free','statusChangeType':'trial_end'}"))
                .isEqualTo(Map.of("from", "free", "to", "paid", "type", "trial_end"));
        assertThat(change("{'level':'free','prevLevel':'paid'}"))
                .isEqualTo(Map.of("from", "paid", "to", "free", "type", "downgrade"));
        assertThat(change("{'level':'free','prevLevel':'free','statusChangeType':'upgrade'}"))
                .isEqualTo(Map.of("from", "free", "to", "paid", "type", "upgrade"));
        assertThat(change("{'level':'free','statusChangeType':'Upgrade'}"))
                .isEqualTo(Map.of("from", "free", "to", "paid", "type", "upgrade"));
        assertThat(change("{'level':'paid','page':'Submit Downgrade'}"))
                .isEqualTo(Map.of("from", "paid", "to", "free", "type", "downgrade"));
        assertThat(change("{}")).isEmpty();
    }

    /** Writers of JSON differ: escapes, fields of their own, and ids with a point say nothing of the dialect. */
    @Test
    void eventsimsStatusChangeIsKnownHoweverItIsWritten() throws IOException {
        Map<String, String> upgrade = Map.of("from", "free", "to", "paid", "type", "upgrade");

        assertThat(change("{'level':'free','lastName':'Mu\\u00f1oz'}")).isEqualTo(upgrade);
        assertThat(change("{'level':'free','lastName':'Muñoz'}")).isEqualTo(upgrade);
        assertThat(change("{'level':'free','ownField':1}")).isEqualTo(upgrade);
        assertThat(change("{'level':'free','lat':4.5e1}")).isEqualTo(upgrade);
        assertThat(change("1.0", "1.354e3", "{'level':'free'}")).isEqualTo(upgrade);
    }

    @Test
    void thePageDecidesWhereTheKindOfChangeSaysNoDirection() throws IOException {
        assertThat(change("{'level':'free','statusChangeType':'by_user','page':'Submit Upgrade'}"))
                .isEqualTo(Map.of("from", "free", "to", "paid", "type", "by_user"));
        assertThat(change("{'level':'paid','prevLevel':'paid','statusChangeType':'by_user','page':'Submit Downgrade'}"))
                .isEqualTo(Map.of("from", "paid", "to", "free", "type", "by_user"));
        assertThat(change("{'level':'free','statusChangeType':'upgrade','page':'Submit Downgrade'}"))
                .isEqualTo(Map.of("from", "free", "to", "paid", "type", "upgrade"));
    }

    @Test
    void aKindOfChangeHasOneNameHoweverItIsWritten() throws IOException {
        assertThat(change("'s'", "'u'", "{'statusChangeType':'UPGRADE'}"))
                .isEqualTo(Map.of("from", "free", "to", "paid", "type", "upgrade"));
        assertThat(change("'s'", "'u'", "{'statusChangeType':'Downgrade','prevLevel':'paid','level':'free'}"))
                .isEqualTo(Map.of("from", "paid", "to", "free", "type", "downgrade"));
        assertThat(change("'s'", "'u'", "{'statusChangeType':'Renewal'}"))
                .as("the producer's own word")
                .isEqualTo(Map.of("type", "Renewal"));
    }

    @Test
    void aStatusChangeLeavesOpenWhatItDoesNotSay() throws IOException {
        assertThat(change("{'level':'free','prevLevel':'free'}"))
                .as("equal levels, and no kind of change")
                .isEqualTo(Map.of("from", "free"));
        assertThat(change("{'level':'paid','prevLevel':'paid','statusChangeType':'upgrade'}"))
                .as("an upgrade from paid")
                .isEqualTo(Map.of("from", "paid", "type", "upgrade"));
        assertThat(change("{'level':'paid','prevLevel':'paid','statusChangeType':'renewal'}"))
                .isEqualTo(Map.of("from", "paid", "type", "renewal"));
        assertThat(change("{'prevLevel':'trial','level':'free'}"))
                .as("a level that the contract does not know is none, and the change is neither up nor down")
                .isEqualTo(Map.of("to", "free"));
        assertThat(change("{'level':'paid','statusChangeType':'cancel'}")).isEqualTo(Map.of("type", "cancel"));
        assertThat(change("{'level':'paid','page':'Settings'}"))
                .as("not eventsim's")
                .isEmpty();
        assertThat(change("{'level':'paid','status':200}")).as("not eventsim's").isEmpty();
        assertThat(change("'1'", "1", "{'level':'paid'}"))
                .as("not eventsim's: ids as texts")
                .isEmpty();
        assertThat(change("1", "'1'", "{'level':'paid'}"))
                .as("not eventsim's: ids as texts")
                .isEmpty();
    }

    private Map<String, String> change(String fields) throws IOException {
        return change("1", "1", fields);
    }

    private Map<String, String> change(String session, String user, String fields) throws IOException {
        String line = ("{'ts':1738195209000,'sessionId':" + session + ",'userId':" + user
                        + fields.replaceFirst("\\{(.+)}", ",$1}").replaceFirst("^\\{}$", "}"))
                .replace('\'', '"');
        RawRecord raw = raw(EventType.STATUS_CHANGE, line);
        JsonNode silver = JSON.readTree(encoder.silver(raw, (Outcome.Refined) refine(raw)));
        Map<String, String> change = new HashMap<>();
        Map.of("from_level", "from", "to_level", "to", "change_type", "type").forEach((column, name) -> {
            if (silver.has(column)) {
                change.put(name, silver.get(column).asText());
            }
        });
        return change;
    }

    private static RawRecord raw(EventType type, String line) {
        return new RawRecord(
                type,
                "raw." + type.sourceTable(),
                "4vD0lSpVQ2WXn8lE2bXDYw",
                1,
                42,
                1_738_200_000_000L,
                "k".getBytes(UTF_8),
                line.getBytes(UTF_8),
                new RecordHeaders());
    }

    private Outcome refine(RawRecord raw) {
        return classifier.classify(raw, new DedupeWindow(Duration.ofMinutes(15), 10));
    }

    private static List<String> names(byte[] row) throws IOException {
        List<String> names = new ArrayList<>();
        JSON.readTree(row).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> columns(Layer layer, EventType type) {
        Table table = Tables.of(layer, type);
        return table.columns().stream().map(Column::name).toList();
    }
}
