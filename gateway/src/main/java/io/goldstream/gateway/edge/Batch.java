package io.goldstream.gateway.edge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.goldstream.events.EventType;
import io.goldstream.events.intake.ByteOrderMark;
import io.goldstream.events.intake.EventJson;
import io.goldstream.gateway.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A body, cut into events without copying: each is a slice of the bytes that came in, and goes to Kafka as it is.
 *
 * @param bytes the whole body, expanded
 * @param slices where each event stands, in order
 */
record Batch(byte[] bytes, List<Slice> slices) {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES * 0x80;
    private static final long NEWLINES = ONES * '\n';

    private static final String SEND_LINES =
            "Send one event a line as application/x-ndjson: then one bad event does not affect the others.";

    /** One event's place in the bytes. */
    record Slice(int offset, int length) {}

    /** Each slice as an event of one type. */
    List<Submission> submissions(EventType type) {
        return slices.stream()
                .<Submission>map(
                        slice -> new Submission.Event(type, bytes, slice.offset(), slice.length(), null, null, null))
                .toList();
    }

    /** NDJSON: an event a line; empty lines are none. Any bytes can be cut so: what a line is worth is told later. */
    static Batch ofLines(byte[] bytes, int maxEvents) {
        List<Slice> slices = new ArrayList<>();
        int start = start(bytes);
        while (start < bytes.length) {
            int newline = newline(bytes, start);
            int end = newline > start && bytes[newline - 1] == '\r' ? newline - 1 : newline;
            if (!isBlank(bytes, start, end)) {
                add(slices, new Slice(start, end - start), maxEvents);
            }
            start = newline + 1;
        }
        return new Batch(bytes, slices);
    }

    /** Where the next line ends, eight bytes at a time: what is a newline there becomes zero, and borrows from above it. */
    private static int newline(byte[] bytes, int from) {
        int i = from;
        for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
            long zeros = (long) LONGS.get(bytes, i) ^ NEWLINES;
            long found = zeros - ONES & ~zeros & HIGH_BITS;
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Whether a body begins as a JSON array does. */
    static boolean isArray(byte[] bytes) {
        int first = first(bytes);
        return first < bytes.length && bytes[first] == '[';
    }

    /** Where something stands that is not blank. */
    private static int first(byte[] bytes) {
        int first = start(bytes);
        while (first < bytes.length && isBlank(bytes[first])) {
            first++;
        }
        return first;
    }

    /** JSON: one value, or an array whose elements are the events. Fails where there is neither, or an array has no end to be found. */
    static Batch ofJson(byte[] bytes, int maxEvents) {
        int first = first(bytes);
        if (first == bytes.length) { // not even an empty array: more likely cut off than meant
            throw ProblemType.UNREADABLE_BODY.with("The body holds nothing but white space. Send at least one event.");
        }
        return bytes[first] == '['
                ? new Batch(bytes, elements(bytes, first, maxEvents))
                : new Batch(bytes, List.of(new Slice(start(bytes), bytes.length - start(bytes))));
    }

    /** Behind a byte-order mark, if there is one. */
    private static int start(byte[] bytes) {
        return ByteOrderMark.length(bytes, 0, bytes.length);
    }

    /** Checked with each event: a small body can hold millions of them. */
    private static void add(List<Slice> slices, Slice slice, int maxEvents) {
        if (slices.size() == maxEvents) {
            throw ProblemType.BODY_TOO_LARGE.with(
                    "The body holds more than " + maxEvents + " events. Send fewer at a time.");
        }
        slices.add(slice);
    }

    private static List<Slice> elements(byte[] bytes, int first, int maxEvents) {
        List<Slice> slices = new ArrayList<>();
        try (JsonParser parser = EventJson.ofSurroundings().createParser(bytes, first, bytes.length - first)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int start = first + (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = first + (int) parser.currentLocation().getByteOffset();
                add(slices, new Slice(start, end - start), maxEvents);
            }
            if (parser.nextToken() != null) {
                throw ProblemType.UNREADABLE_BODY.with(
                        "The body continues after the end of the array. Send one array, or one event a line as"
                                + " application/x-ndjson.");
            }
            return slices;
        } catch (StreamConstraintsException e) {
            throw ProblemType.UNREADABLE_BODY.with(
                    "An element of the array is nested too deeply, or has a number or name that is too long. Nothing was"
                            + " kept. " + SEND_LINES);
        } catch (JsonProcessingException e) {
            throw ProblemType.UNREADABLE_BODY.with("The array is not well-formed JSON at byte "
                    + e.getLocation().getByteOffset()
                    + ", so it is not known where its events begin. Nothing was kept. " + SEND_LINES);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static boolean isBlank(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
