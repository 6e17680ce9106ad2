package io.goldstream.local.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Gives an event that is sent again the id that its first sending got. */
final class EventIds {

    private static final String FIELD = "eventId";
    private static final JsonFactory JSON = new JsonFactory();

    private EventIds() {}

    /**
     * The event with the id as its first property, every other byte as it was; unchanged if it has an id of its own. Empty
     * where it is no JSON object, and so can hold none.
     */
    static Optional<byte[]> insert(byte[] event, String id) {
        try (JsonParser parser = JSON.createParser(event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            int brace = (int) parser.currentLocation().getByteOffset() - 1;
            boolean isEmpty = true;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                isEmpty = false;
                if (parser.currentName().equals(FIELD)) {
                    return Optional.of(event);
                }
                parser.nextToken();
                parser.skipChildren();
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                return Optional.empty();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(event, 0, brace + 1);
            out.writeBytes(("\"" + FIELD + "\":\"").getBytes(StandardCharsets.UTF_8));
            out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(id));
            out.writeBytes((isEmpty ? "\"" : "\",").getBytes(StandardCharsets.UTF_8));
            out.write(event, brace + 1, event.length - brace - 1);
            return Optional.of(out.toByteArray());
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
