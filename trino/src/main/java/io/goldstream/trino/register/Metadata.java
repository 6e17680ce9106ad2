package io.goldstream.trino.register;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a metadata file of Iceberg says: a table as one commit left it. Files are named below the folder of all base tables, see
 * {@link BaseFiles}.
 *
 * @param location of the table, as Trino names it
 * @param earlier the metadata files of the commits before it, of which Iceberg keeps the last hundred
 * @param previous the last of them; empty for the first commit
 * @param manifests the list of what the commit's snapshot consists of; empty where the table has no snapshot
 * @param rows of the snapshot
 * @param updated when it was written, as milliseconds since 1970
 */
record Metadata(
        String path,
        String location,
        Set<String> earlier,
        Optional<String> previous,
        Optional<String> manifests,
        long rows,
        long updated) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final String SUFFIX = ".metadata.json";

    static boolean isMetadata(String path) {
        return path.endsWith(SUFFIX) && path.matches("[^/]+/metadata/\\d+-[^/]+");
    }

    /** Trino counts commits in the names of the files. */
    static int version(String path) {
        return Integer.parseInt(path.replaceFirst("^.*/(\\d+)-[^/]+$", "$1"));
    }

    /** Of an address of Trino's the path below the folder of all base tables: table, metadata, name. */
    static String below(String address) {
        return address.replaceFirst("^.*/([^/]+/metadata/[^/]+)$", "$1");
    }

    static Metadata of(String path, byte[] content) throws IOException {
        JsonNode table = JSON.readTree(content);
        Set<String> earlier = new HashSet<>();
        Optional<String> previous = Optional.empty();
        for (JsonNode entry : table.path("metadata-log")) {
            previous = Optional.of(below(entry.path("metadata-file").asText()));
            earlier.add(previous.get());
        }
        Optional<String> manifests = Optional.empty();
        long rows = 0;
        for (JsonNode snapshot : table.path("snapshots")) {
            if (snapshot.path("snapshot-id").equals(table.path("current-snapshot-id"))) {
                manifests = Optional.of(below(snapshot.path("manifest-list").asText()));
                rows = snapshot.path("summary").path("total-records").asLong();
            }
        }
        return new Metadata(
                path,
                table.path("location").asText(),
                Set.copyOf(earlier),
                previous,
                manifests,
                rows,
                table.path("last-updated-ms").asLong());
    }
}
