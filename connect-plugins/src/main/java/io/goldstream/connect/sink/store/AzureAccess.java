package io.goldstream.connect.sink.store;

import com.azure.core.http.HttpClient;
import com.azure.core.http.ProxyOptions;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How the sink reaches Azure.
 *
 * @param credential the kind of credential
 * @param secret its key, signature or connection string; empty for the default credential
 * @param proxy an HTTP proxy, to be resolved when it is used
 * @param callTimeout how long one call may take, with whatever it needs to log in
 * @param uploads how many blocks are sent at once, at least 1; each is held in memory meanwhile
 */
public record AzureAccess(
        AzureCredential credential,
        String secret,
        Optional<InetSocketAddress> proxy,
        Duration callTimeout,
        int uploads) {

    /** Enough to fill the wait for one answer with the next blocks. */
    public static final int DEFAULT_UPLOADS = 4;

    BlobContainerClient container(AzureRoot root) {
        HttpClient http = http();
        BlobContainerClientBuilder client = new BlobContainerClientBuilder();
        credential.apply(client, root, secret, http);
        // After the credential: a connection string brings an endpoint of its own.
        return client.endpoint(root.containerUrl())
                .httpClient(http)
                .retryOptions(once())
                .buildClient();
    }

    /** The sink retries by its own options, and resumes where it stood; retries below it would only hide an outage. */
    private static RequestRetryOptions once() {
        return new RequestRetryOptions(RetryPolicyType.FIXED, 1, (Duration) null, null, null, null);
    }

    private HttpClient http() {
        JdkHttpClientBuilder http = new JdkHttpClientBuilder()
                .connectionTimeout(callTimeout)
                .responseTimeout(callTimeout)
                .readTimeout(callTimeout)
                .writeTimeout(callTimeout);
        proxy.ifPresent(address -> http.proxy(new ProxyOptions(ProxyOptions.Type.HTTP, address)));
        return http.build();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AzureAccess[credential=" + credential + ", proxy=" + proxy + ", callTimeout=" + callTimeout
                + ", uploads=" + uploads + "]";
    }
}
