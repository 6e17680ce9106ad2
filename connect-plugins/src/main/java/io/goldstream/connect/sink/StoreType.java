package io.goldstream.connect.sink;

import io.goldstream.connect.sink.store.AzureBlobStore;
import io.goldstream.connect.sink.store.AzureRoot;
import io.goldstream.connect.sink.store.KeptFolders;
import io.goldstream.connect.sink.store.Lake;
import io.goldstream.connect.sink.store.LocalBlobStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;

/** The stores to choose from. A new one is one constant here. */
enum StoreType {
    LOCAL(
            "an absolute folder",
            options -> new LocalBlobStore(
                    Path.of(options.getString(SinkOptions.STORE_ROOT)), options.getString(SinkOptions.NAME))),
    AZURE(
            "a container's URL, https://ACCOUNT.blob.core.windows.net/CONTAINER[/FOLDER]",
            options -> new AzureBlobStore(
                    AzureRoot.parse(options.getString(SinkOptions.STORE_ROOT)), AzureOptions.access(options)));

    /** Where sinks sweep what nobody knows any more. */
    private static final Set<String> KEPT = KeptFolders.ALL;

    private final String rootForm;
    private final Function<SinkOptions, Lake> opener;

    StoreType(String rootForm, Function<SinkOptions, Lake> opener) {
        this.rootForm = rootForm;
        this.opener = opener;
    }

    Lake open(SinkOptions options) {
        return opener.apply(options);
    }

    /** What a root of this store looks like. */
    String rootForm() {
        return rootForm;
    }

    /** The store that a root belongs to: one that looks like a URL can be no absolute folder. */
    static StoreType ofRoot(String root) {
        return root.contains("://") ? AZURE : LOCAL;
    }

    /** @throws IllegalArgumentException if that can be no store's root */
    static void checkRoot(String root) {
        for (String part : root.split("/")) {
            if (KEPT.contains(part)) {
                throw new IllegalArgumentException("lies in a folder named " + part
                        + ". Sinks keep their own files in folders of this name: name another folder");
            }
        }
        if (ofRoot(root) == AZURE) {
            AzureRoot.parse(root);
            return;
        }
        try {
            if (!Path.of(root).isAbsolute()) {
                throw new IllegalArgumentException(
                        "is neither an absolute path nor a URL: begin it with / or https://");
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path: " + e.getReason());
        }
    }
}
