package io.goldstream.local.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.goldstream.events.EventType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Events as a producer emitted them, read by nothing of the product: what {@link Answer} computes its own answers from. */
final class EmittedEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<EventType, List<JsonNode>> events = new EnumMap<>(EventType.class);

    private EmittedEvents() {}

    /** Reads {@code <type>_events.ndjson}, plain or gzip, of every type from folders. */
    static EmittedEvents in(Path... folders) throws IOException {
        EmittedEvents read = new EmittedEvents();
        for (EventType type : EventType.values()) {
            List<JsonNode> lines = new ArrayList<>();
            for (Path folder : folders) {
                read(folder, type, lines);
            }
            read.events.put(type, lines);
        }
        return read;
    }

    private static void read(Path folder, EventType type, List<JsonNode> lines) throws IOException {
        try (BufferedReader reader = open(folder, type)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(JSON.readTree(line));
            }
        }
    }

    private static BufferedReader open(Path folder, EventType type) throws IOException {
        Path plain = folder.resolve(type.sourceTable() + ".ndjson");
        Path zipped = folder.resolve(type.sourceTable() + ".ndjson.gz");
        InputStream bytes =
                Files.exists(plain) ? Files.newInputStream(plain) : new GZIPInputStream(Files.newInputStream(zipped));
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    List<JsonNode> of(EventType type) {
        return events.get(type);
    }

    List<JsonNode> listens() {
        return of(EventType.LISTEN);
    }

    List<JsonNode> pageViews() {
        return of(EventType.PAGE_VIEW);
    }

    List<JsonNode> logins() {
        return of(EventType.AUTH_ATTEMPT);
    }

    List<JsonNode> statusChanges() {
        return of(EventType.STATUS_CHANGE);
    }
}
