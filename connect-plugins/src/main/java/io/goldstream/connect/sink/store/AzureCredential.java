package io.goldstream.connect.sink.store;

import com.azure.core.http.HttpClient;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.util.Base64;
import java.util.function.Predicate;

/** How the sink proves to Azure who it is. */
public enum AzureCredential {
    /**
     * Workload identity, managed identity, or a service principal in the AZURE_ variables: whichever the worker has.
     * Azure's library chooses; of the three, tests log in as a managed identity only.
     */
    DEFAULT(
            "must be empty, because the credential default needs no secret: for a secret, choose the credential"
                    + " shared_key, sas or connection_string",
            String::isEmpty,
            (client, root, secret, http) -> client.credential(
                    new DefaultAzureCredentialBuilder().httpClient(http).build())),
    /** The account's key. */
    SHARED_KEY(
            "must be the account's key, in Base64",
            AzureCredential::isKey,
            (client, root, secret, http) -> client.credential(new StorageSharedKeyCredential(root.account(), secret))),
    /** A shared access signature, which reads, creates and writes blobs. */
    SAS(
            "must be a shared access signature: sv=...&sig=...",
            secret -> secret.contains("sig="),
            (client, root, secret, http) -> client.sasToken(secret)),
    /** A connection string, for its key or signature: the place is always the root's. */
    CONNECTION_STRING(
            "must be a connection string with AccountKey or SharedAccessSignature",
            AzureCredential::isConnectionString,
            (client, root, secret, http) -> client.connectionString(secret));

    private final String needs;
    private final Predicate<String> isValid;
    private final Login login;

    AzureCredential(String needs, Predicate<String> isValid, Login login) {
        this.needs = needs;
        this.isValid = isValid;
        this.login = login;
    }

    /** @throws IllegalArgumentException if that is not this kind's secret; the message does not hold it */
    public void check(String secret) {
        if (!isValid.test(secret)) {
            throw new IllegalArgumentException(needs);
        }
    }

    void apply(BlobContainerClientBuilder client, AzureRoot root, String secret, HttpClient http) {
        check(secret);
        login.apply(client, root, secret, http);
    }

    private static boolean isKey(String secret) {
        try {
            return Base64.getDecoder().decode(secret).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isConnectionString(String secret) {
        try {
            new BlobContainerClientBuilder().connectionString(secret);
            return secret.contains("AccountKey=") || secret.contains("SharedAccessSignature=");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private interface Login {
        void apply(BlobContainerClientBuilder client, AzureRoot root, String secret, HttpClient http);
    }
}
