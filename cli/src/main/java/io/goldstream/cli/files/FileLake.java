package io.goldstream.cli.files;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.connect.sink.store.AzureAccess;
import io.goldstream.connect.sink.store.AzureBlobStore;
import io.goldstream.connect.sink.store.AzureCredential;
import io.goldstream.connect.sink.store.AzureRoot;
import io.goldstream.connect.sink.store.KeptFolders;
import io.goldstream.connect.sink.store.Lake;
import io.goldstream.connect.sink.store.LocalBlobStore;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import io.goldstream.trino.Settings;
import io.goldstream.trino.register.BaseFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A lake's files, in the places that its sinks have: a folder, a container for all layers or one for each. */
public final class FileLake implements AutoCloseable {

    /** Stands in an address for the layer whose container it is. */
    private static final String LAYER = "{layer}";

    /** The store is named after no connector: nothing is staged here. */
    private static final String NOBODY = "goldstream-command";

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final String PARQUET = ".parquet";

    private final String address;
    private final Map<Layer, Lake> stores = new HashMap<>();
    private final Optional<AzureAccess> azure;

    /** A published file never changes. */
    private final Map<String, Long> rowsByFile = new HashMap<>();

    private FileLake(String address, Optional<AzureAccess> azure) {
        this.address = address;
        this.azure = azure;
    }

    /**
     * One published file.
     *
     * @param path below the layer's root: layer, table, name; an older lake has a folder for each date between the last two
     * @param day the date of that folder; empty where there is none
     */
    public record LakeFile(Layer layer, String table, String path, String day, long bytes, long rows) {

        /** Whether it is a generation's; raw's are all's. */
        public boolean isOf(Generation generation) {
            return Tables.of(layer).stream().map(generation::topic).anyMatch((layer.id() + "." + table)::equals);
        }
    }

    /** The one that is named. To be closed; connects to nothing yet. */
    public static FileLake open(Place place) throws IOException {
        String address = place.address(Setting.LAKE);
        if (!address.contains("://")) {
            return new FileLake(existing(place, address).toString(), Optional.empty());
        }
        String kind = place.find(Setting.LAKE_CREDENTIAL).orElse(AzureCredential.DEFAULT.name());
        AzureCredential credential;
        try {
            credential = AzureCredential.valueOf(kind.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw place.wrong(Setting.LAKE_CREDENTIAL, "is default, shared_key, sas or connection_string, not " + kind);
        }
        String secret = place.find(Setting.LAKE_SECRET).orElse("");
        try {
            credential.check(secret);
        } catch (IllegalArgumentException wrong) {
            throw place.wrong(Setting.LAKE_SECRET, wrong.getMessage());
        }
        try {
            AzureRoot.parse(address.replace(LAYER, Layer.RAW.id()));
        } catch (IllegalArgumentException wrong) {
            throw place.wrong(Setting.LAKE, wrong.getMessage());
        }
        return new FileLake(
                address, Optional.of(new AzureAccess(credential, secret, Optional.empty(), CALL_TIMEOUT, 1)));
    }

    /** The folder that is named, for what can only be done in one. */
    public static Path folder(Place place) throws IOException {
        String address = place.address(Setting.LAKE);
        if (address.contains("://")) {
            throw place.wrong(Setting.LAKE, "is a folder for this command, not " + address);
        }
        return existing(place, address);
    }

    private static Path existing(Place place, String address) {
        Path folder = Path.of(address);
        if (!Files.isDirectory(folder)) {
            throw place.wrong(Setting.LAKE, "there is no folder " + folder);
        }
        return folder;
    }

    /** As it was named. */
    public String address() {
        return address;
    }

    /** Whether each layer has a root of its own, with the checkpoints of its own sinks. */
    public boolean isByLayer() {
        return address.contains(LAYER);
    }

    /** Where a layer's sink keeps its files and checkpoints; closed with this. */
    public Lake store(Layer layer) {
        return stores.computeIfAbsent(isByLayer() ? layer : Layer.RAW, this::connect);
    }

    private Lake connect(Layer layer) {
        return connect(layer.id());
    }

    private Lake connect(String container) {
        return azure.isPresent()
                ? new AzureBlobStore(AzureRoot.parse(address.replace(LAYER, container)), azure.get())
                : new LocalBlobStore(Path.of(address), NOBODY);
    }

    /** The files of the base tables, which Trino writes. */
    public BaseFiles base() {
        return new BaseFolder(() -> connect(Settings.BASE), isByLayer() ? "" : Settings.BASE + "/");
    }

    /**
     * Writes a new file into a container, which the lake's login reaches.
     *
     * @param address the container's, {@code https://ACCOUNT.blob.core.windows.net/CONTAINER[/FOLDER]}
     * @return where the file is
     */
    public String writeBeside(String address, String name, byte[] content) throws IOException {
        if (azure.isEmpty()) {
            throw new CommandFailure("the lake " + this.address + " is a folder, and has no login for " + address
                    + ": name a file on this machine");
        }
        AzureRoot root;
        try {
            root = AzureRoot.parse(address);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(address + " " + wrong.getMessage());
        }
        try (Lake container = new AzureBlobStore(root, azure.get())) {
            if (container.compareAndSwap(name, Optional.empty(), content).isEmpty()) {
                throw new CommandFailure(container.describe(name) + " is there already");
            }
            return container.describe(name);
        }
    }

    /** Whether landed files have left for base tables. */
    public boolean isArchived() throws IOException {
        for (Layer layer : Layer.values()) {
            if (!store(layer).files(KeptFolders.ARCHIVE).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Refuses where landed files have left for base tables: the files that are there do not tell what has landed then. */
    public void refuseIfArchived() throws IOException {
        if (isArchived()) {
            throw new CommandFailure(
                    "landed files of " + address + " have left for base tables, so only Trino can count"
                            + " the rows: name it, by --trino or by a profile");
        }
    }

    /** How many rows a layer's files of a generation hold. */
    public long rows(Layer layer, Generation generation) throws IOException {
        return files(layer).stream()
                .filter(file -> file.isOf(generation))
                .mapToLong(LakeFile::rows)
                .sum();
    }

    /** Every published file of the layer's tables, with its rows as the file itself counts them. */
    public List<LakeFile> files(Layer layer) throws IOException {
        List<LakeFile> files = new ArrayList<>();
        for (Map.Entry<String, Long> file : store(layer).lengths(layer.id()).entrySet()) {
            String[] path = file.getKey().split("/");
            boolean isOfDate = path.length == 4;
            if ((isOfDate || path.length == 3) && file.getKey().endsWith(PARQUET)) {
                String day = isOfDate ? path[2].substring(path[2].indexOf('=') + 1) : "";
                long rows = rows(layer, file.getKey(), file.getValue());
                files.add(new LakeFile(layer, path[1], file.getKey(), day, file.getValue(), rows));
            }
        }
        return files;
    }

    private long rows(Layer layer, String path, long bytes) throws IOException {
        Long known = rowsByFile.get(path);
        if (known != null) {
            return known;
        }
        try {
            long rows = ParquetFooter.rows(bytes, (from, length) -> store(layer).read(path, from, length));
            rowsByFile.put(path, rows);
            return rows;
        } catch (RuntimeException e) {
            throw new CommandFailure(store(layer).describe(path) + " is no Parquet file: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        stores.values().forEach(Lake::close);
    }
}
