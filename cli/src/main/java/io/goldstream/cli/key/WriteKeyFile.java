package io.goldstream.cli.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.goldstream.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file of write keys, as the gateway reads it ({@code goldstream.auth.write-keys}). */
public final class WriteKeyFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;

    public WriteKeyFile(Path file) {
        this.file = file;
    }

    /**
     * Adds an entry; makes the file where there is none. It changes in one step, and only its owner can read it.
     *
     * @throws CommandFailure if the file is no list of keys, or has one of that id
     */
    public void add(ObjectNode entry) throws IOException {
        ArrayNode keys = read();
        String id = entry.path("id").asText();
        for (JsonNode key : keys) {
            if (key.path("id").asText().equals(id)) {
                throw new CommandFailure(file + " has a key " + id + " already: choose another --id, or take it out");
            }
        }
        keys.add(entry);
        Path folder = file.toAbsolutePath().getParent();
        Path made = Files.createTempFile(folder, file.getFileName().toString(), ".new"); // 0600
        Files.write(made, JSON.writeValueAsBytes(keys));
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The entry as it stands in the file. */
    public static String text(ObjectNode entry) throws IOException {
        return JSON.writeValueAsString(entry);
    }

    private ArrayNode read() throws IOException {
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + " is a folder: name a file");
        }
        if (!Files.exists(file)) {
            return JSON.createArrayNode();
        }
        try {
            if (JSON.readTree(file.toFile()) instanceof ArrayNode keys) {
                return keys;
            }
        } catch (JsonProcessingException broken) {
            // Told below, without what stands there.
        }
        throw new CommandFailure(file + " is no JSON list of write keys: name another --file");
    }
}
