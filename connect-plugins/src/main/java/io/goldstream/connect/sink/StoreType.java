package io.goldstream.connect.sink;

import io.goldstream.connect.sink.store.BlobStore;
import io.goldstream.connect.sink.store.LocalBlobStore;
import java.nio.file.Path;
import java.util.function.Function;

/** The stores to choose from. A new one is one constant here. */
enum StoreType {
    LOCAL(options -> new LocalBlobStore(
            Path.of(options.getString(SinkOptions.STORE_ROOT)), options.getString(SinkOptions.NAME)));

    private final Function<SinkOptions, BlobStore> opener;

    StoreType(Function<SinkOptions, BlobStore> opener) {
        this.opener = opener;
    }

    BlobStore open(SinkOptions options) {
        return opener.apply(options);
    }
}
