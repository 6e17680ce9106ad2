package io.goldstream.gateway.edge;

import io.goldstream.gateway.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** A request's body, expanded within a bound. */
final class Body {

    private Body() {}

    /**
     * @param bytes as they came
     * @param encoding the Content-Encoding, or null
     * @param maxBytes what it may expand to
     */
    static byte[] expand(byte[] bytes, String encoding, long maxBytes) {
        if (bytes == null || bytes.length == 0) {
            throw ProblemType.UNREADABLE_BODY.with("The body is empty. Send at least one event.");
        }
        return switch (encoding == null ? "identity" : encoding) {
            case "identity" -> bytes;
            case "gzip" -> gunzip(bytes, maxBytes);
            default ->
                throw ProblemType.UNSUPPORTED_MEDIA_TYPE.with(
                        "The Content-Encoding is not supported. Send the body as it is, or as gzip.");
        };
    }

    private static byte[] gunzip(byte[] bytes, long maxBytes) {
        try (InputStream expanding = new GZIPInputStream(new ByteArrayInputStream(bytes), 16 * 1024)) {
            int limit = (int) Math.min(maxBytes, Integer.MAX_VALUE - 16);
            byte[] expanded = expanding.readNBytes(limit + 1);
            if (expanded.length > limit) {
                throw ProblemType.BODY_TOO_LARGE.with(
                        "The body expands to more than " + limit + " bytes. Send fewer events at a time.");
            }
            return expanded;
        } catch (IOException e) {
            throw ProblemType.UNREADABLE_BODY.with("The body is not gzip, or is cut short.");
        }
    }
}
