package io.goldstream.cli.files;

import io.goldstream.connect.sink.store.KeptFolders;
import io.goldstream.connect.sink.store.Lake;
import io.goldstream.events.schema.Layer;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where files go that leave their tables: {@code _archive/DATE/} and the path that they had, in the container that they were in.
 */
public final class Archive {

    private static final String FOLDER = KeptFolders.ARCHIVE + "/";

    private final FileLake lake;
    private final LocalDate today;

    /**
     * @param lake not closed with this
     * @param today the UTC date
     */
    public Archive(FileLake lake, LocalDate today) {
        this.lake = lake;
        this.today = today;
    }

    /**
     * Takes files out of their table. One that is not there, or holds another number of rows than was counted, stays as it is.
     *
     * @param folder the table's, in the layer's
     * @param files by the names that Trino has for them, with the rows that it counted
     * @return how many were taken
     */
    public int take(Layer layer, String folder, Map<String, Long> files) throws IOException {
        if (files.isEmpty()) {
            return 0;
        }
        int taken = 0;
        String table = layer.id() + "/" + folder;
        Lake store = lake.store(layer);
        Map<String, Long> lengths = store.lengths(table);
        for (Map.Entry<String, Long> file : files.entrySet()) {
            String path = file.getKey().substring(file.getKey().lastIndexOf("/" + table + "/") + 1);
            Long bytes = lengths.get(path);
            if (bytes != null
                    && ParquetFooter.rows(bytes, (from, length) -> store.read(path, from, length)) == file.getValue()) {
                store.move(path, FOLDER + today + "/" + path);
                taken++;
            }
        }
        return taken;
    }

    /**
     * Deletes what was taken before a date.
     *
     * @return how many files
     */
    public int deleteBefore(LocalDate date) throws IOException {
        int deleted = 0;
        for (Lake store : stores()) {
            for (String path : store.files(KeptFolders.ARCHIVE)) {
                if (date(path).filter(date::isAfter).isPresent()) {
                    store.delete(path);
                    deleted++;
                }
            }
        }
        return deleted;
    }

    /** A lake of one place has one store for all layers. */
    private Set<Lake> stores() {
        return Arrays.stream(Layer.values()).map(lake::store).collect(Collectors.toSet());
    }

    private static Optional<LocalDate> date(String path) {
        String[] parts = path.split("/");
        try {
            return parts.length > 1 ? Optional.of(LocalDate.parse(parts[1])) : Optional.empty();
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }
}
