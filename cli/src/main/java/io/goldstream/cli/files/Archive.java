package io.goldstream.cli.files;

import io.goldstream.connect.sink.store.KeptFolders;
import io.goldstream.connect.sink.store.Lake;
import io.goldstream.events.schema.Layer;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where files go that leave their tables: {@code _archive/DATE/} and the path that they had, in the container that they were in.
 */
public final class Archive {

    private static final String FOLDER = KeptFolders.ARCHIVE + "/";

    /** A table's file is in a folder of the table and one of a date. */
    private static final int PARTS = 3;

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
     * Takes a file out of its table. One that is not there, or holds another number of rows than was counted, stays as it is.
     *
     * @param uri as Trino names it
     * @param rows as Trino counted them
     * @return whether it was taken
     */
    public boolean take(Layer layer, String uri, long rows) throws IOException {
        String[] parts = uri.split("/");
        if (parts.length < PARTS) {
            return false;
        }
        String path =
                layer.id() + "/" + String.join("/", Arrays.copyOfRange(parts, parts.length - PARTS, parts.length));
        Lake store = lake.store(layer);
        Long bytes = store.lengths(path.substring(0, path.lastIndexOf('/'))).get(path);
        if (bytes == null || ParquetFooter.rows(bytes, (from, length) -> store.read(path, from, length)) != rows) {
            return false;
        }
        store.move(path, FOLDER + today + "/" + path);
        return true;
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
