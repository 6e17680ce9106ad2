package io.goldstream.connect.sink.commit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.goldstream.connect.sink.store.StagedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.connect.errors.ConnectException;

/** Manifests as JSON, one object each. An unknown property is skipped; an unknown format version is refused. */
final class ManifestJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int VERSION = 2;

    private ManifestJson() {}

    static byte[] write(Manifest manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            write(json, manifest.history());
            json.writeNumberField("epoch", manifest.epoch());
            json.writeStringField("owner", manifest.owner());
            if (manifest.next().isPresent()) {
                json.writeNumberField("next", manifest.next().getAsLong());
            }
            if (manifest.commit().isPresent()) {
                Commit commit = manifest.commit().get();
                json.writeStringField("commitId", commit.id());
                json.writeNumberField("prev", commit.prev());
                write(json, "files", commit.files());
            }
            if (manifest.discard().isPresent()) {
                json.writeStringField("discardId", manifest.discard().get().id());
                write(json, "discardFiles", manifest.discard().get().files());
            }
            if (!manifest.deletions().isEmpty()) {
                json.writeArrayFieldStart("deletions");
                for (String path : manifest.deletions()) {
                    json.writeString(path);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, History history) throws IOException {
        json.writeStringField("history", history.id());
        if (history.topicId().isPresent()) {
            json.writeStringField("topicId", history.topicId().get());
        }
        if (!history.cuts().isEmpty()) {
            json.writeArrayFieldStart("cuts");
            for (History.Cut cut : history.cuts()) {
                json.writeStartObject();
                json.writeNumberField("epoch", cut.epoch());
                json.writeNumberField("offset", cut.offset());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void write(JsonGenerator json, String name, List<StagedFile> files) throws IOException {
        json.writeArrayFieldStart(name);
        for (StagedFile file : files) {
            json.writeStartObject();
            json.writeStringField("path", file.path());
            json.writeNumberField("first", file.firstOffset());
            json.writeNumberField("last", file.lastOffset());
            json.writeNumberField("rows", file.rows());
            json.writeNumberField("bytes", file.bytes());
            json.writeNumberField("blocks", file.blocks());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** @param where the manifest's place, for the message of the {@link ConnectException} that an unreadable one is */
    static Manifest read(byte[] content, String where) {
        try (JsonParser json = JSON.createParser(content)) {
            return new Reader().read(json);
        } catch (IOException | IllegalStateException e) {
            throw new ConnectException(
                    "the manifest " + where + " cannot be read: " + e.getMessage()
                            + ". If it is damaged, restore a copy of it and restart the task",
                    e);
        }
    }

    /** The properties as they come. */
    private static final class Reader {
        private long version;
        private String history;
        private Optional<String> topicId = Optional.empty();
        private final List<History.Cut> cuts = new ArrayList<>();
        private long epoch;
        private String owner = "";
        private OptionalLong next = OptionalLong.empty();
        private String commitId;
        private long prev;
        private final List<StagedFile> files = new ArrayList<>();
        private String discardId;
        private final List<StagedFile> discardFiles = new ArrayList<>();
        private final List<String> deletions = new ArrayList<>();

        Manifest read(JsonParser json) throws IOException {
            expect(json.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "version" -> version = json.getLongValue();
                    case "history" -> history = json.getText();
                    case "topicId" -> topicId = Optional.of(json.getText());
                    case "cuts" -> readCuts(json);
                    case "epoch" -> epoch = json.getLongValue();
                    case "owner" -> owner = json.getText();
                    case "next" -> next = OptionalLong.of(json.getLongValue());
                    case "commitId" -> commitId = json.getText();
                    case "prev" -> prev = json.getLongValue();
                    case "files" -> readFiles(json, files);
                    case "discardId" -> discardId = json.getText();
                    case "discardFiles" -> readFiles(json, discardFiles);
                    case "deletions" -> readDeletions(json);
                    default -> json.skipChildren();
                }
            }
            expect(
                    version == VERSION,
                    "its format version is " + version + ", but this version of the plugin reads only " + VERSION
                            + ": use the version that wrote it");
            expect(history != null, "it has no history");
            expect(epoch > 0, "it has no epoch");
            expect(commitId == null || next.isPresent(), "it has a commit without next");
            return new Manifest(
                    new History(history, topicId, cuts),
                    epoch,
                    owner,
                    next,
                    Optional.ofNullable(commitId).map(id -> new Commit(id, prev, next.getAsLong(), files)),
                    Optional.ofNullable(discardId).map(id -> new Manifest.Discard(id, discardFiles)),
                    deletions);
        }

        private void readDeletions(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                deletions.add(json.getText());
            }
        }

        private void readCuts(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                long before = 0;
                long offset = 0;
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    switch (name) {
                        case "epoch" -> before = json.getLongValue();
                        case "offset" -> offset = json.getLongValue();
                        default -> json.skipChildren();
                    }
                }
                cuts.add(new History.Cut(before, offset));
            }
        }

        private static void readFiles(JsonParser json, List<StagedFile> files) throws IOException {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                files.add(readFile(json));
            }
        }

        private static StagedFile readFile(JsonParser json) throws IOException {
            String path = null;
            long first = 0;
            long last = 0;
            long rows = 0;
            long bytes = 0;
            int blocks = 0;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "path" -> path = json.getText();
                    case "first" -> first = json.getLongValue();
                    case "last" -> last = json.getLongValue();
                    case "rows" -> rows = json.getLongValue();
                    case "bytes" -> bytes = json.getLongValue();
                    case "blocks" -> blocks = json.getIntValue();
                    default -> json.skipChildren();
                }
            }
            expect(path != null, "one of its files has no path");
            return new StagedFile(path, first, last, rows, bytes, blocks);
        }

        private static void expect(boolean condition, String otherwise) {
            if (!condition) {
                throw new IllegalStateException(otherwise);
            }
        }
    }
}
