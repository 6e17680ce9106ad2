package io.goldstream.gateway.refinery;

import io.goldstream.events.EventType;
import io.goldstream.events.Field;
import io.goldstream.events.Keys;
import io.goldstream.events.intake.ParsedEvent;
import io.goldstream.events.intake.Rules;
import io.goldstream.events.kafka.RecordSizes;
import io.goldstream.events.rules.Violation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.QuarantineKind;
import io.goldstream.events.schema.Tables;
import io.goldstream.gateway.refinery.JsonRow.Name;
import io.goldstream.gateway.useragent.Devices;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes the rows of bronze, silver and quarantine as JSON: one property for each column of {@link Tables}, null ones
 * left out; instants as milliseconds since the epoch, bytes as base64. Not thread-safe.
 */
final class RowEncoder {

    private static final Name EVENT_ID = Name.of("event_id");
    private static final Name RECEIVED_AT = Name.of("received_at");
    private static final Name SOURCE_TOPIC = Name.of("source_topic");
    private static final Name SOURCE_PARTITION = Name.of("source_partition");
    private static final Name SOURCE_OFFSET = Name.of("source_offset");
    private static final Name SOURCE_TIMESTAMP = Name.of("source_timestamp");
    private static final Name SOURCE_TOPIC_ID = Name.of(Tables.SOURCE_TOPIC_ID);
    private static final Name RESCUED = Name.of("rescued");
    private static final Name DEVICE = Name.of("device");
    private static final Name OS = Name.of("os");
    private static final Name BROWSER = Name.of("browser");
    private static final Name FORM = Name.of("form");
    private static final Name SONG_KEY = Name.of("song_key");
    private static final Name ARTIST_KEY = Name.of("artist_key");
    private static final Name LOCATION_KEY = Name.of("location_key");
    private static final Name FROM_LEVEL = Name.of("from_level");
    private static final Name TO_LEVEL = Name.of("to_level");
    private static final Name CHANGE_TYPE = Name.of("change_type");
    private static final Name KIND = Name.of("kind");
    private static final Name TYPE = Name.of("type");
    private static final Name REASON = Name.of("reason");
    private static final Name VIOLATIONS = Name.of("violations");
    private static final Name RULE = Name.of("rule");
    private static final Name POINTER = Name.of("pointer");
    private static final Name MESSAGE = Name.of("message");
    private static final Name KEY = Name.of("key");
    private static final Name VALUE = Name.of("value");
    private static final Name HEADERS = Name.of("headers");
    private static final Name ATTEMPT = Name.of("attempt");
    private static final Name RULES_VERSION = Name.of("rules_version");

    private final Devices devices;
    private final JsonRow json = new JsonRow();
    private final Map<EventType, Columns> columns = new EnumMap<>(EventType.class);

    private Outcome.Refined sharedOf;
    private int sharedLength;

    /** A field as a column. */
    private record Column(Field field, Name name) {}

    /** Which fields of a type both layers have, and which only one. */
    private record Columns(Column[] shared, Column[] bronze, Column[] silver) {
        static Columns of(EventType type) {
            List<Field> bronze = fieldsOf(Layer.BRONZE, type);
            List<Field> silver = fieldsOf(Layer.SILVER, type);
            return new Columns(
                    columns(bronze.stream().filter(silver::contains).toList()),
                    columns(bronze.stream()
                            .filter(field -> !silver.contains(field))
                            .toList()),
                    columns(silver.stream()
                            .filter(field -> !bronze.contains(field))
                            .toList()));
        }

        /** The fields that a layer keeps: those whose columns its table has. The id is written by itself. */
        private static List<Field> fieldsOf(Layer layer, EventType type) {
            return type.fields().stream()
                    .filter(field -> field != Field.EVENT_ID)
                    .filter(field -> Tables.of(layer, type).columns().stream()
                            .anyMatch(column -> column.name().equals(field.column())))
                    .toList();
        }

        private static Column[] columns(List<Field> fields) {
            return fields.stream()
                    .map(field -> new Column(field, Name.of(field.column())))
                    .toArray(Column[]::new);
        }
    }

    RowEncoder(Devices devices) {
        this.devices = devices;
        for (EventType type : EventType.values()) {
            columns.put(type, Columns.of(type));
        }
    }

    byte[] bronze(RawRecord raw, Outcome.Refined refined) {
        ParsedEvent event = refined.event();
        shared(raw, refined);
        fields(event, columns.get(event.type()).bronze());
        text(RESCUED, event.rescued());
        json.endObject();
        return json.toByteArray();
    }

    byte[] silver(RawRecord raw, Outcome.Refined refined) {
        ParsedEvent event = refined.event();
        shared(raw, refined);
        fields(event, columns.get(event.type()).silver());
        Devices.Device device = devices.of(event.text(Field.USER_AGENT));
        text(DEVICE, device.device());
        text(OS, device.os());
        text(BROWSER, device.browser());
        text(FORM, device.form());
        String artist = event.text(Field.ARTIST);
        text(SONG_KEY, Keys.song(artist, event.text(Field.SONG)));
        text(ARTIST_KEY, Keys.artist(artist));
        if (event.type() == EventType.STATUS_CHANGE) {
            LevelChange change = LevelChange.of(event);
            text(FROM_LEVEL, change.from());
            text(TO_LEVEL, change.to());
            text(CHANGE_TYPE, change.type());
        }
        text(LOCATION_KEY, Keys.location(event.text(Field.CITY), event.text(Field.STATE), event.text(Field.ZIP)));
        json.endObject();
        return json.toByteArray();
    }

    /** What both layers say of an event. Written once for both rows, which is most of what writing them costs. */
    private void shared(RawRecord raw, Outcome.Refined refined) {
        if (sharedOf == refined) {
            json.truncate(sharedLength);
            return;
        }
        ParsedEvent event = refined.event();
        begin();
        json.text(EVENT_ID, refined.eventId());
        fields(event, columns.get(event.type()).shared());
        json.integer(RECEIVED_AT, event.receivedAtMillis());
        lineage(raw);
        sharedOf = refined;
        sharedLength = json.length();
    }

    private void begin() {
        sharedOf = null;
        json.clear();
        json.beginObject();
    }

    byte[] quarantine(RawRecord raw, Outcome.Quarantined quarantined) {
        List<Violation> violations = quarantined.violations();
        return quarantine(
                raw,
                quarantined.eventId(),
                quarantined.kind(),
                violations.getFirst().message(),
                violations,
                raw.value());
    }

    /** A duplicate's row has no bytes: they stand where the event counts. */
    byte[] quarantine(RawRecord raw, Outcome.Duplicate duplicate) {
        return quarantine(raw, duplicate.eventId(), QuarantineKind.DUPLICATE, duplicate.reason(), List.of(), null);
    }

    /** The headers stay away where they alone would make the row too large: the event's own bytes always fit. */
    private byte[] quarantine(
            RawRecord raw,
            String eventId,
            QuarantineKind kind,
            String reason,
            List<Violation> violations,
            byte[] value) {
        byte[] whole = quarantine(raw, eventId, kind, reason, violations, value, fitting(raw.headers()));
        return whole.length <= RecordSizes.ROW
                ? whole
                : quarantine(raw, eventId, kind, reason, violations, value, new RecordHeaders());
    }

    private static Headers fitting(Headers headers) {
        long bytes = 0;
        for (Header header : headers) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes <= RecordSizes.ROW ? headers : new RecordHeaders();
    }

    private byte[] quarantine(
            RawRecord raw,
            String eventId,
            QuarantineKind kind,
            String reason,
            List<Violation> violations,
            byte[] value,
            Headers headers) {
        begin();
        json.text(EVENT_ID, eventId);
        json.text(KIND, kind.id());
        json.text(TYPE, raw.type().id());
        json.text(REASON, reason);
        violations(violations);
        bytes(KEY, raw.key());
        bytes(VALUE, value);
        headers(headers);
        json.integer(ATTEMPT, raw.metadata().attempt());
        json.text(RULES_VERSION, Rules.VERSION);
        json.integer(RECEIVED_AT, raw.receivedAtMillis());
        lineage(raw);
        json.endObject();
        return json.toByteArray();
    }

    private void violations(List<Violation> violations) {
        json.beginArray(VIOLATIONS);
        for (Violation violation : violations) {
            json.beginObject();
            json.text(RULE, violation.rule());
            json.text(POINTER, violation.pointer());
            json.text(MESSAGE, violation.message());
            json.endObject();
        }
        json.endArray();
    }

    private void headers(Headers headers) {
        json.beginArray(HEADERS);
        for (Header header : headers) {
            json.beginObject();
            json.text(KEY, header.key());
            bytes(VALUE, header.value());
            json.endObject();
        }
        json.endArray();
    }

    private void fields(ParsedEvent event, Column[] columns) {
        for (Column column : columns) {
            if (!event.has(column.field())) {
                continue;
            }
            if (event.isVerbatim(column.field())) {
                verbatim(event, column);
            } else {
                value(event, column);
            }
        }
    }

    private void verbatim(ParsedEvent event, Column column) {
        Field field = column.field();
        int begin = event.begin(field);
        int end = event.end(field);
        if (field.kind().isText()) {
            json.plainText(column.name(), event.source(), begin, end);
        } else {
            json.number(column.name(), event.source(), begin, end);
        }
    }

    private void value(ParsedEvent event, Column column) {
        Field field = column.field();
        Name name = column.name();
        switch (field.kind()) {
            case TEXT, ID -> json.text(name, event.text(field));
            case INT, INSTANT -> json.integer(name, event.integer(field));
            case REAL, DURATION -> json.real(name, event.real(field));
            case BOOL -> json.bool(name, event.bool(field));
        }
    }

    private void lineage(RawRecord raw) {
        json.text(SOURCE_TOPIC, raw.topic());
        json.integer(SOURCE_PARTITION, raw.partition());
        json.integer(SOURCE_OFFSET, raw.offset());
        json.integer(SOURCE_TIMESTAMP, raw.timestampMillis());
        text(SOURCE_TOPIC_ID, raw.topicId());
    }

    private void text(Name column, String text) {
        if (text != null) {
            json.text(column, text);
        }
    }

    private void bytes(Name column, byte[] bytes) {
        if (bytes != null) {
            json.base64(column, bytes);
        }
    }
}
