package io.goldstream.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.goldstream.events.EventType;
import io.goldstream.events.repair.Repairs;
import io.goldstream.events.rules.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * CloudEvents 1.0 (JSON event format, structured and batched; HTTP binding, binary). The type names the event's, plain or
 * with the prefix {@value #TYPE_PREFIX}; the data is the event; id and source become its own.
 */
final class CloudEvents {

    /** May stand before a type's id. */
    static final String TYPE_PREFIX = "io.goldstream.";

    private static final String VERSION = "1.0";
    /** What the contract says of an event's id; a source keeps to the same. */
    private static final int MAX_LENGTH = 200;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private static final byte[] NOTHING = {};

    private CloudEvents() {}

    /** Structured mode: one envelope, or a batch of them, each cut out of the body already. */
    static List<Submission> structured(Batch batch) {
        return batch.slices().stream()
                .map(slice -> structured(batch.bytes(), slice.offset(), slice.length()))
                .toList();
    }

    /** Binary mode: the attributes came as headers, the body is the data. */
    static Submission binary(String version, String id, String source, String type, String time, byte[] body) {
        return submission(new Envelope(version, id, source, type, time, new Batch.Slice(0, body.length)), body);
    }

    /** The attributes that matter here. */
    private record Envelope(String version, String id, String source, String type, String time, Batch.Slice data) {}

    private static Submission structured(byte[] bytes, int offset, int length) {
        String version = null;
        String id = null;
        String source = null;
        String type = null;
        String time = null;
        Batch.Slice data = null;
        byte[] decoded = null;
        try (JsonParser parser = JSON.createParser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return refused(null, "envelope", "a CloudEvent is one JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                switch (name) {
                    case "specversion" -> version = text(parser, token);
                    case "id" -> id = text(parser, token);
                    case "source" -> source = text(parser, token);
                    case "type" -> type = text(parser, token);
                    case "time" -> time = text(parser, token);
                    case "data" -> data = slice(parser, offset);
                    case "data_base64" -> decoded = decode(text(parser, token));
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                return refused(id, "envelope", "a CloudEvent is one JSON object, with nothing behind it");
            }
        } catch (JsonProcessingException e) {
            return refused(null, "envelope", "a CloudEvent is well-formed JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
        if (decoded != null) {
            return submission(
                    new Envelope(version, id, source, type, time, new Batch.Slice(0, decoded.length)), decoded);
        }
        return submission(
                new Envelope(version, id, source, type, time, data == null ? new Batch.Slice(0, 0) : data),
                data == null ? NOTHING : bytes);
    }

    private static Submission submission(Envelope envelope, byte[] bytes) {
        if (!VERSION.equals(envelope.version())) {
            return refused(envelope.id(), "specversion", "a CloudEvent's specversion is " + VERSION);
        }
        if (!isNamed(envelope.id())) {
            return refused(null, "id", "a CloudEvent has an id, of at most " + MAX_LENGTH + " characters");
        }
        if (!isNamed(envelope.source())) {
            return refused(
                    envelope.id(), "source", "a CloudEvent has a source, of at most " + MAX_LENGTH + " characters");
        }
        Optional<EventType> type = type(envelope.type());
        if (type.isEmpty()) {
            return refused(envelope.id(), "type", "a CloudEvent's type is one of the platform's event types");
        }
        Batch.Slice data = envelope.data();
        return new Submission.Event(
                type.get(),
                bytes,
                data.offset(),
                data.length(),
                envelope.id(),
                envelope.source(),
                isTime(envelope.time()) ? envelope.time() : null);
    }

    /** A lone surrogate cannot be written to Kafka, and what stands in for it would be another's id. */
    private static boolean isNamed(String attribute) {
        return attribute != null
                && !Repairs.isBlank(attribute)
                && attribute.length() <= MAX_LENGTH
                && UTF_8.newEncoder().canEncode(attribute);
    }

    /** Nothing here depends on the time, so one that is none is left out, and spoils nothing. */
    private static boolean isTime(String time) {
        try {
            return time != null && OffsetDateTime.parse(time) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static Optional<EventType> type(String type) {
        if (type == null) {
            return Optional.empty();
        }
        return EventType.byId(type.startsWith(TYPE_PREFIX) ? type.substring(TYPE_PREFIX.length()) : type);
    }

    private static String text(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    private static Batch.Slice slice(JsonParser parser, int offset) throws IOException {
        int start = offset + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return new Batch.Slice(start, offset + (int) parser.currentLocation().getByteOffset() - start);
    }

    /** What is no base64 is kept as it is, to be quarantined as what it is. */
    private static byte[] decode(String base64) {
        if (base64 == null) {
            return NOTHING;
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return base64.getBytes(UTF_8);
        }
    }

    private static Submission refused(String id, String attribute, String message) {
        return new Submission.Refused(
                id,
                new Violation("cloudevent." + attribute, attribute.equals("envelope") ? "" : "/" + attribute, message));
    }
}
