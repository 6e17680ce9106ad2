package io.goldstream.connect.sink.store;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpHeaderName;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;

/** What an exception of Azure's client means to the sink: try again, or stop. */
final class AzureFailure {

    /**
     * Refused now, maybe not later: a role or signature may be renewed (401, 403), a container be on its way out or a
     * lease be held (409, 412), the account be throttled (429).
     */
    private static final Set<Integer> MAY_PASS = Set.of(401, 403, 408, 409, 412, 429);

    private AzureFailure() {}

    /**
     * For {@code throw}.
     *
     * @param what was being done, and where
     * @return what stops the sink
     * @throws IOException if the call may be tried again
     */
    static ConnectException of(String what, RuntimeException failure) throws IOException {
        if (failure instanceof BlobStorageException refused) {
            String message = "Azure refused to " + what + ": " + describe(refused);
            if (isContainerMissing(refused)) {
                return new ConnectException(message + ". Create the container, or correct store.root", failure);
            }
            if (refused.getStatusCode() >= 500 || MAY_PASS.contains(refused.getStatusCode())) {
                if (BlobErrorCode.AUTHORIZATION_PERMISSION_MISMATCH.equals(refused.getErrorCode())) {
                    throw new NoRightException(message, failure);
                }
                String after = refused.getResponse().getHeaders().getValue(HttpHeaderName.RETRY_AFTER);
                throw after != null && after.matches("\\d{1,6}")
                        ? new RetryAfterException(message, failure, Duration.ofSeconds(Long.parseLong(after)))
                        : new IOException(message, failure);
            }
            return new ConnectException(message, failure);
        }
        if (failure instanceof ClientAuthenticationException || isAboutIo(failure)) {
            throw new IOException("could not " + what + ": " + failure.getMessage(), failure);
        }
        throw failure;
    }

    static boolean isContainerMissing(BlobStorageException refused) {
        return BlobErrorCode.CONTAINER_NOT_FOUND.equals(refused.getErrorCode());
    }

    /** Not the exception's own message, which holds the whole answer. */
    private static String describe(BlobStorageException refused) {
        String request = refused.getResponse().getHeaders().getValue(HttpHeaderName.X_MS_REQUEST_ID);
        return refused.getStatusCode() + " " + refused.getErrorCode() + " (request " + request + ")";
    }

    private static boolean isAboutIo(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
