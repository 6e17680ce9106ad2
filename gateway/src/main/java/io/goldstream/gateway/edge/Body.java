package io.goldstream.gateway.edge;

import com.github.luben.zstd.ZstdInputStream;
import io.goldstream.gateway.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** A request's body, expanded within a bound. */
final class Body {

    /** The largest window that RFC 8878 asks a decoder to support is 8 MiB: a body cannot claim more memory. */
    private static final int MAX_ZSTD_WINDOW_LOG = 23;

    /** What compressed JSON of events commonly expands to. */
    private static final long USUAL_RATIO = 20;

    /** The ratio is not asked of what is small all the same. */
    private static final int FREE_BYTES = 1024 * 1024;

    private static final int MAX_ARRAY = Integer.MAX_VALUE - 16;

    private Body() {}

    /** What a body will probably hold once it is expanded. */
    static long expectedBytes(byte[] bytes, String encoding, long maxBytes) {
        long length = bytes == null ? 0 : bytes.length;
        return encoding == null ? length : Math.min(maxBytes, length * USUAL_RATIO);
    }

    /**
     * @param bytes as they came
     * @param encoding the Content-Encoding, or null
     * @param maxBytes what it may expand to
     * @param maxRatio how many times its own size that may be, beyond {@value #FREE_BYTES} bytes
     */
    static byte[] expand(byte[] bytes, String encoding, long maxBytes, int maxRatio) {
        if (bytes == null || bytes.length == 0) {
            throw ProblemType.UNREADABLE_BODY.with("The body is empty. Send at least one event.");
        }
        int limit = (int) Math.min(Math.min(maxBytes, Math.max(FREE_BYTES, (long) bytes.length * maxRatio)), MAX_ARRAY);
        String bound = limit < maxBytes ? maxRatio + " times its size" : maxBytes + " bytes";
        return switch (encoding == null ? "identity" : encoding.toLowerCase(Locale.ROOT)) {
            case "identity" -> bytes;
            case "gzip" -> expand(bytes, encoding, limit, bound, GZIPInputStream::new);
            case "zstd" -> expand(bytes, encoding, limit, bound, Body::zstd);
            default ->
                throw ProblemType.UNSUPPORTED_MEDIA_TYPE.with(
                        "The Content-Encoding is not supported. Send the body as it is, as gzip or as zstd.");
        };
    }

    private interface Decoder {
        InputStream decode(InputStream encoded) throws IOException;
    }

    private static byte[] expand(byte[] bytes, String encoding, int limit, String bound, Decoder decoder) {
        try (InputStream expanding = decoder.decode(new ByteArrayInputStream(bytes))) {
            byte[] expanded = expanding.readNBytes(limit + 1);
            if (expanded.length > limit) {
                throw ProblemType.BODY_TOO_LARGE.with(
                        "The body expands to more than " + bound + ". Send fewer events at a time.");
            }
            return expanded;
        } catch (IOException e) {
            throw ProblemType.UNREADABLE_BODY.with("The body is not " + encoding + ", or is cut short.");
        }
    }

    private static InputStream zstd(InputStream encoded) throws IOException {
        return new ZstdInputStream(encoded).setLongMax(MAX_ZSTD_WINDOW_LOG);
    }
}
