package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.Keys;
import io.goldstream.events.intake.ParsedEvent;
import io.goldstream.events.intake.Rules;
import io.goldstream.events.rules.Violation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes the rows of bronze, silver and quarantine as JSON: one property for each column of {@link Tables}, null ones
 * left out; instants as milliseconds since the epoch, bytes as base64. Not thread-safe.
 */
final class Rows {

    /** What fits the topics' 2 MiB with keys and what Kafka adds. Checked before compression, on which nothing must depend. */
    static final int MAX_BYTES = 2 * 1024 * 1024;

    // Else a character beyond the basic plane takes 12 bytes for its 4.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final Devices devices;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(4 * 1024);
    private final Map<EventType, List<Field>> sharedFields = new EnumMap<>(EventType.class);
    private final Map<EventType, List<Field>> bronzeFields = new EnumMap<>(EventType.class);
    private final Map<EventType, List<Field>> silverFields = new EnumMap<>(EventType.class);

    private Outcome.Refined sharedOf;
    private byte[] shared;

    Rows(Devices devices) {
        this.devices = devices;
        for (EventType type : EventType.values()) {
            List<Field> bronze = fieldsOf(Layer.BRONZE, type);
            List<Field> silver = fieldsOf(Layer.SILVER, type);
            sharedFields.put(type, bronze.stream().filter(silver::contains).toList());
            bronzeFields.put(
                    type,
                    bronze.stream().filter(field -> !silver.contains(field)).toList());
            silverFields.put(
                    type,
                    silver.stream().filter(field -> !bronze.contains(field)).toList());
        }
    }

    /** The fields that a layer keeps: those whose columns its table has. The id is written by itself. */
    private static List<Field> fieldsOf(Layer layer, EventType type) {
        return type.fields().stream()
                .filter(field -> field != Field.EVENT_ID)
                .filter(field -> Tables.of(layer, type).columns().stream()
                        .anyMatch(column -> column.name().equals(field.column())))
                .toList();
    }

    byte[] bronze(RawRecord raw, Outcome.Refined refined) {
        ParsedEvent event = refined.event();
        return row(raw, refined, json -> {
            fields(json, event, bronzeFields.get(event.type()));
            text(json, "rescued", event.rescued());
        });
    }

    byte[] silver(RawRecord raw, Outcome.Refined refined) {
        ParsedEvent event = refined.event();
        return row(raw, refined, json -> {
            fields(json, event, silverFields.get(event.type()));
            Devices.Device device = devices.of(event.text(Field.USER_AGENT));
            text(json, "device", device.device());
            text(json, "os", device.os());
            text(json, "browser", device.browser());
            String artist = event.text(Field.ARTIST);
            text(json, "song_key", Keys.song(artist, event.text(Field.SONG)));
            text(json, "artist_key", Keys.artist(artist));
            if (event.type() == EventType.STATUS_CHANGE) {
                LevelChange change = LevelChange.of(event);
                text(json, "from_level", change.from());
                text(json, "to_level", change.to());
                text(json, "change_type", change.type());
            }
            text(
                    json,
                    "location_key",
                    Keys.location(event.text(Field.CITY), event.text(Field.STATE), event.text(Field.ZIP)));
        });
    }

    /** An event's row: what both layers say of it, and what is the layer's own. */
    private byte[] row(RawRecord raw, Outcome.Refined refined, Body own) {
        byte[] shared = shared(raw, refined);
        byte[] rest = write(own);
        boolean isAlone = rest.length == "{}".length();
        byte[] row = Arrays.copyOf(shared, isAlone ? shared.length : shared.length + rest.length - 1);
        if (!isAlone) {
            row[shared.length - 1] = ',';
            System.arraycopy(rest, 1, row, shared.length, rest.length - 1);
        }
        return row;
    }

    /** Written once for both rows of an event, which is most of what writing them costs. */
    private byte[] shared(RawRecord raw, Outcome.Refined refined) {
        if (sharedOf != refined) {
            ParsedEvent event = refined.event();
            shared = write(json -> {
                json.writeStringField(Field.EVENT_ID.column(), refined.eventId());
                fields(json, event, sharedFields.get(event.type()));
                json.writeNumberField("received_at", event.receivedAtMillis());
                lineage(json, raw);
            });
            sharedOf = refined;
        }
        return shared;
    }

    byte[] quarantine(RawRecord raw, Outcome.Quarantined quarantined) {
        List<Violation> violations = quarantined.violations();
        String kind = quarantined.kind().name().toLowerCase(Locale.ROOT);
        return quarantine(
                raw, quarantined.eventId(), kind, violations.getFirst().message(), violations, raw.value());
    }

    /** A duplicate's row has no bytes: they stand where the event counts. */
    byte[] quarantine(RawRecord raw, Outcome.Duplicate duplicate) {
        return quarantine(raw, duplicate.eventId(), "duplicate", duplicate.reason(), List.of(), null);
    }

    /** The headers stay away where they alone would make the row too large: the event's own bytes always fit. */
    private byte[] quarantine(
            RawRecord raw, String eventId, String kind, String reason, List<Violation> violations, byte[] value) {
        byte[] whole = quarantine(raw, eventId, kind, reason, violations, value, raw.headers());
        return whole.length <= MAX_BYTES
                ? whole
                : quarantine(raw, eventId, kind, reason, violations, value, new RecordHeaders());
    }

    private byte[] quarantine(
            RawRecord raw,
            String eventId,
            String kind,
            String reason,
            List<Violation> violations,
            byte[] value,
            Headers headers) {
        return write(json -> {
            json.writeStringField("event_id", eventId);
            json.writeStringField("kind", kind);
            json.writeStringField("type", raw.type().id());
            json.writeStringField("reason", reason);
            json.writeArrayFieldStart("violations");
            for (Violation violation : violations) {
                json.writeStartObject();
                json.writeStringField("rule", violation.rule());
                json.writeStringField("pointer", violation.pointer());
                json.writeStringField("message", violation.message());
                json.writeEndObject();
            }
            json.writeEndArray();
            bytes(json, "key", raw.key());
            bytes(json, "value", value);
            json.writeArrayFieldStart("headers");
            for (Header header : headers) {
                json.writeStartObject();
                json.writeStringField("key", header.key());
                bytes(json, "value", header.value());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("attempt", raw.envelope().attempt());
            json.writeStringField("rules_version", Rules.VERSION);
            json.writeNumberField("received_at", raw.receivedAtMillis());
            lineage(json, raw);
        });
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private byte[] write(Body body) {
        buffer.reset();
        try (JsonGenerator json = JSON.createGenerator(buffer)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be written", e);
        }
        return buffer.toByteArray();
    }

    private static void fields(JsonGenerator json, ParsedEvent event, List<Field> fields) throws IOException {
        for (Field field : fields) {
            if (!event.has(field)) {
                continue;
            }
            json.writeFieldName(field.column());
            switch (field.kind()) {
                case TEXT, ID -> json.writeString(event.text(field));
                case INT, INSTANT -> json.writeNumber(event.integer(field));
                case REAL, DURATION -> json.writeNumber(event.real(field));
                case BOOL -> json.writeBoolean(event.bool(field));
            }
        }
    }

    private static void lineage(JsonGenerator json, RawRecord raw) throws IOException {
        json.writeStringField("source_topic", raw.topic());
        json.writeNumberField("source_partition", raw.partition());
        json.writeNumberField("source_offset", raw.offset());
        json.writeNumberField("source_timestamp", raw.timestampMillis());
    }

    private static void text(JsonGenerator json, String column, String text) throws IOException {
        if (text != null) {
            json.writeStringField(column, text);
        }
    }

    private static void bytes(JsonGenerator json, String column, byte[] bytes) throws IOException {
        if (bytes != null) {
            json.writeBinaryField(column, bytes);
        }
    }

    static byte[] key(ParsedEvent event) {
        return event.key() == null ? null : event.key().getBytes(UTF_8);
    }
}
