package io.goldstream.gateway.edge;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import io.goldstream.gateway.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;

/** A request's body, expanded within a bound: whole, or not at all. */
final class Body {

    /** The largest window that the encoding zstd may have is 8 MiB (RFC 9659): a body cannot claim more memory. */
    private static final int MAX_ZSTD_WINDOW_LOG = 23;

    /** What compressed JSON of events commonly expands to. */
    private static final long USUAL_RATIO = 20;

    /** The ratio is not asked of what is small all the same. */
    private static final int FREE_BYTES = 1024 * 1024;

    private static final int MAX_ARRAY = Integer.MAX_VALUE - 16;

    private Body() {}

    /** How a body is encoded. */
    enum Encoding {
        IDENTITY,
        GZIP,
        ZSTD;

        /** Says on a 415 that it is the encoding, and not the media type, which is not supported (RFC 9110, 12.5.3). */
        private static final Map<String, String> ACCEPTED = Map.of("Accept-Encoding", "gzip, zstd");

        /** @param headers the Content-Encoding headers: together one list, as RFC 9110 has it */
        static Encoding of(List<String> headers) {
            List<String> codings = headers.stream()
                    .flatMap(header -> HeaderText.split(header, ',').stream())
                    .map(coding -> coding.toLowerCase(Locale.ROOT))
                    .filter(coding -> !coding.equals("identity"))
                    .toList();
            if (codings.isEmpty()) {
                return IDENTITY;
            }
            return switch (codings.size() == 1 ? codings.getFirst() : "more than one") {
                case "gzip", "x-gzip" -> GZIP;
                case "zstd" -> ZSTD;
                default ->
                    throw ProblemType.UNSUPPORTED_MEDIA_TYPE.with(
                            "The Content-Encoding is not supported. Send the body as it is, or encoded once, as gzip or"
                                    + " as zstd.",
                            ACCEPTED);
            };
        }
    }

    /** What a body will probably hold once it is expanded. */
    static long expectedBytes(byte[] bytes, Encoding encoding, long maxBytes) {
        long length = bytes == null ? 0 : bytes.length;
        return encoding == Encoding.IDENTITY ? length : Math.min(maxBytes, length * USUAL_RATIO);
    }

    /**
     * @param bytes as they came
     * @param maxBytes what it may expand to
     * @param maxRatio how many times its own size that may be, beyond {@value #FREE_BYTES} bytes
     */
    static byte[] expand(byte[] bytes, Encoding encoding, long maxBytes, int maxRatio) {
        if (bytes == null || bytes.length == 0) {
            throw ProblemType.UNREADABLE_BODY.with("The body is empty. Send at least one event.");
        }
        int limit = (int) Math.min(Math.min(maxBytes, Math.max(FREE_BYTES, (long) bytes.length * maxRatio)), MAX_ARRAY);
        byte[] expanded;
        try {
            expanded = switch (encoding) {
                case IDENTITY -> bytes;
                case GZIP -> Gzip.expand(bytes, limit);
                case ZSTD -> zstd(bytes, limit);
            };
        } catch (DataFormatException | IOException | ZstdException e) {
            throw ProblemType.UNREADABLE_BODY.with(
                    "The body is not " + encoding.name().toLowerCase(Locale.ROOT)
                            + ", is cut off, or has more bytes after its end. Nothing was kept; send the whole body.");
        }
        if (encoding != Encoding.IDENTITY && expanded.length > limit) {
            String bound = limit < maxBytes ? maxRatio + " times its size" : maxBytes + " bytes";
            throw ProblemType.BODY_TOO_LARGE.with(
                    "The body expands to more than " + bound + ". Send fewer events at a time.");
        }
        return expanded;
    }

    /** The stream takes the end of its input for the end of a frame, so it is looked first whether all frames are whole. */
    private static byte[] zstd(byte[] bytes, int limit) throws IOException {
        for (int at = 0; at < bytes.length; ) {
            at += (int) Zstd.findFrameCompressedSize(bytes, at, bytes.length - at);
        }
        try (ZstdInputStream expanding =
                new ZstdInputStream(new ByteArrayInputStream(bytes)).setLongMax(MAX_ZSTD_WINDOW_LOG)) {
            return expanding.readNBytes(limit + 1);
        } catch (ZstdIOException e) {
            if (e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
                throw ProblemType.UNREADABLE_BODY.with(
                        "The zstd body needs a window of more than 8 MiB. Nothing was kept;"
                                + " compress it at level 19 or lower, and without the option long.");
            }
            if (e.getErrorCode() == Zstd.errDictionaryWrong()) {
                throw ProblemType.UNREADABLE_BODY.with(
                        "The zstd body needs a dictionary. Nothing was kept; compress it without one.");
            }
            throw e;
        }
    }
}
