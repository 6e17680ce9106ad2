package io.goldstream.gateway.refinery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.goldstream.events.EventHeaders;
import io.goldstream.events.Lengths;
import io.goldstream.events.Timestamps;
import io.goldstream.events.repair.Repairs;
import io.goldstream.events.rules.AtMost;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What the headers of a raw record say of it where the edge wrote it. Others write to raw topics too, so every header
 * may be missing or wrong. Of several with one name, the last one counts.
 *
 * @param givenId the id that the edge gave; null where there is none that the contract allows
 * @param source who sent it, a char for each byte, by which sources are told apart; empty where that is not said
 * @param attempt 0 for the first try
 * @param receivedAtMillis when the edge received it, in milliseconds since the epoch; {@link #UNKNOWN} where that is not
 *     said
 * @param forwarded what goes on with the rows that are made of it: the CloudEvents headers, and the trace that it is part of
 */
record EventMetadata(String givenId, String source, int attempt, long receivedAtMillis, Headers forwarded) {

    static final long UNKNOWN = -1;

    /** Longer ones stay behind, so that they cannot make a row too large for its topic. */
    private static final int MAX_FORWARDED_BYTES = 1024;

    private static final char REPLACEMENT = '\uFFFD';

    /** One pass: looking each header up by its name was as much work as finding duplicates. */
    static EventMetadata of(Headers headers) {
        Header id = null;
        Header source = null;
        Header attempt = null;
        Header receivedAt = null;
        Header version = null;
        Header type = null;
        Header time = null;
        Header traceParent = null;
        Header traceState = null;
        for (Header header : headers) {
            switch (header.key()) {
                case EventHeaders.ID -> id = header;
                case EventHeaders.SOURCE -> source = header;
                case EventHeaders.ATTEMPT -> attempt = header;
                case EventHeaders.RECEIVED_AT -> receivedAt = header;
                case EventHeaders.SPEC_VERSION -> version = header;
                case EventHeaders.TYPE -> type = header;
                case EventHeaders.TIME -> time = header;
                case EventHeaders.TRACE_PARENT -> traceParent = header;
                case EventHeaders.TRACE_STATE -> traceState = header;
                default -> {} // stays with the raw record
            }
        }
        return new EventMetadata(
                id(id),
                source == null || source.value() == null ? "" : new String(source.value(), ISO_8859_1),
                (int) number(attempt, Integer.MAX_VALUE, 0),
                number(receivedAt, Timestamps.LAST_MILLIS, UNKNOWN),
                forwarded(version, id, type, source, time, traceParent, traceState));
    }

    private static Headers forwarded(Header... headers) {
        Headers forwarded = new RecordHeaders();
        for (Header header : headers) {
            if (header != null && header.value() != null && header.value().length <= MAX_FORWARDED_BYTES) {
                forwarded.add(header);
            }
        }
        return forwarded;
    }

    private static String id(Header header) {
        String id = text(header);
        return id == null || Repairs.isBlank(id) || !AtMost.Validator.isKept(id, Lengths.ID) ? null : id;
    }

    private static long number(Header header, long maximum, long otherwise) {
        String text = text(header);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            return number >= 0 && number <= maximum ? number : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Null where the bytes are no UTF-8: what stands in for those that are none would make equal what is not. */
    private static String text(Header header) {
        if (header == null || header.value() == null) {
            return null;
        }
        String text = new String(header.value(), UTF_8);
        boolean isReplaced = text.indexOf(REPLACEMENT) >= 0 && !Arrays.equals(text.getBytes(UTF_8), header.value());
        return isReplaced ? null : text;
    }
}
