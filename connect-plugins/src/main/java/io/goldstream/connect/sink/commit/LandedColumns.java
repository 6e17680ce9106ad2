package io.goldstream.connect.sink.commit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.Document;
import io.goldstream.connect.sink.store.KeptFolders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;

/**
 * The types of the columns that a topic's files have, of all its partitions and whenever they were landed; or those of all of a
 * connector's topics, if their files share folders. It is a document in the lake, which only grows: one table reads all these
 * files, and no table reads a column of two types.
 */
public final class LandedColumns {

    /** Holds all of these documents, relative to the lake's root. */
    static final String FOLDER = KeptFolders.COLUMNS;

    /** In the place of a topic, for all of a connector's; no topic is called so. */
    private static final String ALL_TOPICS = "@topics";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_TRIES = 100;

    private final BlobStore store;
    private final String path;

    /** By the name of the rows' schema, and by path. */
    private Map<String, Map<String, String>> known;

    private Optional<String> version = Optional.empty();

    /** @param topic empty for all topics together */
    public LandedColumns(BlobStore store, String connector, Optional<String> topic) {
        this.store = store;
        this.path = FOLDER + "/" + connector + "/" + topic.orElse(ALL_TOPICS);
    }

    /**
     * Takes columns in.
     *
     * @param row the name of the rows' schema: rows of two names are two tables'; null for none
     * @param types by the columns' paths
     * @throws DataException if one of them has another type already, or a new one differs from another in case only; then
     *     nothing has changed
     */
    public void take(String row, Map<String, String> types) throws IOException {
        if (types.isEmpty()) {
            return;
        }
        String name = row == null ? "" : row;
        for (int i = 0; i < MOST_TRIES; i++) {
            if (known == null) {
                read();
            }
            Map<String, String> held = known.getOrDefault(name, Map.of());
            types.forEach((column, type) -> check(column, type, held.getOrDefault(column, type)));
            if (held.keySet().containsAll(types.keySet())) {
                return;
            }
            Map<String, String> all = new TreeMap<>(held);
            all.putAll(types);
            checkNames(held.keySet(), all.keySet());
            write(name, all);
        }
        throw new ConnectException("the document " + store.describe(path) + " changed " + MOST_TRIES
                + " times while this task tried to write it. Restart the task; if that does not help, see whether two connectors of"
                + " one name land in this lake");
    }

    private void check(String column, String type, String held) {
        if (!held.equals(type)) {
            throw new DataException("the column " + column + " is " + type + ", but was " + held
                    + " in what was landed before: one table cannot read both. Convert it, such as with Connect's Cast; give it"
                    + " another name, such as with ReplaceField; or go on in another store.root, with start.from=group. If the"
                    + " files with the old type are gone, delete " + store.describe(path) + " and restart the task");
        }
    }

    /** What was landed so once stays so. */
    private static void checkNames(Set<String> held, Set<String> all) {
        Map<String, String> inLowerCase = new HashMap<>();
        for (String column : all) {
            String other = inLowerCase.putIfAbsent(column.toLowerCase(Locale.ROOT), column);
            if (other != null && !(held.contains(column) && held.contains(other))) {
                throw new DataException(
                        "the columns " + other + " and " + column + " differ in case only, and the columns"
                                + " of Trino's tables have no case: rename one, such as with Connect's ReplaceField");
            }
        }
    }

    private void read() throws IOException {
        Optional<Document> document = store.read(path);
        version = document.map(Document::version);
        known = document.isEmpty() ? new TreeMap<>() : parse(document.get().content());
    }

    /** Whoever comes second reads what the first one wrote, and decides anew. */
    private void write(String name, Map<String, String> all) throws IOException {
        Map<String, Map<String, String>> wanted = new TreeMap<>(known);
        wanted.put(name, all);
        known = null;
        Optional<String> written = store.compareAndSwap(path, version, text(wanted));
        if (written.isPresent()) {
            version = written;
            known = wanted;
        }
    }

    private static byte[] text(Map<String, Map<String, String>> columns) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Map.Entry<String, Map<String, String>> row : columns.entrySet()) {
                json.writeObjectFieldStart(row.getKey());
                for (Map.Entry<String, String> column : row.getValue().entrySet()) {
                    json.writeStringField(column.getKey(), column.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Older sinks kept a time of day with its unit. */
    private static String type(String text) {
        return text != null && text.startsWith("TIME(") ? "TIME" : text;
    }

    private Map<String, Map<String, String>> parse(byte[] text) {
        Map<String, Map<String, String>> columns = new TreeMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                Map<String, String> types = new TreeMap<>();
                columns.put(json.currentName(), types);
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    types.put(json.currentName(), type(json.nextTextValue()));
                }
            }
            return columns;
        } catch (IOException e) {
            throw new ConnectException(
                    store.describe(path) + " cannot be read: " + e.getMessage()
                            + ". Restore a copy of it and restart the task",
                    e);
        }
    }
}
