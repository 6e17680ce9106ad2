package io.goldstream.local.stack;

import com.azure.core.exception.AzureException;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.goldstream.connect.sink.store.AzureAccess;
import io.goldstream.connect.sink.store.AzureBlobStore;
import io.goldstream.connect.sink.store.AzureCredential;
import io.goldstream.connect.sink.store.AzureRoot;
import io.goldstream.events.schema.Layer;
import io.goldstream.local.CommandFailure;
import io.goldstream.local.parquet.ParquetFooter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A lake in Azurite, a container for each layer, looked at by Azure's own client. */
public final class AzuriteLake {

    /** The emulator's account, and its key: published in its documentation, and no secret. */
    public static final String ACCOUNT = "devstoreaccount1";

    public static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final String PARQUET = ".parquet";

    private final String endpoint;
    private final BlobServiceClient service;

    /** A published file never changes. */
    private final Map<String, Long> rowsByFile = new ConcurrentHashMap<>();

    private AzuriteLake(String endpoint) {
        this.endpoint = endpoint;
        this.service = new BlobServiceClientBuilder()
                .endpoint(endpoint)
                .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
                .buildClient();
    }

    public static AzuriteLake of(Ports ports) {
        return new AzuriteLake("http://" + Ports.HOST + ":" + ports.azurite() + "/" + ACCOUNT);
    }

    /**
     * One published file.
     *
     * @param path in the layer's container: layer, table, partition, name
     * @param day the value in its partition's name
     */
    public record LakeFile(Layer layer, String table, String path, String day, long bytes, long rows) {}

    /** The lake's address. */
    public String endpoint() {
        return endpoint;
    }

    /** The root of a layer's sink. */
    public String root(Layer layer) {
        return endpoint + "/" + layer.id();
    }

    public BlobContainerClient container(Layer layer) {
        return service.getBlobContainerClient(layer.id());
    }

    /** Another container beside the layers', made if absent. */
    public BlobContainerClient container(String name) {
        return service.createBlobContainerIfNotExists(name);
    }

    /** A layer's container as the sinks see it. To be closed. */
    public AzureBlobStore store(Layer layer) {
        return new AzureBlobStore(
                AzureRoot.parse(root(layer)),
                new AzureAccess(AzureCredential.SHARED_KEY, KEY, Optional.empty(), CALL_TIMEOUT, 1));
    }

    void createContainers() {
        for (Layer layer : Layer.values()) {
            service.createBlobContainerIfNotExists(layer.id());
        }
    }

    /** Every published file of the layer's tables, with its rows as the file itself counts them. */
    public List<LakeFile> files(Layer layer) {
        List<LakeFile> files = new ArrayList<>();
        try {
            for (BlobItem blob : container(layer).listBlobs()) {
                String[] path = blob.getName().split("/");
                if (path.length == 4
                        && path[0].equals(layer.id())
                        && blob.getName().endsWith(PARQUET)) {
                    long bytes = blob.getProperties().getContentLength();
                    String day = path[2].substring(path[2].indexOf('=') + 1);
                    long rows = rows(layer, blob.getName(), bytes);
                    files.add(new LakeFile(layer, path[1], blob.getName(), day, bytes, rows));
                }
            }
            return files;
        } catch (AzureException failed) {
            throw new CommandFailure("Azurite does not answer at " + endpoint + ": " + failed.getMessage(), failed);
        }
    }

    private long rows(Layer layer, String path, long bytes) {
        return rowsByFile.computeIfAbsent(layer.id() + "/" + path, _ -> {
            BlobClient blob = container(layer).getBlobClient(path);
            try {
                return ParquetFooter.rows(bytes, (from, length) -> read(blob, from, length));
            } catch (IOException e) {
                throw new CommandFailure(blob.getBlobUrl() + " is no Parquet file: " + e.getMessage(), e);
            }
        });
    }

    private static byte[] read(BlobClient blob, long from, long length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        blob.downloadStreamWithResponse(
                bytes, new BlobRange(from, length), null, null, false, CALL_TIMEOUT, Context.NONE);
        return bytes.toByteArray();
    }
}
