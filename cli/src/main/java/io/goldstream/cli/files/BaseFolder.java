package io.goldstream.cli.files;

import io.goldstream.connect.sink.store.Lake;
import io.goldstream.trino.register.BaseFiles;
import java.io.IOException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The folder of the base tables in a lake. */
final class BaseFolder implements BaseFiles {

    private final Supplier<Lake> connect;
    private final String folder;
    private final SortedMap<String, Long> lengths = new TreeMap<>();

    /** @param folder empty, or with a slash at its end */
    BaseFolder(Supplier<Lake> connect, String folder) {
        this.connect = connect;
        this.folder = folder;
    }

    @Override
    public Set<String> list() throws IOException {
        try (Lake store = connect.get()) {
            lengths.clear();
            lengths.putAll(store.all(folder.replaceFirst("/$", "")));
        }
        return lengths.keySet().stream()
                .map(path -> path.substring(folder.length()))
                .collect(Collectors.toSet());
    }

    @Override
    public byte[] read(String path) throws IOException {
        try (Lake store = connect.get()) {
            return store.read(folder + path, 0, Math.toIntExact(lengths.get(folder + path)));
        }
    }
}
