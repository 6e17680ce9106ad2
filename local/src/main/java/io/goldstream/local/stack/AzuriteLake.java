package io.goldstream.local.stack;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.goldstream.connect.sink.store.AzureAccess;
import io.goldstream.connect.sink.store.AzureBlobStore;
import io.goldstream.connect.sink.store.AzureCredential;
import io.goldstream.connect.sink.store.AzureRoot;
import io.goldstream.events.schema.Layer;
import java.time.Duration;
import java.util.Optional;

/** A lake in Azurite, a container for each layer, looked at by Azure's own client. */
public final class AzuriteLake {

    /** The emulator's account, and its key: published in its documentation, and no secret. */
    public static final String ACCOUNT = "devstoreaccount1";

    public static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private final String endpoint;
    private final BlobServiceClient service;

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

    /** The lake's address. */
    public String endpoint() {
        return endpoint;
    }

    /** The places of all its sinks, as commands are told them. */
    String address() {
        return endpoint + "/{layer}";
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
}
