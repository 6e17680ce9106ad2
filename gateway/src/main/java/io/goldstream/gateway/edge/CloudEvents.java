package io.goldstream.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.goldstream.events.EventHeaders;
import io.goldstream.events.EventType;
import io.goldstream.events.Lengths;
import io.goldstream.events.intake.EventJson;
import io.goldstream.events.repair.Repairs;
import io.goldstream.events.rules.AtMost;
import io.goldstream.events.rules.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CloudEvents 1.0 (JSON event format, structured and batched; HTTP binding, binary). The type names the event's, plain or
 * with the prefix {@value #TYPE_PREFIX}; the data is the event; id, source and time become its own.
 *
 * <p>An envelope is taken whole or refused: nothing that it says and that is read here is left out because it is wrong.
 */
final class CloudEvents {

    /** May stand before a type's id. */
    static final String TYPE_PREFIX = "io.goldstream.";

    /** Those that are read; others are passed over. */
    private static final Set<String> ATTRIBUTES =
            Set.of("specversion", "id", "source", "type", "time", "datacontenttype");

    /** For messages. */
    private static final String TYPES =
            Stream.of(EventType.values()).map(EventType::id).collect(Collectors.joining(", "));

    private static final String DATA = "data";
    private static final String BASE64 = "data_base64";

    /** Stands for a value that no attribute can have. */
    private static final String NONSENSE = "";

    /** RFC 3339, with any fraction of a second that fits. */
    private static final Pattern TIME = Pattern.compile("(\\d{4}-(?:0[1-9]|1[0-2]))-(0[1-9]|[12]\\d|3[01])[Tt]"
            + "([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d{1,30})?([Zz]|[+-]([01]\\d|2[0-3]):[0-5]\\d)");

    private CloudEvents() {}

    /** Structured mode: one envelope, or a batch of them, each cut out of the body already. */
    static List<Submission> structured(Batch batch) {
        List<Submission> submissions = new ArrayList<>(batch.slices().size());
        for (Batch.Slice slice : batch.slices()) {
            submissions.add(structured(batch.bytes(), slice));
        }
        return submissions;
    }

    /**
     * Binary mode: the attributes came as headers, the body is the data, and its Content-Type was looked at.
     *
     * @param headers the values of the headers of a name
     */
    static Submission binary(Function<String, List<String>> headers, byte[] body) {
        Map<String, String> attributes = new HashMap<>();
        for (String name : ATTRIBUTES) {
            List<String> values = name.equals("datacontenttype") ? List.of() : headers.apply("ce-" + name);
            if (values.size() > 1) {
                return refused(null, "envelope", "a CloudEvent has each attribute once");
            }
            for (String value : values) {
                Optional<String> text = HeaderText.decode(value);
                if (text.isEmpty()) {
                    return refused(
                            null, name, "the header ce-" + name + " is not UTF-8; percent-encode its text as UTF-8");
                }
                attributes.put(name, text.get());
            }
        }
        return submission(attributes, body, new Batch.Slice(0, body.length));
    }

    private static Submission structured(byte[] bytes, Batch.Slice envelope) {
        int offset = envelope.offset();
        Map<String, String> attributes = new HashMap<>();
        Batch.Slice data = null;
        String base64 = null;
        Set<String> seen = new HashSet<>();
        boolean isRepeating = false;
        try (JsonParser parser = EventJson.ofSurroundings().createParser(bytes, offset, envelope.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return refused(null, "envelope", "a CloudEvent is one JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken token = parser.nextToken();
                boolean isAttribute = ATTRIBUTES.contains(name);
                boolean isRead = isAttribute || name.equals(DATA) || name.equals(BASE64);
                isRepeating |= isRead && !seen.add(name);
                if (!isRead || token == JsonToken.VALUE_NULL) { // null is as if it were not there (JSON format, 2.3)
                    parser.skipChildren();
                } else if (name.equals(DATA)) {
                    data = slice(parser, offset);
                } else if (name.equals(BASE64)) {
                    base64 = text(parser, token);
                } else {
                    attributes.put(name, text(parser, token));
                }
            }
            if (parser.nextToken() != null) {
                return refused(
                        attributes.get("id"), "envelope", "a CloudEvent is one JSON object, with nothing after it");
            }
        } catch (JsonProcessingException e) {
            return refused(null, "envelope", "a CloudEvent is well-formed JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
        if (isRepeating) {
            return refused(attributes.get("id"), "envelope", "a CloudEvent has each attribute and its data once");
        }
        if (base64 == null) {
            return submission(attributes, bytes, data == null ? new Batch.Slice(0, 0) : data);
        }
        if (data != null) {
            return refused(attributes.get("id"), DATA, "a CloudEvent has data or data_base64, not both");
        }
        byte[] decoded = decode(base64);
        return decoded == null
                ? refused(attributes.get("id"), BASE64, "data_base64 is a text in base64")
                : submission(attributes, decoded, new Batch.Slice(0, decoded.length));
    }

    private static Submission submission(Map<String, String> attributes, byte[] bytes, Batch.Slice data) {
        String id = attributes.get("id");
        Optional<EventType> type = type(attributes.getOrDefault("type", NONSENSE));
        if (!EventHeaders.CLOUD_EVENTS.equals(attributes.get("specversion"))) {
            return refused(id, "specversion", "a CloudEvent's specversion is " + EventHeaders.CLOUD_EVENTS);
        }
        if (!isNamed(id)) {
            return refused(null, "id", "a CloudEvent has an id, of at most " + Lengths.ID + " characters");
        }
        if (!isNamed(attributes.get("source"))) {
            return refused(id, "source", "a CloudEvent has a source, of at most " + Lengths.ID + " characters");
        }
        if (type.isEmpty()) {
            return refused(id, "type", "a CloudEvent's type is one of " + TYPES);
        }
        String time = attributes.get("time");
        if (time != null && !isTime(time)) {
            return refused(id, "time", "a CloudEvent's time has the form of RFC 3339, such as 2025-01-30T00:00:09Z");
        }
        String contentType = attributes.get("datacontenttype");
        if (contentType != null && !ContentType.isJson(contentType)) {
            return refused(
                    id,
                    "datacontenttype",
                    "a CloudEvent's data is JSON in UTF-8: leave it out, or say application/json");
        }
        if (data.length() == 0) {
            return refused(id, DATA, "a CloudEvent has the event in data or data_base64");
        }
        return new Submission.Event(
                type.get(), bytes, data.offset(), data.length(), id, attributes.get("source"), time);
    }

    /** Its length is that of any event's id, and a source keeps to the same. A lone surrogate cannot be written to Kafka, and what stands in for it would be another's id. */
    private static boolean isNamed(String attribute) {
        return attribute != null
                && AtMost.Validator.isKept(attribute, Lengths.ID)
                && !Repairs.isBlank(attribute)
                && UTF_8.newEncoder().canEncode(attribute);
    }

    private static boolean isTime(String text) {
        Matcher time = TIME.matcher(text);
        return time.matches()
                && Integer.parseInt(time.group(2))
                        <= YearMonth.parse(time.group(1)).lengthOfMonth();
    }

    private static Optional<EventType> type(String type) {
        return EventType.byId(type.startsWith(TYPE_PREFIX) ? type.substring(TYPE_PREFIX.length()) : type);
    }

    private static String text(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return NONSENSE;
    }

    private static Batch.Slice slice(JsonParser parser, int offset) throws IOException {
        int start = offset + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return new Batch.Slice(start, offset + (int) parser.currentLocation().getByteOffset() - start);
    }

    /** Null where it is no base64, or none of nothing. */
    private static byte[] decode(String base64) {
        try {
            return base64.isEmpty() ? null : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** @param id of any length: one that is none is not repeated */
    private static Submission refused(String id, String attribute, String message) {
        return new Submission.Refused(
                isNamed(id) ? id : null,
                new Violation("cloudevent." + attribute, attribute.equals("envelope") ? "" : "/" + attribute, message));
    }
}
