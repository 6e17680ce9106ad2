package io.goldstream.cli.load;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.goldstream.events.Field;
import io.goldstream.events.intake.EventJson;
import io.goldstream.events.repair.Repairs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Gives an event that is sent again the id that its first sending got. */
final class EventIds {

    private static final String FIELD = Field.EVENT_ID.jsonName();

    private EventIds() {}

    /**
     * The event with the id as its first property, or in the place of one that is null or blank, which is none; every other
     * byte as it was. Unchanged if it has an id of its own. Empty where it is no JSON object, and so can hold none.
     */
    static Optional<byte[]> insert(byte[] event, String id) {
        try (JsonParser parser = EventJson.ofSurroundings().createParser(event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            int brace = (int) parser.currentLocation().getByteOffset() - 1;
            boolean isEmpty = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                isEmpty = false;
                boolean isId = parser.currentName().equals(FIELD);
                JsonToken value = parser.nextToken();
                if (isId) {
                    return Optional.of(isNone(value, parser) ? replaced(parser, event, id) : event);
                }
                parser.skipChildren();
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                return Optional.empty();
            }
            String first = "\"" + FIELD + "\":" + quoted(id) + (isEmpty ? "" : ",");
            return Optional.of(spliced(event, brace + 1, first, brace + 1));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static boolean isNone(JsonToken value, JsonParser parser) throws IOException {
        return value == JsonToken.VALUE_NULL || value == JsonToken.VALUE_STRING && Repairs.isBlank(parser.getText());
    }

    private static byte[] replaced(JsonParser parser, byte[] event, String id) throws IOException {
        int begin = (int) parser.currentTokenLocation().getByteOffset();
        parser.finishToken();
        return spliced(event, begin, quoted(id), (int) parser.currentLocation().getByteOffset());
    }

    private static byte[] spliced(byte[] event, int begin, String text, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(event.length + text.length());
        out.write(event, 0, begin);
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(event, end, event.length - end);
        return out.toByteArray();
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsUTF8(text), StandardCharsets.UTF_8) + "\"";
    }
}
